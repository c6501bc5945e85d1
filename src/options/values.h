// SPDX-License-Identifier: GPL-2.0-or-later
// What the value of an option does: one line for each row of the table that has a value of its own
// in Options. Pure; any thread.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "options/options.h"
#include "options/table.h"

namespace ecsview::options {

// Of a flag `value` is "true". Throws Error (ExitCode::usage) with a sentence that has the option's
// name when the value is none that it has.
void use(const Option& option, const std::string& value, Options& options);

// For --timeout: "500ms", "30s", "2m"; 1 ms to 24 h.
std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) noexcept;
// For --retry: "forever", or 0 to 1000000.
std::optional<Retry> parse_retry(std::string_view text) noexcept;
// For --window-size: "1280x800"; each side 64 to 16384.
std::optional<screen::WindowSize> parse_window_size(std::string_view text) noexcept;
// For --display: 1 to 1000.
std::optional<int> parse_display(std::string_view text) noexcept;

}  // namespace ecsview::options

// SPDX-License-Identifier: GPL-2.0-or-later
// A script's text as typed steps. All of it is checked, so a mistake is told before anything is
// sent. docs/use.md has the language. Pure; any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/error.h"
#include "script/script.h"

namespace ecsview::script {

// A person who writes more wants to have it in several files.
constexpr std::size_t max_script_bytes = std::size_t{256} * 1024;
// What is indented deeper is understood by nobody.
constexpr std::size_t most_open_ifs = 16;

// `name`: the file, for sentences. A failure (ExitCode::usage) begins with "NAME:LINE: ", says what
// is wrong and what was probably meant, and has no text that is typed in it.
Result<Script> parse(std::string_view text, std::string name);

}  // namespace ecsview::script

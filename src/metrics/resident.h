// SPDX-License-Identifier: GPL-2.0-or-later
// The resident memory of a process, from /proc. Any thread.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string_view>

namespace ecsview::metrics {

// Pure: of the text of /proc/PID/statm (proc(5)), in bytes.
std::optional<std::uint64_t> resident_of(std::string_view statm, std::uint64_t page_bytes);

// Nothing: it is gone, or the system shows no other process (hidepid, ProtectProc=).
std::optional<std::uint64_t> resident_bytes(pid_t process);

}  // namespace ecsview::metrics

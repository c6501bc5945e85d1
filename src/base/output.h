// SPDX-License-Identifier: GPL-2.0-or-later
// What a command hands over: bytes to standard output or to a file, where a full disk, a closed
// pipe and a reader that stands still are told instead of lost. Both functions return 0 or an errno
// value, ECANCELED when `cancel` came before the last byte. Any thread; SIGPIPE has to be ignored.
#pragma once

#include <stop_token>
#include <string>
#include <string_view>

namespace ecsview {

// Waits for the reader as long as it takes; only `cancel` ends that.
int write_all(int fd, std::string_view bytes, const std::stop_token& cancel);

// As the whole content of `path`: written beside it, then renamed, so nobody sees half of it and
// nothing is left of what failed. A link is followed. What is there and no regular file (a device,
// a pipe) is written to as it stands.
int write_file(const std::string& path, std::string_view bytes, const std::stop_token& cancel);

}  // namespace ecsview

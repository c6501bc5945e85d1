// SPDX-License-Identifier: GPL-2.0-or-later
// Writes what a command produces to standard output or to a file, and says if that fails: a full
// disk, a closed pipe, a reader that has stopped. Those that write return 0 or an errno value,
// ECANCELED if `cancel` came before the last byte. Any thread; SIGPIPE has to be ignored.
#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

namespace ecsview {

// Waits for the reader as long as it takes; only `cancel` ends that.
int write_all(int fd, std::string_view bytes, const std::stop_token& cancel);

// How many cells a line of the terminal has; nothing: it is none, or does not tell.
std::optional<int> terminal_width(int fd);

// What `path` leads to; `path` itself where nothing is there yet.
std::string followed(const std::string& path);

// Puts a file into the place of `path`, whatever is there, as a Replacement does. `mode`: its
// rights, as in chmod(2); nothing: the usual ones.
int replace_file(const std::string& path, std::optional<unsigned> mode, std::string_view bytes,
                 const std::stop_token& cancel);

// Replaces the content of `path`: writes a file beside it and renames that, so nobody sees half of
// it and a failure leaves nothing behind. A link is followed. If `path` is no regular file (a
// device, a pipe), it is written to directly.
int write_file(const std::string& path, std::string_view bytes, const std::stop_token& cancel);

}  // namespace ecsview

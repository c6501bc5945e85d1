// SPDX-License-Identifier: GPL-2.0-or-later
// Reads what a person has given to the program, from standard input or a file. Any thread.
#pragma once

#include <cstddef>
#include <stop_token>
#include <string>

#include "base/secret.h"

namespace ecsview {

// Until the end, and as long as that takes: only `cancel` ends it sooner. Returns 0 or an errno
// value: ECANCELED after `cancel`, EFBIG when there are more than `most` bytes.
int read_all(int fd, std::size_t most, const std::stop_token& cancel, Secret& content);
// The same of a file; "-" is standard input.
int read_file(const std::string& path, std::size_t most, const std::stop_token& cancel,
              Secret& content);

}  // namespace ecsview

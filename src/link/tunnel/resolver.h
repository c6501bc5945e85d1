// SPDX-License-Identifier: GPL-2.0-or-later
// Names to addresses. getaddrinfo(3) cannot be cancelled, so it runs on a thread of its own that
// nobody waits for when the answer is no longer wanted. Connection thread.
#pragma once

#include <chrono>
#include <stop_token>
#include <string>
#include <vector>

#include "base/error.h"
#include "link/tunnel/destination.h"
#include "link/tunnel/ending.h"

namespace ecsview::link {

// Numeric addresses in the order to try them, at most 16. When `stop` is asked for, an Ending that
// nobody reads.
Result<std::vector<std::string>, Ending> resolve(const std::string& host,
                                                 std::chrono::steady_clock::time_point deadline,
                                                 std::stop_token stop);

// What it takes to get to `destination`: whom we connect to, and, for a proxy that is told an
// address, the server too. As resolve().
Result<Addresses, Ending> look_up(const Destination& destination,
                                  std::chrono::steady_clock::time_point deadline,
                                  const std::stop_token& stop);

}  // namespace ecsview::link

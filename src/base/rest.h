// SPDX-License-Identifier: GPL-2.0-or-later
// A pause that can be cut short. Any thread.
#pragma once

#include <chrono>
#include <stop_token>

namespace ecsview {

// Waits so long, and is woken by the stop token alone. False: it was.
bool rest(std::chrono::steady_clock::duration time, const std::stop_token& cancel);

}  // namespace ecsview

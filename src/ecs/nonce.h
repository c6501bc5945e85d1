// SPDX-License-Identifier: GPL-2.0-or-later
// A number used once: the platform refuses a request whose nonce it has seen before. Any thread.
#pragma once

#include <string>

namespace ecsview::ecs {

// 32 hex digits from the kernel's random numbers. Throws Error when there are none.
std::string new_nonce();

}  // namespace ecsview::ecs

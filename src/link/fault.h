// SPDX-License-Identifier: GPL-2.0-or-later
// What a failed attempt means for the next one. Pure.
#pragma once

#include "link/attempt.h"
#include "link/policy.h"

namespace ecsview::link {

Fault fault_of(const Outcome& outcome);

}  // namespace ecsview::link

// SPDX-License-Identifier: GPL-2.0-or-later
// What `ecsview type` is told to type, read from where --file says. Main thread, before anything is
// connected.
#pragma once

#include <stop_token>

#include "options/options.h"
#include "typing/unattended.h"

namespace ecsview {

Result<typing::Order> typing_order(const options::Options& options, const std::stop_token& cancel);

}  // namespace ecsview

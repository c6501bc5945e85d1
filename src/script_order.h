// SPDX-License-Identifier: GPL-2.0-or-later
// What `ecsview run` is told to do, read from FILE or standard input and checked. Main thread,
// before anything is connected.
#pragma once

#include <stop_token>

#include "options/options.h"
#include "script/script.h"

namespace ecsview {

Result<script::Script> script_order(const options::Options& options, const std::stop_token& cancel);

}  // namespace ecsview

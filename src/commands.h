// SPDX-License-Identifier: GPL-2.0-or-later
// The commands that ask the API and print: list and url. Main thread. The text is for standard
// output, in whole lines; that of url is a secret.
#pragma once

#include <stop_token>

#include "base/error.h"
#include "base/secret.h"
#include "options/options.h"

namespace ecsview {

Result<Secret> run_list(const options::Options& options, const std::stop_token& cancel);
Result<Secret> run_url(const options::Options& options, const std::stop_token& cancel);

}  // namespace ecsview

// SPDX-License-Identifier: GPL-2.0-or-later
// The commands that ask the API and print: list and url. Main thread. The text is for standard
// output, in whole lines; that of url is a secret.
#pragma once

#include <optional>
#include <stop_token>
#include <string>

#include "base/error.h"
#include "base/secret.h"
#include "options/options.h"

namespace ecsview {

// What was found, and why some of it is missing: regions that refused.
struct Listed {
    std::string text;
    std::optional<Failure> missing = {};
};

// `cells`: of the terminal that shows it; 0: none does.
Result<Listed> run_list(const options::Options& options, int cells, const std::stop_token& cancel);
Result<Secret> run_url(const options::Options& options, const std::stop_token& cancel);

}  // namespace ecsview

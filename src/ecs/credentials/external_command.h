// SPDX-License-Identifier: GPL-2.0-or-later
// Runs the program that a profile of mode External names, and reads what it prints. No shell is
// used: the line is split into words here. Connection thread.
#pragma once

#include <chrono>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/secret.h"

namespace ecsview::ecs {

// The words of a command line as a POSIX shell splits them: blanks part them; '…', "…" and a
// backslash quote. Nothing is expanded. Nothing when a quote is not closed or there is no word.
std::optional<std::vector<std::string>> split_words(std::string_view line);

// Starts words[0], found by PATH, with our environment and `more` (NAME=VALUE) in it; its standard
// input is empty, its standard error is ours. What it prints, at most 64 kB. It leads a process
// group of its own, which is killed at the deadline, on `cancel` and when it prints too much.
// Failures: clauses; ExitCode::done when cancelled.
Result<Secret> run_command(const std::vector<std::string>& words, const std::vector<Secret>& more,
                           std::chrono::steady_clock::time_point deadline,
                           const std::stop_token& cancel);

}  // namespace ecsview::ecs

// SPDX-License-Identifier: GPL-2.0-or-later
// The command line as words: which command, which options with which values, which arguments. Only
// what every value may look like is checked here. Used by parse() alone; wipes what may be a
// VncUrl.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "options/options.h"
#include "options/table.h"

namespace ecsview::options {

// A usage error; parse() catches it.
[[noreturn]] void refuse(std::string sentence);

struct Value {
    std::string text;                       // of a flag "true", in a file also "false"
    std::string from;                       // FILE:LINE; empty: the command line
    std::vector<std::string> further = {};  // of one that repeats: what else was given
};
using Values = std::map<const Option*, Value>;

struct Words {
    Command command = Command::window;
    Values values;
    std::string target, file;
    std::vector<std::string> further;  // TARGETs, of the window

    ~Words();
};

// Fills `words`; something finished is --help or --version. Throws Error (ExitCode::usage).
std::optional<Finished> sort_words(int argc, char** argv, Words& words);

}  // namespace ecsview::options

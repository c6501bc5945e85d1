// SPDX-License-Identifier: GPL-2.0-or-later
// The command line as words: which command, which options with which values, which arguments. Only
// what every value may look like is checked here. Used by parse() alone; wipes what may be a
// VncUrl.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <variant>

#include "base/error.h"
#include "options/options.h"

namespace ecsview::options {

// A usage error; parse() catches it.
[[noreturn]] void refuse(std::string sentence);

struct Words {
    Command command = Command::window;
    std::map<std::string, std::string> values;  // by option name; of flags "true"
    std::string early_target;                   // before a command's name, or of the window
    std::string target, picture_file;

    ~Words();

    const std::string* find(const char* name) const;
    bool flag(const char* name) const { return find(name) != nullptr; }
};

// Fills `words`; something finished is --help or --version. Throws Error (ExitCode::usage).
std::optional<Finished> sort_words(int argc, char** argv, Words& words);

}  // namespace ecsview::options

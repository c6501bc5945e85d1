// SPDX-License-Identifier: GPL-2.0-or-later
// One configuration file: keys of the table of options, and sections for single consoles. It is
// read once by parse(), before the first thread, and strictly: what is wrong is one sentence with
// file and line.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "options/words.h"

namespace ecsview::options {

struct ConfigFile {
    Values general;
    std::map<std::string, Values> consoles;  // by console_key()
};

// Pure: `text` is what the file `name` has. Throws Error (ExitCode::usage), of several mistakes
// about the first line.
ConfigFile parse_config(std::string_view text, const std::string& name);

// Nothing: there is no such file. Throws Error (ExitCode::usage) when it cannot be read.
std::optional<ConfigFile> load_config(const std::string& name);

}  // namespace ecsview::options

// SPDX-License-Identifier: GPL-2.0-or-later
// The configuration files together: what they say of one console. Used once by parse(), before the
// first thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "options/config_file.h"
#include "options/options.h"
#include "options/words.h"

namespace ecsview::options {

class Config {
public:
    // `told` is --config: then the two usual places are not looked at, and it has to be there.
    // Throws Error (ExitCode::usage).
    static Config read(const std::optional<std::string>& told, const Places& places);

    // What holds for a command: the command line's own values, else those of this console's
    // section, else the user's, else the machine's. `console` is null while it is not known.
    Values values(const Words& words, const std::string* console) const;

private:
    std::vector<ConfigFile> files_;  // the stronger one first
};

}  // namespace ecsview::options

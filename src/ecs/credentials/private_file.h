// SPDX-License-Identifier: GPL-2.0-or-later
// Reads a file that holds secrets, and tells when others could have read or written it. Any thread.
#pragma once

#include <optional>
#include <string>

#include "base/error.h"
#include "base/secret.h"

namespace ecsview::ecs {

struct PrivateFile {
    Secret text;
    std::string concern;  // about its owner or mode, as of concern_about(); empty: all is well
};

// The clause about one that --strict does not take.
Failure too_open(const PrivateFile& file);

// Nothing: there is no such file. Failure: a clause ("it cannot be read (Permission denied)").
Result<std::optional<PrivateFile>> read_private_file(const std::string& path);

}  // namespace ecsview::ecs

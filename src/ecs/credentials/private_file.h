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
    std::string concern;  // a sentence about its owner or mode; empty when all is well
};

// Nothing: there is no such file. Failure: a clause ("it cannot be read (Permission denied)").
Result<std::optional<PrivateFile>> read_private_file(const std::string& path);

// Pure: what is wrong with a file of this owner and mode, for a process of user `self`.
std::string concern_about(const std::string& path, unsigned owner, unsigned mode, unsigned self);
// Pure: whether the service manager keeps this file for this service, in `directory`. Nobody else
// can read it there, but the ACL that lets us read it looks like a mode that lets others in.
bool is_credential(const std::string& path, const std::string& directory);

}  // namespace ecsview::ecs

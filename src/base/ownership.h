// SPDX-License-Identifier: GPL-2.0-or-later
// Who else could have read or written a file that holds a secret. Pure; any thread.
#pragma once

#include <string>

namespace ecsview {

// What is wrong with a file of this owner and mode, for a process of user `self`: what follows the
// file's name in a sentence. Empty: nothing.
std::string concern_about(unsigned owner, unsigned mode, unsigned self);

// Whether the service manager keeps this file for this service, in `directory`. Nobody else can
// read it there, but the ACL that lets us read it looks like a mode that lets others in.
bool is_credential(const std::string& path, const std::string& directory);

}  // namespace ecsview

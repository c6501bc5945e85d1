// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/ownership.h"

#include <cstdio>

namespace ecsview {
namespace {

std::string octal(unsigned mode) {
    char text[8];
    std::snprintf(text, sizeof text, "%04o", mode & 07777u);
    return text;
}

}  // namespace

std::string concern_about(unsigned owner, unsigned mode, unsigned self) {
    if (owner != self && owner != 0)
        return "belongs to another user (" + std::to_string(owner) + ", mode " + octal(mode) +
               "), who can change it; make it your own";
    if ((mode & 077) != 0)
        return "is open to other users (mode " + octal(mode) + "); run chmod 600 on it";
    return {};
}

bool is_credential(const std::string& path, const std::string& directory) {
    return !directory.empty() && path.starts_with(directory + "/");
}

}  // namespace ecsview

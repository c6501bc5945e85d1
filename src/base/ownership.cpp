// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/ownership.h"

#include <cstdio>

#include "base/language.h"

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
        return tr("belongs to another user ({1}, mode {2}), who can change it; make it your own",
                  owner, octal(mode));
    if ((mode & 077) != 0)
        return tr("is open to other users (mode {1}); run chmod 600 on it", octal(mode));
    return {};
}

bool is_credential(const std::string& path, const std::string& directory) {
    return !directory.empty() && path.starts_with(directory + "/");
}

}  // namespace ecsview

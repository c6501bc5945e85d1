// SPDX-License-Identifier: GPL-2.0-or-later
#include "console_password.h"

#include "options/password.h"

namespace ecsview {

std::optional<Secret> password_of(const options::Target& target,
                                  const std::optional<std::string>& file, bool strict) {
    const auto* page = std::get_if<ecs::PageLink>(&target);
    const auto* vnc = std::get_if<options::VncTarget>(&target);
    const Secret* brought = page ? &page->password : vnc ? &vnc->password : nullptr;
    return options::vnc_password(file, strict, brought ? brought->copy() : Secret());
}

}  // namespace ecsview

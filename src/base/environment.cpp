// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/environment.h"

#include <stdlib.h>
#include <string.h>

namespace ecsview {

std::optional<std::string> environment(const char* name) {
    const char* value = getenv(name);
    if (value == nullptr || *value == '\0') return std::nullopt;
    return value;
}

std::optional<Secret> take_from_environment(const char* name) {
    char* value = getenv(name);
    if (value == nullptr) return std::nullopt;
    std::optional<Secret> secret;
    if (*value != '\0') secret.emplace(std::string(value));
    wipe(value, strlen(value));
    unsetenv(name);
    return secret;
}

}  // namespace ecsview

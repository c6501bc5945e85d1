// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/environment.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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

void hide_in_environment(const char* name) {
    char* value = getenv(name);
    if (value == nullptr) return;
    std::string copy(value);
    wipe(value, strlen(value));
    setenv(name, copy.c_str(), 1);
    wipe(copy);
}

void wipe_arguments_and_environment(int argc, char** argv) noexcept {
    for (int i = 0; i < argc; ++i) wipe(argv[i], strlen(argv[i]));
    for (char** variable = environ; variable && *variable; ++variable)
        wipe(*variable, strlen(*variable));
    static char* nothing[] = {nullptr};
    environ = nothing;
}

}  // namespace ecsview

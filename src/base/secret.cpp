// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/secret.h"

#include <string.h>

namespace ecsview {

void wipe(void* data, std::size_t size) noexcept {
    explicit_bzero(data, size);
}

void wipe(std::string& text) noexcept {
    // Up to the capacity: an earlier, longer value may still stand behind the terminator.
    text.resize(text.capacity());
    wipe(text.data(), text.size());
    text.clear();
}

}  // namespace ecsview

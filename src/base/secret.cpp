// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/secret.h"

#include <string.h>

namespace ecsview {
namespace {

// What was copied last stays in the processor's vector registers, and whoever stores those takes it
// along: the kernel with a signal, and the dynamic linker, on the stack, when a library calls
// another one for the first time. Copies of nothing take its place: memcpy(3) uses as many
// registers as a size needs, and which ones differs with it.
void wash_registers() noexcept {
    static constexpr std::size_t most = 1024;
    static void* (*const volatile copy)(void*, const void*, std::size_t) = memcpy;
    alignas(64) const char nothing[most]{};
    alignas(64) char there[most];
    for (std::size_t size = 16; size <= most; size *= 2) copy(there, nothing, size);
}

}  // namespace

void wipe(void* data, std::size_t size) noexcept {
    explicit_bzero(data, size);
}

void wipe(std::string& text) noexcept {
    const bool was_used = !text.empty() || text.capacity() > std::string().capacity();
    // Up to the capacity: an earlier, longer value may still stand behind the terminator.
    text.resize(text.capacity());
    wipe(text.data(), text.size());
    text.clear();
    if (was_used) wash_registers();
}

}  // namespace ecsview

// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/wiping.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include <algorithm>
#include <new>

#include "base/secret.h"

namespace ecsview {

void wiping_free(void* block) noexcept {
    if (block != nullptr) wipe(block, malloc_usable_size(block));
    free(block);
}

void* wiping_realloc(void* block, std::size_t size) noexcept {
    if (block == nullptr) return malloc(size);
    void* const moved = malloc(size);
    if (moved == nullptr) return nullptr;
    memcpy(moved, block, std::min(size, malloc_usable_size(block)));
    wiping_free(block);
    return moved;
}

}  // namespace ecsview

// A sanitizer has a heap of its own, which says who takes what it did not give.
#ifndef ECSVIEW_SANITIZE
// The library's own operator new takes from malloc(3). Also called by the C++ library itself, where
// most strings grow.
void operator delete(void* block) noexcept {
    ecsview::wiping_free(block);
}

void operator delete[](void* block) noexcept {
    ecsview::wiping_free(block);
}

void operator delete(void* block, std::size_t) noexcept {
    ecsview::wiping_free(block);
}

void operator delete[](void* block, std::size_t) noexcept {
    ecsview::wiping_free(block);
}

void operator delete(void* block, std::align_val_t) noexcept {
    ecsview::wiping_free(block);
}

void operator delete(void* block, std::size_t, std::align_val_t) noexcept {
    ecsview::wiping_free(block);
}
#endif

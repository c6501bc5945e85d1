// SPDX-License-Identifier: GPL-2.0-or-later
// The heap of what does not wipe what it frees, though secrets pass through it: libcurl, and each
// std::string that grows or is put together. For all C++ of the program it is there already. As
// free(3) and realloc(3), and blocks are those of malloc(3); any thread.
#pragma once

#include <cstddef>

namespace ecsview {

void wiping_free(void* block) noexcept;
// Never in place: what the old block held is wiped with it.
void* wiping_realloc(void* block, std::size_t size) noexcept;

}  // namespace ecsview

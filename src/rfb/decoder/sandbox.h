// SPDX-License-Identifier: GPL-2.0-or-later
// What a decoder process may still do: read and write the descriptors it was given, and use memory.
// Called once in the freshly forked child, before the first byte of the server is read. There is no
// way back: a forbidden system call kills the process.
#pragma once

#include <linux/filter.h>

#include <cstdint>
#include <initializer_list>
#include <vector>

namespace ecsview::rfb {

// Every descriptor but these is closed; no more than 8, those below zero do not count.
void close_other_descriptors(std::initializer_list<int> keep) noexcept;

// no_new_privs, resource limits, not dumpable, no capability, signals blocked, no file and no
// network by Landlock. What the machine does not have of it: screen::Wall.
unsigned raise_walls() noexcept;

// The last wall. Allocate and map before: afterwards mmap may not ask for executable memory. A
// sanitizer's build has none, nor has an emulator.
unsigned install_filter() noexcept;

// Pure: what install_filter() hands to the kernel, and the architecture that it is for.
std::vector<sock_filter> filter_program();
extern const std::uint32_t filtered_architecture;

// Nothing of the file system can be opened, made or changed any more, no port bound or connected,
// and no process outside be signalled, as far as this kernel's Landlock knows of it. False: it has
// none. Needs no_new_privs.
bool forbid_files() noexcept;

}  // namespace ecsview::rfb

// SPDX-License-Identifier: GPL-2.0-or-later
// What a decoder process may still do: read and write the descriptors it was given, and use memory.
// Called once in the freshly forked child, before the first byte of the server is read. There is no
// way back: a forbidden system call kills the process.
#pragma once

namespace ecsview::rfb {

enum class SandboxState {
    enforced,
    no_filter,  // sanitizer build, or a kernel (or emulator) without seccomp filters
};

// Every descriptor but these is closed; `keep` is sorted, no more than 8.
void close_other_descriptors(const int* keep, int count) noexcept;

// no_new_privs, resource limits, not dumpable, signals blocked, then the system call filter.
// Allocate and map before: afterwards mmap may not ask for executable memory.
SandboxState enter_sandbox() noexcept;

}  // namespace ecsview::rfb

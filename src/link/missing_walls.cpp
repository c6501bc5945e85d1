// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/missing_walls.h"

#include "base/log.h"
#include "screen/messages.h"

namespace ecsview::link {

void tell_missing_walls(unsigned missing) {
    if (missing & screen::wall_filter)
        log::warning("rfb", "the kernel has no system call filter for the decoder process");
    if (missing & screen::wall_layout)
        log::warning("rfb",
                     "this machine does not start the decoder as a program of its own; its memory "
                     "is laid out as ecsview's");
    // Older kernels have none, and the filter forbids the same.
    if (missing & screen::wall_landlock)
        log::info("rfb", "the kernel has no Landlock for the decoder process");
}

}  // namespace ecsview::link

// SPDX-License-Identifier: GPL-2.0-or-later
// The body of a decoder process: closes what it must not have, maps the picture, enters the
// sandbox, then runs one Session and reports why it ended. Called by the spawner in a fresh fork,
// and by main in a program that such a fork has started.
#pragma once

#include "rfb/decoder/handover.h"

namespace ecsview::rfb {

// In the fork. Starts the program anew; where that cannot be, the fork itself is the decoder.
[[noreturn]] void become_decoder(Handover handover, const OwnProgram& program) noexcept;

// In main, if started_as_decoder(), before anything else. Without a spawner, that is for a person,
// it says so and ends.
[[noreturn]] void run_started_decoder(int argc, char** argv) noexcept;

}  // namespace ecsview::rfb

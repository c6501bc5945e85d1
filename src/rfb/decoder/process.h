// SPDX-License-Identifier: GPL-2.0-or-later
// The body of a decoder process: closes what it must not have, maps the picture, enters the
// sandbox, then runs one Session and reports why it ended. Called by the spawner in a fresh fork.
#pragma once

#include "base/unique_fd.h"
#include "rfb/decoder/spawner.h"

namespace ecsview::rfb {

[[noreturn]] void run_decoder(const DecoderOrder& order, UniqueFd stream, UniqueFd messages,
                              UniqueFd memory) noexcept;

}  // namespace ecsview::rfb

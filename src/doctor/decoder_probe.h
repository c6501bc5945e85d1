// SPDX-License-Identifier: GPL-2.0-or-later
// Starts a decoder that has no server, and asks it which walls stand around it. It blocks for some
// seconds at the most. Of whoever has the decoders, before a connection has them.
#pragma once

#include "doctor/check.h"
#include "rfb/decoder/spawner.h"

namespace ecsview::doctor {

Check probe_decoder(rfb::Decoders& decoders);

}  // namespace ecsview::doctor

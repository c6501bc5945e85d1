// SPDX-License-Identifier: GPL-2.0-or-later
// What the decoder, that is libvncclient, says in the handshake with a server of RFB 3.8 that takes
// anybody in (security type None; RFC 6143, 7.1 to 7.3), byte for byte: known beforehand, so that
// main can say it before the decoder does (link/tunnel/foreword.h). An end-to-end test compares the
// two. Pure.
#pragma once

#include <cstddef>
#include <string>

#include "rfb/offer.h"

namespace ecsview::rfb {

// ProtocolVersion and the choice of None. Who has said this has seen that the server offers it.
constexpr std::size_t plain_choice_bytes = 13;

// These, ClientInit, SetPixelFormat and SetEncodings.
std::string plain_handshake(bool shared, const Offer& offer);

}  // namespace ecsview::rfb

// SPDX-License-Identifier: GPL-2.0-or-later
#include "screen/decoder_line.h"

#include <sys/socket.h>

#include "screen/messages.h"

namespace ecsview::screen {

void DecoderLine::acknowledge(std::uint32_t sequence) noexcept {
    acknowledged_ = sequence;  // before the decoder can answer it
    const auto bytes = encode(ToDecoder{Acknowledge{sequence}});
    // The queue is never full: one update is outstanding at a time. If it is closed, the decoder is
    // dead.
    send(fd(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
}

}  // namespace ecsview::screen

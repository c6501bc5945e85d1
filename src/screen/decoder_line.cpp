// SPDX-License-Identifier: GPL-2.0-or-later
#include "screen/decoder_line.h"

#include <sys/socket.h>

#include "screen/activity.h"
#include "screen/messages.h"

namespace ecsview::screen {

void DecoderLine::acknowledge(std::uint32_t sequence) noexcept {
    acknowledged_ = sequence;  // before the decoder can answer it
    const auto bytes = encode(ToDecoder{Acknowledge{sequence}});
    // The queue is never full: one update is outstanding at a time. If it is closed, the decoder is
    // dead.
    // One that is lost for another reason would leave it waiting: it ends, and the next one begins.
    if (send(fd(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT) < 0)
        shutdown(fd(), SHUT_RDWR);
}

std::uint32_t DecoderLine::activity() const noexcept {
    const auto word = picture_->activity();
    const bool waits = activity_of(word) == Activity::waiting;
    if (!waits || reported_ != acknowledged_) return word;
    return activity_word(word >> 2, Activity::working);
}

}  // namespace ecsview::screen

// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/keepalive.h"

namespace ecsview::link {
namespace {

// QEMU leaves out the release of a key that is not down, and so do X servers. Every layout has this
// one, so none complains of an unknown key, and nobody holds it down.
constexpr std::uint32_t scroll_lock = 0xff14;

}  // namespace

void Keepalive::live(TimePoint now, bool keep_awake) {
    pause_ = keep_awake ? awake_pause_ : idle_pause_;
    last_ = keep_awake ? now - pause_ : now;
}

void Keepalive::sent(const rfb::ClientMessage& message, TimePoint now) {
    if (message.kind == rfb::MessageKind::request) return;
    if (last_) last_ = now;
}

std::optional<Keepalive::TimePoint> Keepalive::next() const {
    if (!last_) return std::nullopt;
    return *last_ + pause_;
}

std::optional<rfb::ClientMessage> Keepalive::due(TimePoint now) {
    if (!last_ || now < *last_ + pause_) return std::nullopt;
    last_ = now;
    return rfb::key_event(false, scroll_lock);
}

}  // namespace ecsview::link

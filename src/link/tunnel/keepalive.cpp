// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/tunnel/keepalive.h"

#include <utility>

#include "base/earliest.h"

namespace ecsview::link {
namespace {

// QEMU leaves out the release of a key that is not down, and so do X servers. Every layout has this
// one, so none complains of an unknown key, and nobody holds it down.
constexpr std::uint32_t scroll_lock = 0xff14;

}  // namespace

rfb::ClientMessage awakener() {
    return rfb::key_event(false, scroll_lock);
}

void Keepalive::live(TimePoint now, bool keep_awake, IdleStep step) {
    step_ = step;
    keep_awake_ = keep_awake;
    pointer_takes(false);  // as long as nothing else is told
    input_ = idle_ = now;
    awake_ = now - awake_pause_;
    first_kept_.reset();
}

// What does not move a mouse of one kind would send one of the other into a corner.
void Keepalive::pointer_takes(bool steps) {
    if (std::exchange(steps_, steps) != steps) place_.reset();
}

void Keepalive::sent(const rfb::ClientMessage& message, TimePoint now) {
    using enum rfb::MessageKind;
    if (message.kind == request || message.kind == ordered || message.kind == text) return;
    if (const auto pointer = rfb::pointer_of(message)) place_ = pointer;
    if (steps_ && place_) place_->at = rfb::no_step;
    if (!input_) return;
    input_ = idle_ = awake_ = now;
    first_kept_.reset();
}

std::optional<Keepalive::TimePoint> Keepalive::next() const {
    if (!input_) return std::nullopt;
    Earliest next;
    next.add(idle_ + idle_pause_);
    if (keep_awake_) next.add(awake_ + awake_pause_);
    return next.at();
}

std::optional<rfb::ClientMessage> Keepalive::due(TimePoint now) {
    if (!input_ || now < *next()) return std::nullopt;
    const auto step = usable();
    awake_ = now;
    // What keeps a server awake is the first step, and counts as such.
    const bool is_idle = now >= idle_ + idle_pause_ || step == IdleStep::release;
    if (!is_idle) return message(IdleStep::release);
    kept(now);
    return message(step);
}

void Keepalive::kept(TimePoint now) {
    idle_ = now;
    if (first_kept_) return;
    first_kept_ = now;
    used_ = usable();
}

// The two events of a nudge are one message, so nothing comes between them and neither is merged
// with a motion. The left is taken: what the right edge is, is not known here.
rfb::ClientMessage Keepalive::message(IdleStep step) const {
    if (step == IdleStep::release) return awakener();
    const auto at = [&](screen::DesktopPoint point) {
        return rfb::pointer_event(place_->buttons, point, rfb::MessageKind::press);
    };
    auto back = at(place_->at);
    if (step == IdleStep::same_place) return back;
    const int aside = place_->at.x > 0 ? -1 : 1;
    auto nudge = at({place_->at.x + aside, place_->at.y});
    if (steps_) back = at({rfb::no_step.x - aside, rfb::no_step.y});
    nudge.bytes += back.bytes;
    return nudge;
}

// Proxies count from the last message that they took for input: the last input, or the first
// keepalive if only the first of a kind changes anything for them. They begin before the link is
// live, and look at their clocks now and then.
std::optional<IdleStep> Keepalive::failed(TimePoint now) const {
    if (!input_ || !first_kept_) return std::nullopt;
    const auto fits = [&](TimePoint since) {
        return now - since >= limit_ * 3 / 4 && now - since <= limit_ * 5 / 4;
    };
    if (!fits(*input_) && !fits(*first_kept_)) return std::nullopt;
    return used_;
}

}  // namespace ecsview::link

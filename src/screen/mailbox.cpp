// SPDX-License-Identifier: GPL-2.0-or-later
#include "screen/mailbox.h"

#include <utility>

namespace ecsview::screen {
namespace {

// Adds `newer` to what the consumer has not taken yet. A new size or another decoder makes the
// older damage meaningless.
void merge(std::optional<PictureUpdate>& pending, PictureUpdate newer) {
    const bool same = pending && pending->framebuffer == newer.framebuffer && !newer.resized;
    if (same) {
        Damage damage = pending->damage;
        damage.add(newer.damage);
        newer.damage = damage;
        newer.resized = pending->resized;
    }
    pending = std::move(newer);
}

// What renew() needs of an update that is taken. It needs no acknowledgement; once a picture was
// whole, it stays so.
PictureUpdate remembered(const std::optional<PictureUpdate>& before, const PictureUpdate& update) {
    PictureUpdate out;
    out.framebuffer = update.framebuffer;
    out.size = update.size;
    out.complete =
        update.complete || (before && before->framebuffer == out.framebuffer && before->complete);
    return out;
}

}  // namespace

void Mailbox::notify(std::unique_lock<std::mutex> lock) {
    const bool wake = !std::exchange(pending_, true);
    lock.unlock();
    if (wake) wake_();
}

void Mailbox::post(const ConsoleState& state) {
    std::unique_lock lock(mutex_);
    state_ = state;
    notify(std::move(lock));
}

void Mailbox::post(Machine machine) {
    std::unique_lock lock(mutex_);
    machine_ = std::move(machine);
    notify(std::move(lock));
}

void Mailbox::post(PictureUpdate update) {
    std::unique_lock lock(mutex_);
    merge(picture_, std::move(update));
    notify(std::move(lock));
}

Mailbox::Delivery Mailbox::take() {
    std::unique_lock lock(mutex_);
    pending_ = false;
    state_.machine = machine_;
    if (picture_) taken_ = remembered(taken_, *picture_);
    return {state_, std::exchange(picture_, std::nullopt)};
}

void Mailbox::renew() {
    std::unique_lock lock(mutex_);
    if (!taken_) return;
    PictureUpdate whole = *taken_;
    whole.resized = true;
    whole.damage.add({0, 0, whole.size.width, whole.size.height});
    if (!picture_) {
        picture_ = std::move(whole);
    } else if (picture_->framebuffer == whole.framebuffer) {
        whole.size = picture_->size;
        whole.damage.add({0, 0, whole.size.width, whole.size.height});
        picture_->resized = true;
        picture_->complete = picture_->complete || whole.complete;
        picture_->damage = whole.damage;
    }
}

// What is drawn of it is read later, as after any acknowledgement: what changes until then is told.
void Mailbox::let_finish() {
    std::unique_lock lock(mutex_);
    pending_ = false;
    if (!picture_ || picture_->complete) return;
    acknowledge(*picture_);
    picture_->decoder.reset();  // once
}

void Mailbox::acknowledge(const PictureUpdate& update) noexcept {
    if (update.decoder) update.decoder->acknowledge(update.sequence);
}

}  // namespace ecsview::screen

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
    return {state_, std::exchange(picture_, std::nullopt)};
}

void Mailbox::acknowledge(const PictureUpdate& update) noexcept {
    if (update.decoder) update.decoder->acknowledge(update.sequence);
}

}  // namespace ecsview::screen

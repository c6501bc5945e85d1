// SPDX-License-Identifier: GPL-2.0-or-later
#include "replay/player.h"

#include <utility>

namespace ecsview::replay {

Player::Player(Recording recording)
    : Feeder(std::move(recording)), timeline_(this->recording().marks()) {
    begin();
}

screen::PlaybackState Player::state() const {
    const std::lock_guard lock(mutex());
    return timeline_.state(Clock::now());
}

void Player::toggle_pause() {
    change([this] { timeline_.toggle_pause(Clock::now()); });
}

void Player::seek(std::chrono::milliseconds to) {
    change([&] { timeline_.seek(to, Clock::now()); });
}

void Player::set_speed(int times) {
    change([&] { timeline_.set_speed(times, Clock::now()); });
}

}  // namespace ecsview::replay

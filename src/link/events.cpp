// SPDX-License-Identifier: GPL-2.0-or-later
// The part of Connection that hears what happens in its attempt, and answers it.
#include <utility>

#include "base/language.h"
#include "link/connection.h"

namespace ecsview::link {

using screen::Phase;

void Connection::happened(AttemptEvent event) {
    std::visit([this](auto& what) { on(what); }, event);
}

void Connection::on(const Opened&) {
    if (told_host_) host_memory_.served(*told_host_);
    if (state_.phase != Phase::connecting) return;
    state_.phase = Phase::handshake;
    publish();
}

void Connection::on(const WentLive& event) {
    state_.phase = Phase::live;
    state_.headline.clear();
    state_.desktop_name = event.desktop_name;
    state_.since = Clock::now();
    const unsigned session = state_.clipboard.session + 1;
    state_.clipboard = {};
    state_.clipboard.session = session;
    publish();
}

void Connection::on(const Greeted& event) {
    const bool at_once = std::exchange(foresay_, Foresay::nothing) == Foresay::at_once;
    console_memory_.greeted(event.plain, event.keep_awake, at_once);
}

void Connection::on(screen::PictureUpdate& update) {
    if (update.complete && policy_.state() == Policy::State::attempting) came_back();
    if (update.complete) tally_.changed(Clock::now());
    if (update.complete && !std::exchange(state_.clipboard.settled, true)) publish();
    if (settings_.witness != nullptr) settings_.witness->saw(update);
    mailbox_.post(std::move(update));
}

void Connection::came_back() {
    if (state_.lost_since) log_return(policy_.had_picture());
    policy_.live(Clock::now());
    tally_.connected();
    state_.lost_since.reset();
    state_.loss.clear();
    state_.attempts = prompts_in_a_row_ = 0;
    state_.can_take_over = false;
    state_.prompt.reset();  // it came without the answer to an earlier one
    publish();
}

void Connection::on(CursorShape& shape) {
    state_.cursor = std::move(shape);
    publish();
}

void Connection::on(const screen::ServerClipboard& event) {
    const auto [session, settled] = std::pair(state_.clipboard.session, state_.clipboard.settled);
    state_.clipboard = event;
    state_.clipboard.session = session;
    state_.clipboard.settled = settled;
    publish();
}

void Connection::on(const screen::ExtendedKeys&) {
    state_.extended_keys = true;
    publish();
}

void Connection::on(const screen::ExtendedButtons&) {
    state_.extended_buttons = true;
    publish();
}

void Connection::on(const screen::Leds& event) {
    if (std::exchange(state_.leds, event.bits) != event.bits) publish();
}

void Connection::on(const screen::PointerType& event) {
    if (std::exchange(state_.pointer_steps, !event.absolute) == event.absolute) publish();
}

std::optional<Secret> Connection::password() {
    if (password_) return password_->copy();
    if (!settings_.can_prompt) return Secret();
    if (!state_.prompt) {
        const bool again = prompts_in_a_row_++ > 0;
        state_.prompt = screen::PasswordPrompt{
            prompts_in_a_row_,
            again ? tr("The password was refused.") : tr("This console has a VNC password."),
            ++prompts_};
        publish();
    }
    return std::nullopt;
}

bool Connection::woken(Attempt& attempt) {
    auto wishes = take_wishes();
    if (stopping()) return false;
    if (wishes.slept) tunnel_->suspect();
    hurried_ = hurries(wishes);
    if (use(wishes.answer)) {
        publish();
        if (cancelled_) return false;
        if (!hurried_ && attempt.wants_password()) attempt.give_password(*password_);
    }
    return !hurried_;
}

// False: there is no answer, or nothing is asked any more. It is kept, whoever asked: the attempt
// that did may be gone, and the next one is to have it.
bool Connection::use(std::optional<Answer>& answer) {
    if (!answer || !state_.prompt) return false;
    state_.prompt.reset();
    cancelled_ = !answer->password;
    password_ = std::move(answer->password);
    password_was_typed_ = true;
    return true;
}

}  // namespace ecsview::link

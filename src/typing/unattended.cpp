// SPDX-License-Identifier: GPL-2.0-or-later
#include "typing/unattended.h"

#include <poll.h>
#include <sys/eventfd.h>

#include <algorithm>

#include "base/count.h"
#include "base/needed.h"

namespace ecsview::typing {
namespace {

using namespace std::chrono;

Failure cannot_type(const Plan& plan, const Layout& layout) {
    return {ExitCode::usage,
            "Nothing was typed: the keyboard layout " + std::string(layout.name()) +
                " (--guest-layout) has no " + names_of(plan.missing) +
                "; --untypable leave-out types the rest, and with linux or windows such "
                "characters are typed by their numbers."};
}

}  // namespace

Unattended::Unattended(Order order) : order_(std::move(order)), event_(needed_event()) {}

void Unattended::wake() noexcept {
    eventfd_write(event_.get(), 1);
}

void Unattended::sleep(Clock::time_point until) {
    const auto left = ceil<milliseconds>(until - Clock::now()).count();
    pollfd wait{event_.get(), POLLIN, 0};
    poll(&wait, 1, static_cast<int>(std::clamp<std::int64_t>(left, 0, 60'000)));
    eventfd_t count;
    eventfd_read(event_.get(), &count);
}

std::string Unattended::so_far() const {
    if (!typist_ || !typist_->begun()) return "Nothing was typed.";
    return typed_words(*typist_);
}

Failure Unattended::ended(const Failure& why) const {
    return {why.code, why.sentence + " " + so_far(), why.advice};
}

// What cannot be typed is told before anything is sent.
std::optional<Failure> Unattended::begin(const screen::ConsoleState& state, const Send& send,
                                         const Say& say) {
    auto typed = plan(order_.text.reveal(), order_.layout, order_.missing, !state.extended_keys);
    if (!typed.missing.empty() && order_.missing == Missing::stop)
        return cannot_type(typed, order_.layout);
    if (!typed.missing.empty())
        say(counted(typed.left_out, "character") + " " +
            std::string(verb(typed.left_out, "is", "are")) + " left out: the keyboard layout " +
            std::string(order_.layout.name()) + " has no " + names_of(typed.missing) + ".");
    if (state.extended_keys)
        for (auto& message : without_caps_lock(state.leds)) send(std::move(message));
    typist_.emplace(std::move(typed), order_.way);
    typist_->prime(picture_.pixels().data(), picture_.size());
    return std::nullopt;
}

std::optional<Failure> Unattended::step(screen::Mailbox& mailbox, const Send& send,
                                        const Say& say) {
    const auto delivery = mailbox.take();
    if (delivery.picture) {
        picture_.take(*delivery.picture);
        if (typist_)
            typist_->look(delivery.picture->damage, picture_.pixels().data(), picture_.size(),
                          Clock::now());
    }
    if (delivery.state.ending) return ended(*delivery.state.ending);
    const bool live = delivery.state.phase == screen::Phase::live;
    if (picture_.whole() && live && !typist_) {
        session_ = delivery.state.clipboard.session;
        if (auto failure = begin(delivery.state, send, say)) return failure;
    }
    if (!typist_) return std::nullopt;
    // What was under way is lost with a session, and what the next one shows is no echo.
    if (!live || delivery.state.clipboard.session != session_)
        return ended({ExitCode::network,
                      "The connection was lost; look what has arrived, and type the rest."});
    for (auto& message : typist_->turn(Clock::now())) send(std::move(message));
    if (typist_->phase() != Typist::Phase::unseen) return std::nullopt;
    return ended({ExitCode::out_of_time,
                  "The screen does not show what is typed; if that is right, as for a password, "
                  "use --no-echo."});
}

std::optional<Failure> Unattended::run(screen::Mailbox& mailbox, const Send& send, const Say& say,
                                       Clock::time_point deadline, const std::stop_token& cancel) {
    const std::stop_callback cancelled(cancel, [this] { wake(); });
    while (!cancel.stop_requested()) {
        if (auto failure = step(mailbox, send, say)) return failure;
        if (typist_ && typist_->phase() == Typist::Phase::done) return std::nullopt;
        if (!typist_ && Clock::now() >= deadline)
            return ended({ExitCode::out_of_time,
                          "No whole picture came in time; check the console, or give more time "
                          "with --timeout."});
        sleep(typist_ ? typist_->due().value_or(deadline) : deadline);
    }
    return ended({ExitCode::done, "It was cancelled."});
}

}  // namespace ecsview::typing

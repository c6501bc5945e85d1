// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/connection.h"

#include <poll.h>
#include <sys/eventfd.h>

#include <utility>

#include "base/log.h"
#include "link/resolver.h"

namespace ecsview::link {
namespace {

using namespace std::chrono_literals;
using screen::Phase;

// Plain fixed delays; a policy with a budget takes their place.
constexpr auto retry_delay = 2s;
// Nothing gets better quickly after these, and the platform counts attempts.
constexpr auto slow_retry_delay = 30s;
constexpr int max_prompts = 3;
// One decoder that dies is replaced at once; a server that kills each of them is given up.
constexpr int max_decoder_failures = 3;

bool needs_a_person(ExitCode code) {
    return code == ExitCode::usage || code == ExitCode::credentials ||
           code == ExitCode::tls_identity || code == ExitCode::password;
}

}  // namespace

Connection::Connection(rfb::Spawner spawner, std::string trusted_roots, Ask ask,
                       ConnectionSettings settings, screen::Mailbox& mailbox)
    : spawner_(std::move(spawner)),
      ask_(std::move(ask)),
      settings_(std::move(settings)),
      mailbox_(mailbox),
      wake_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      tunnel_(std::move(trusted_roots)),
      password_(std::exchange(settings_.password, std::nullopt)),
      thread_([this] { run(); }) {}

Connection::~Connection() {
    thread_stop_.request_stop();
    eventfd_write(wake_.get(), 1);
    thread_.join();
}

// --- from the window -----------------------------------------------------------------------------

void Connection::answer_password(Secret password) {
    post_answer({std::move(password)});
}

void Connection::cancel_password() {
    post_answer({});
}

void Connection::post_answer(Answer answer) {
    {
        const std::lock_guard lock(mutex_);
        answer_ = std::move(answer);
    }
    eventfd_write(wake_.get(), 1);
}

std::optional<Connection::Answer> Connection::take_answer() {
    eventfd_t count;
    eventfd_read(wake_.get(), &count);
    const std::lock_guard lock(mutex_);
    return std::exchange(answer_, std::nullopt);
}

// --- the loop ------------------------------------------------------------------------------------

void Connection::run() {
    for (;;) {
        const Outcome outcome = attempt();
        if (stopping()) return;
        auto failure = give_up(outcome);
        if (!failure) {
            log::info("link", "the console is lost", {{"because", outcome.failure.sentence}});
            if (!wait(outcome.failure, delay_after(outcome))) return;
            failure = refusal_to_answer();
        }
        if (failure) return end(std::move(*failure));
    }
}

void Connection::end(Failure failure) {
    state_.ending = failure;
    state_.prompt.reset();
    enter(Phase::ended, failure.sentence);
}

std::optional<Failure> Connection::refusal_to_answer() const {
    if (!cancelled_) return std::nullopt;
    return Failure{ExitCode::password, "No VNC password was given, and the console asks for one."};
}

Outcome Connection::attempt() {
    const auto deadline = Clock::now() + settings_.attempt_limit;
    enter(Phase::asking, "Asking where the console is");
    auto destination = ask_(thread_stop_.get_token());
    if (!destination) return {OutcomeKind::lost, destination.failure()};
    enter(Phase::connecting, "Connecting to " + destination->display());
    auto addresses = resolve(destination->host, deadline, thread_stop_.get_token());
    if (!addresses) return {OutcomeKind::lost, addresses.failure()};
    Outcome outcome{OutcomeKind::unreachable, {}};
    for (const auto& address : *addresses) {
        outcome = attempt_at(*destination, address, deadline);
        if (outcome.kind != OutcomeKind::unreachable) break;
    }
    return outcome;
}

Outcome Connection::attempt_at(const Destination& destination, const std::string& address,
                               Clock::time_point deadline) {
    try {
        Attempt attempt({tunnel_, spawner_, *this, settings_.order});
        Outcome outcome = attempt.run(destination, address, deadline);
        state_.extended_keys = false;
        if (attempt.had_picture()) decoder_failures_ = 0;
        return outcome;
    } catch (const Error& error) {
        const bool hopeless = spawner_.gone();
        return {hopeless ? OutcomeKind::hopeless : OutcomeKind::decoder_failed, error.failure()};
    }
}

// The failure to end with, or nothing when another attempt is to be made.
std::optional<Failure> Connection::give_up(const Outcome& outcome) {
    if (auto refusal = refusal_to_answer()) return refusal;
    if (outcome.kind == OutcomeKind::hopeless) return outcome.failure;
    if (outcome.kind == OutcomeKind::password_refused) {
        password_.reset();
        const bool may_ask = settings_.can_prompt && password_was_typed_ && prompts_ < max_prompts;
        if (may_ask) return std::nullopt;
        return outcome.failure;
    }
    if (state_.prompt) return std::nullopt;  // the link went while a person types; go on after it
    if (outcome.kind == OutcomeKind::decoder_failed) return decoder_failed_again(outcome.failure);
    if (had_picture_ && settings_.reconnect) return std::nullopt;
    return outcome.failure;
}

std::optional<Failure> Connection::decoder_failed_again(const Failure& failure) {
    ++decoder_failures_;
    if (had_picture_ && settings_.reconnect) return std::nullopt;
    if (decoder_failures_ < max_decoder_failures) return std::nullopt;
    return failure;
}

Connection::Clock::duration Connection::delay_after(const Outcome& outcome) const {
    if (outcome.kind == OutcomeKind::password_refused || state_.prompt) return 0s;
    if (outcome.kind == OutcomeKind::decoder_failed) {
        // At once the first time; then it doubles, for a server may kill each decoder at once.
        if (decoder_failures_ <= 1) return 0s;
        return std::min<Clock::duration>(retry_delay * (1 << std::min(decoder_failures_ - 2, 4)),
                                         slow_retry_delay);
    }
    return needs_a_person(outcome.failure.code) ? slow_retry_delay : retry_delay;
}

// False: stop.
bool Connection::wait(const Failure& failure, Clock::duration delay) {
    if (state_.prompt) return wait_for_answer();
    if (delay <= 0s) return true;
    state_.next_attempt = Clock::now() + delay;
    enter(Phase::waiting, failure.sentence);
    while (!stopping()) {
        const auto left =
            std::chrono::ceil<std::chrono::milliseconds>(*state_.next_attempt - Clock::now());
        if (left <= 0ms) break;
        pollfd wake{wake_.get(), POLLIN, 0};
        if (poll(&wake, 1, static_cast<int>(left.count())) > 0) take_answer();
    }
    state_.next_attempt.reset();
    return !stopping();
}

// The link went while the prompt is open. The answer is used at the next attempt.
bool Connection::wait_for_answer() {
    while (!stopping()) {
        pollfd wake{wake_.get(), POLLIN, 0};
        if (poll(&wake, 1, -1) <= 0) continue;
        auto answer = take_answer();
        if (!answer) continue;
        use(std::move(*answer));
        return true;
    }
    return false;
}

void Connection::enter(Phase phase, std::string headline) {
    state_.phase = phase;
    state_.headline = std::move(headline);
    state_.since = Clock::now();
    publish();
}

// --- what an attempt asks ------------------------------------------------------------------------

void Connection::picture(screen::PictureUpdate update) {
    had_picture_ = had_picture_ || (update.complete && !update.damage.empty());
    mailbox_.post(std::move(update));
}

std::optional<Secret> Connection::password() {
    if (password_) return password_->copy();
    if (!settings_.can_prompt) return Secret();
    state_.prompt =
        screen::PasswordPrompt{++prompts_, prompts_ > 1 ? "The password was refused."
                                                        : "This console has a VNC password."};
    publish();
    return std::nullopt;
}

bool Connection::woken(Attempt& attempt) {
    auto answer = take_answer();
    if (stopping()) return false;
    if (!answer || !attempt.wants_password()) return true;
    use(std::move(*answer));
    if (cancelled_) return false;
    publish();
    attempt.give_password(*password_);
    return true;
}

void Connection::use(Answer answer) {
    state_.prompt.reset();
    cancelled_ = !answer.password;
    password_ = std::move(answer.password);
    password_was_typed_ = true;
}

}  // namespace ecsview::link

// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/connection.h"

#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>

#include <algorithm>
#include <utility>

#include "base/log.h"
#include "link/fault.h"
#include "link/tunnel/resolver.h"

namespace ecsview::link {
namespace {

using namespace std::chrono_literals;
using screen::Phase;

constexpr int max_prompts = 3;
// The keys that are let go at the end are to reach the server, if it still takes anything.
constexpr auto last_messages = 300ms;
// A wait for the budget that is shorter is nothing to tell a person.
constexpr auto worth_telling = 100ms;

UniqueFd either(int one, int other) {
    UniqueFd both(epoll_create1(EPOLL_CLOEXEC));
    for (const int fd : {one, other}) {
        epoll_event readable{};
        readable.events = EPOLLIN;
        epoll_ctl(both.get(), EPOLL_CTL_ADD, fd, &readable);
    }
    return both;
}

Failure grown_old(const Destination& destination) {
    return {ExitCode::network,
            "The console's address was too old before " + destination.display() +
                " could be reached; check the network and the name servers, they are slow."};
}

}  // namespace

Connection::Connection(Parts parts, Ask ask, ConnectionSettings settings, screen::Mailbox& mailbox)
    : decoders_(std::move(parts.decoders)),
      ask_(std::move(ask)),
      settings_(std::move(settings)),
      mailbox_(mailbox),
      wake_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      waker_(either(wake_.get(), sleep_.fd())),
      tunnel_(std::move(parts.tunnel)),
      policy_(settings_.limits, settings_.patience, settings_.take_over),
      ledger_(settings_.console, settings_.runtime_directory,
              Budget(settings_.limits.budget_window, settings_.limits.budget_attempts)),
      idle_memory_(settings_.runtime_directory),
      password_(std::exchange(settings_.password, std::nullopt)),
      thread_([this] { run(); }) {}

Connection::~Connection() {
    tunnel_->drain(last_messages);
    thread_stop_.request_stop();
    eventfd_write(wake_.get(), 1);
    thread_.join();
}

// --- from the window -----------------------------------------------------------------------------

template <class Change>
void Connection::wish(Change change) {
    {
        const std::lock_guard lock(mutex_);
        change(wishes_);
    }
    eventfd_write(wake_.get(), 1);
}

void Connection::answer_password(Secret password) {
    wish([&](Wishes& wishes) { wishes.answer = Answer{std::move(password)}; });
}

void Connection::cancel_password() {
    wish([](Wishes& wishes) { wishes.answer = Answer{}; });
}

void Connection::reconnect_now() {
    wish([](Wishes& wishes) { wishes.reconnect = true; });
}

void Connection::take_over() {
    wish([](Wishes& wishes) { wishes.take_over = true; });
}

void Connection::prove_alive() {
    if (Clock::now() < busy_until_.load()) return settings_.alive();
    wish([](Wishes& wishes) { wishes.alive = true; });
}

Connection::Wishes Connection::take_wishes() {
    eventfd_t count;
    eventfd_read(wake_.get(), &count);
    Wishes wishes;
    {
        const std::lock_guard lock(mutex_);
        wishes = std::exchange(wishes_, {});
    }
    if (wishes.alive) tunnel_->prove_alive();
    wishes.slept = sleep_.slept();
    return wishes;
}

bool Connection::hurries(const Wishes& wishes) {
    if (wishes.take_over) policy_.take_over();
    return wishes.take_over || wishes.reconnect;
}

// --- the loop ------------------------------------------------------------------------------------

void Connection::run() {
    do {
        auto failure = connect();
        if (!failure) return;
        end(*failure);
    } while (settings_.stays && await_restart());
}

// One attempt after the other; nothing: stop.
std::optional<Failure> Connection::connect() {
    for (;;) {
        if (!await_budget()) return std::nullopt;
        if (auto refusal = refusal_to_answer()) return refusal;
        policy_.begin(Clock::now());
        const Outcome outcome = attempt();
        busy_until_ = Clock::time_point{};
        if (stopping()) return std::nullopt;
        if (auto failure = after(outcome)) return failure;
        if (stopping()) return std::nullopt;
    }
}

// The failure is shown until a person wants it tried again. False: stop. What was typed is
// forgotten: it may be why there was an end.
bool Connection::await_restart() {
    for (bool wanted = false; !wanted;) {
        pollfd wake{waker_.get(), POLLIN, 0};
        if (poll(&wake, 1, -1) <= 0) continue;
        const auto wishes = take_wishes();
        if (stopping()) return false;
        wanted = hurries(wishes);
    }
    policy_.restart();
    if (std::exchange(password_was_typed_, false)) password_.reset();
    cancelled_ = hurried_ = false;
    prompts_in_a_row_ = 0;
    state_.ending.reset();
    state_.loss.clear();
    return true;
}

// The failure to end with; nothing: the time of the next attempt has come.
std::optional<Failure> Connection::after(const Outcome& outcome) {
    if (auto refusal = refusal_to_answer()) return refusal;
    if (policy_.state() == Policy::State::live && outcome.kind != OutcomeKind::stopped)
        idle_memory_.ended(host_, outcome.idle_cut);
    if (std::exchange(hurried_, false) || asks_again(outcome)) {
        policy_.again(Clock::now());
        return std::nullopt;
    }
    if (state_.prompt && outcome.kind != OutcomeKind::hopeless) return wait_for_answer();
    const auto next = policy_.lost(fault_of(outcome), Clock::now(), dice());
    if (!next) return outcome.failure;
    tell_loss(outcome);
    wait_until(*next);
    return std::nullopt;
}

// The link went while the prompt is open. Servers take a visit without an answer for a guess, so
// the next attempt waits for whoever types. Where nobody may be there it is made some time all the
// same, the prompt staying open: the server may want no password by then.
std::optional<Failure> Connection::wait_for_answer() {
    const auto next = policy_.lost({Cause::person, {}}, Clock::now(), dice());
    wait_until(next.value_or(Clock::time_point::max()));
    policy_.again(Clock::now());
    return refusal_to_answer();
}

// Whoever reads the log at its default level learns when the console went, why, and each other kind
// of reason why it stays away: a line a kind, for an outage may last for days.
void Connection::log_loss(const Failure& failure) {
    const bool news = told_.insert(failure.code).second;
    log::write(news ? log::Level::warning : log::Level::info, "link",
               policy_.had_picture() ? "the console is lost" : "there is no console yet",
               {{"because", failure.sentence}});
}

void Connection::log_return(bool again) {
    const auto away = std::chrono::round<std::chrono::seconds>(Clock::now() - *state_.lost_since);
    log::warning("link", again ? "the console is back" : "the console is there",
                 {{"after", std::to_string(away.count()) + " s"}});
    told_.clear();
}

void Connection::tell_loss(const Outcome& outcome) {
    log_loss(outcome.failure);
    if (!state_.lost_since) state_.lost_since = Clock::now();
    state_.loss = outcome.failure.sentence;
    state_.in_use = outcome.failure.code == ExitCode::in_use;
    state_.can_take_over = state_.in_use;
    state_.attempts = policy_.attempts();
    enter(Phase::waiting, outcome.failure.sentence);
}

void Connection::end(const Failure& failure) {
    state_.ending = failure;
    state_.prompt.reset();
    enter(Phase::ended, failure.sentence);
}

std::optional<Failure> Connection::refusal_to_answer() const {
    if (!cancelled_) return std::nullopt;
    return Failure{ExitCode::password, "No VNC password was given, and the console asks for one."};
}

// A wrong password that somebody typed may be typed again: at once, and after three times when the
// next attempt is made, if there is one.
bool Connection::asks_again(const Outcome& outcome) {
    if (outcome.kind != OutcomeKind::password_refused || !password_was_typed_) return false;
    password_.reset();
    if (prompts_in_a_row_ < max_prompts) return true;
    prompts_in_a_row_ = 0;
    return false;
}

// Whatever runs out, memory, threads or descriptors, may be there again at the next attempt.
Outcome Connection::attempt() {
    try {
        return ask_and_connect();
    } catch (const Error& error) {
        return {OutcomeKind::lost, error.failure()};
    } catch (const std::exception& error) {
        log::error("link", "an attempt could not be made", {{"because", error.what()}});
        return {OutcomeKind::lost,
                {ExitCode::network,
                 "There is no memory or no thread left to connect; close some programs."}};
    }
}

Outcome Connection::ask_and_connect() {
    const auto deadline = Clock::now() + settings_.attempt_limit;
    enter(Phase::asking, "Asking where the console is");
    busy_until_ = deadline + settings_.attempt_limit;  // the API may be asked twice
    auto destination = ask_(thread_stop_.get_token());
    if (!destination) return {OutcomeKind::lost, destination.failure()};
    // The ticket grows old while the machine sleeps, too.
    const auto asked = boot_time() - destination->age;
    enter(Phase::connecting, "Connecting to " + destination->display());
    auto addresses = look_up(*destination, deadline, thread_stop_.get_token());
    busy_until_ = Clock::time_point{};
    if (!addresses) return {OutcomeKind::lost, addresses.failure()};
    if (destination->expires && boot_time() - asked > settings_.limits.url_life)
        return {OutcomeKind::stale, grown_old(*destination)};
    destination->subprotocol = subprotocol_;
    Outcome outcome = attempt_at(*destination, *addresses, deadline);
    if (outcome.kind != OutcomeKind::bad_request || !subprotocol_) return outcome;
    // Some servers say so to every subprotocol that is offered. The platform counts this one, too.
    if (ledger_.take() > 0ms) return outcome;
    log::debug("link", "HTTP 400: once again without a subprotocol");
    destination->subprotocol = false;
    outcome = attempt_at(*destination, *addresses, deadline);
    const bool answered =
        outcome.kind != OutcomeKind::bad_request && outcome.kind != OutcomeKind::unreachable;
    subprotocol_ = !answered;
    return outcome;
}

Outcome Connection::attempt_at(const Destination& destination, Addresses addresses,
                               Clock::time_point deadline) {
    try {
        settings_.order.shared = !policy_.exclusive();
        host_ = destination.host;
        Attempt attempt({*tunnel_, *decoders_, *this, settings_.order, idle_memory_.step(host_)});
        Outcome outcome = attempt.run(destination, std::move(addresses), deadline);
        forget_server();
        return outcome;
    } catch (const Error& error) {
        const bool hopeless = decoders_->gone();
        return {hopeless ? OutcomeKind::hopeless : OutcomeKind::decoder_failed, error.failure()};
    }
}

// What one server agreed to, the next may not know of.
void Connection::forget_server() {
    state_.extended_keys = false;
    state_.leds.reset();
    state_.cursor.reset();
    state_.desktop_name.clear();
}

// --- waiting -------------------------------------------------------------------------------------

// False: stop. The window is told why only when that takes its time and there is no other reason.
bool Connection::await_budget() {
    for (;;) {
        const auto wait = ledger_.take();
        if (wait <= 0ms) return !stopping();
        if (wait >= worth_telling && state_.phase != Phase::waiting)
            enter(Phase::waiting,
                  "The platform allows few connections a minute, and they are used "
                  "up; waiting for the next.");
        if (!wait_until(Clock::now() + wait)) return false;
    }
}

// False: stop.
bool Connection::wait_until(Clock::time_point when) {
    if (state_.phase == Phase::waiting && when > Clock::now()) {
        state_.next_attempt = when;
        publish();
    }
    while (!stopping()) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(when - Clock::now());
        if (left <= 0ms) break;
        pollfd wake{waker_.get(), POLLIN, 0};
        if (poll(&wake, 1, static_cast<int>(std::min<std::int64_t>(left.count(), 1 << 30))) <= 0)
            continue;
        auto wishes = take_wishes();
        const bool answered = use(wishes.answer);
        if (answered) publish();
        if (hurries(wishes) || answered)
            when = policy_.hurry(Clock::now());
        else if (wishes.slept)
            when = std::min(when, policy_.woke(Clock::now(), dice()));
    }
    state_.next_attempt.reset();
    return !stopping();
}

void Connection::enter(Phase phase, std::string headline) {
    state_.phase = phase;
    state_.headline = std::move(headline);
    state_.since = Clock::now();
    publish();
}

// --- what an attempt asks ------------------------------------------------------------------------

void Connection::picture(screen::PictureUpdate update) {
    if (update.complete && policy_.state() == Policy::State::attempting) {
        if (state_.lost_since) log_return(policy_.had_picture());
        policy_.live(Clock::now());
        state_.lost_since.reset();
        state_.loss.clear();
        state_.attempts = prompts_in_a_row_ = 0;
        state_.in_use = state_.can_take_over = false;
        state_.prompt.reset();  // it came without the answer to an earlier one
        publish();
    }
    mailbox_.post(std::move(update));
}

std::optional<Secret> Connection::password() {
    if (password_) return password_->copy();
    if (!settings_.can_prompt) return Secret();
    if (!state_.prompt) {
        const bool again = prompts_in_a_row_++ > 0;
        state_.prompt = screen::PasswordPrompt{
            prompts_in_a_row_,
            again ? "The password was refused." : "This console has a VNC password.", ++prompts_};
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

// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/connection.h"

#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <time.h>

#include <algorithm>
#include <utility>

#include "base/language.h"
#include "base/log.h"
#include "base/needed.h"
#include "link/head_start.h"
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
// Why a machine that nobody attends shows no picture for an hour; behind what happened last.
constexpr auto too_many_decoders = tr_later(
    "{1} Too many picture decoders failed at this console within an hour: somebody may be trying "
    "to take one over.");
constexpr auto too_many_decoders_for_now = tr_later(
    "{1} Too many picture decoders failed at this console within an hour: somebody may be trying "
    "to take one over, so the next is not risked before the hour is over.");

UniqueFd either(int one, int other) {
    UniqueFd both = needed(epoll_create1(EPOLL_CLOEXEC));
    for (const int fd : {one, other}) {
        epoll_event readable{};
        readable.events = EPOLLIN;
        const bool watched = epoll_ctl(both.get(), EPOLL_CTL_ADD, fd, &readable) == 0;
        if (!watched && fd == one) needed(-1);  // of sleep one can do without
    }
    return both;
}

}  // namespace

Connection::Connection(Parts parts, Ask ask, ConnectionSettings settings, screen::Mailbox& mailbox)
    : decoders_(std::move(parts.decoders)),
      ask_(std::move(ask)),
      settings_(std::move(settings)),
      mailbox_(mailbox),
      wake_(needed_event()),
      waker_(either(wake_.get(), sleep_.fd())),
      tunnel_(std::move(parts.tunnel)),
      policy_(settings_.limits, settings_.patience, settings_.take_over),
      ledger_(settings_.console, settings_.runtime_directory,
              Budget(settings_.limits.budget_window, settings_.limits.budget_attempts)),
      idle_memory_(settings_.runtime_directory),
      console_memory_(settings_.console, settings_.runtime_directory),
      host_memory_(settings_.neighbourhood, settings_.runtime_directory),
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

screen::Meters Connection::meters() const {
    screen::Meters meters = tunnel_->meters();
    clockid_t clock{};
    timespec used{};
    const pid_t decoder = decoder_;
    if (decoder > 0 && clock_getcpuclockid(decoder, &clock) == 0 &&
        clock_gettime(clock, &used) == 0)
        meters.decoding =
            std::chrono::seconds(used.tv_sec) + std::chrono::nanoseconds(used.tv_nsec);
    return meters;
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
        const auto why = connect();
        if (!why) return;
        end(*why);
    } while (settings_.stays && await_restart());
}

// One attempt after the other; nothing: stop.
std::optional<Ending> Connection::connect() {
    for (;;) {
        if (!await_budget()) return std::nullopt;
        if (auto refusal = refusal_to_answer()) return refusal;
        policy_.begin(Clock::now());
        tally_.attempt();
        const End ended = attempt();
        busy_until_ = Clock::time_point{};
        if (stopping()) return std::nullopt;
        if (auto why = after(ended)) return why;
        if (stopping()) return std::nullopt;
    }
}

// The end is shown until a person wants it tried again. False: stop. What was typed is
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

// What to end with; nothing: the time of the next attempt has come.
Connection::End Connection::after(const End& end) {
    if (auto refusal = refusal_to_answer()) return refusal;
    if (end) tally_.ended(end->cause);
    if (policy_.state() == Policy::State::live && settings_.witness != nullptr)
        settings_.witness->lost();
    if (policy_.state() == Policy::State::live && end) idle_memory_.ended(host_, end->idle_cut);
    if (std::exchange(hurried_, false) || !end || asks_again(*end) || spoke_too_soon(*end)) {
        policy_.again(Clock::now());
        return std::nullopt;
    }
    const Again again = end->cause.again();
    if (state_.prompt && again != Again::never) return wait_for_answer();
    const auto next = policy_.lost({again, end->wait, end->cause.has(screen::causes::guess)},
                                   Clock::now(), dice());
    if (!policy_.out_of_guesses(Clock::now())) return lost(*end, next);
    Ending told = *end;
    told.sentence = tr(next ? too_many_decoders_for_now : too_many_decoders, end->sentence);
    return lost(told, next);
}

Connection::End Connection::lost(const Ending& end, std::optional<Clock::time_point> next) {
    if (!next) return end;
    tell_loss(end);
    wait_until(*next);
    return std::nullopt;
}

// The link went while the prompt is open. Servers take a visit without an answer for a guess, so
// the next attempt waits for whoever types. Where nobody may be there it is made some time all the
// same, the prompt staying open: the server may want no password by then.
Connection::End Connection::wait_for_answer() {
    const auto next = policy_.lost({Again::person}, Clock::now(), dice());
    wait_until(next.value_or(Clock::time_point::max()));
    policy_.again(Clock::now());
    return refusal_to_answer();
}

Connection::End Connection::refusal_to_answer() {
    if (!cancelled_) return std::nullopt;
    tally_.ended("password_unanswered");
    return ending("password_unanswered", {});
}

// A wrong password that somebody typed may be typed again: at once, and after three times when the
// next attempt is made, if there is one.
bool Connection::asks_again(const Ending& end) {
    if (end.cause != "password_refused" || !password_was_typed_) return false;
    password_.reset();
    if (prompts_in_a_row_ < max_prompts) return true;
    prompts_in_a_row_ = 0;
    return false;
}

// What was said for the decoder was not right: nobody has to know, and the next attempt is made as
// if nothing were known. There is none after it, since then nothing is said too soon.
bool Connection::spoke_too_soon(const Ending& end) {
    const bool too_soon = end.cause == "greeting_changed";
    const bool was_said = foresay_ == Foresay::at_once && state_.phase == Phase::handshake;
    const bool too_late = end.cause == "out_of_time" && was_said;
    if (too_soon || too_late) console_memory_.taken_amiss();
    return too_soon;
}

// Where a password may be wanted, each word waits for its turn.
Foresay Connection::foresay(const Destination& to) const {
    if (password_) return Foresay::nothing;
    return console_memory_.acquaintance().foresay(to.expires);
}

// Whatever runs out, memory, threads or descriptors, may be there again at the next attempt.
Connection::End Connection::attempt() {
    try {
        return ask_and_connect();
    } catch (const Error& error) {
        return ending(error.failure());
    } catch (const std::exception& error) {
        log::error("link", "an attempt could not be made", {{"because", error.what()}});
        return ending("no_memory", {});
    }
}

Connection::End Connection::ask_and_connect() {
    const auto deadline = Clock::now() + settings_.attempt_limit;
    enter(Phase::asking, tr("Asking where the console is"));
    busy_until_ = deadline + settings_.attempt_limit;  // the API may be asked twice
    const auto& host = host_memory_.last();
    const bool begin = subprotocol_ && host && settings_.may_begin_at(*host);
    HeadStart head_start(*tunnel_, begin ? host : std::nullopt, deadline);
    auto destination = ask_(thread_stop_.get_token());
    if (!destination) return ending(destination.failure());
    // The ticket grows old while the machine sleeps, too.
    const auto asked = boot_time() - destination->age;
    enter(Phase::connecting, tr("Connecting to {1}", destination->display()));
    auto addresses = addresses_of(*destination, head_start, deadline);
    busy_until_ = Clock::time_point{};
    if (!addresses) return addresses.failure();
    if (destination->expires && boot_time() - asked > settings_.limits.url_life)
        return ending("url_old", {.where = destination->display()});
    destination->subprotocol = subprotocol_;
    End end = attempt_at(*destination, *addresses, deadline);
    if (!end || end->cause != "http_400" || !subprotocol_) return end;
    // Some servers say so to every subprotocol that is offered. The platform counts this one, too.
    if (ledger_.take() > 0ms) return end;
    log::debug("link", "HTTP 400: once again without a subprotocol");
    destination->subprotocol = false;
    end = attempt_at(*destination, *addresses, deadline);
    subprotocol_ = end && end->cause.has(screen::causes::no_way);
    return end;
}

Result<Addresses, Ending> Connection::addresses_of(const Destination& destination,
                                                   HeadStart& head_start,
                                                   Clock::time_point deadline) {
    if (auto known = head_start.addresses_of(destination, thread_stop_.get_token()))
        return std::move(*known);
    return look_up(destination, deadline, thread_stop_.get_token());
}

Connection::End Connection::attempt_at(const Destination& destination, Addresses addresses,
                                       Clock::time_point deadline) {
    try {
        settings_.order.shared = !policy_.exclusive();
        host_ = destination.host;
        told_host_.reset();
        if (destination.expires && destination.tls) told_host_ = {host_, destination.port};
        foresay_ = foresay(destination);
        Attempt attempt({*tunnel_, *decoders_, *this, settings_.order, idle_memory_.step(host_),
                         foresay_, console_memory_.acquaintance().keep_awake()});
        decoder_ = attempt.decoder();
        End end = attempt.run(destination, std::move(addresses), deadline);
        decoder_ = 0;
        forget_server();
        return end;
    } catch (const Error& error) {
        const Cause cause = decoders_->gone() ? Cause("no_spawner") : Cause("decoder_unmade");
        return Ending{cause, error.failure().sentence};
    }
}

// What one server agreed to, the next may not know of.
void Connection::forget_server() {
    state_.extended_keys = false;
    state_.extended_buttons = false;
    state_.leds.reset();
    state_.pointer_steps = false;
    state_.cursor.reset();
    state_.desktop_name.clear();
}

// --- waiting -------------------------------------------------------------------------------------

// False: stop. The window is told why only when that takes its time and there is no other reason.
bool Connection::await_budget() {
    for (;;) {
        auto wait = settings_.turn();
        if (wait <= 0ms) wait = ledger_.take();
        if (wait <= 0ms) return !stopping();
        if (wait >= worth_telling && state_.phase != Phase::waiting)
            enter(Phase::waiting, tr("The platform allows few connections a minute, and they are "
                                     "used up; waiting for the next."));
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

}  // namespace ecsview::link

// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/attempt.h"

#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <array>
#include <cerrno>
#include <utility>

#include "base/log.h"
#include "link/stop_cause.h"

namespace ecsview::link {
namespace {

using namespace std::chrono_literals;

// After the link has closed, the decoder still reads what came: a refusal's reason, a last picture.
constexpr auto last_words = 2s;
// How long the spawner may take to say how a decoder ended.
constexpr auto exit_notice = 500ms;

struct Pair {
    UniqueFd ours, theirs;
};

Pair socket_pair(int type) {
    int ends[2];
    if (socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, ends) != 0)
        throw Error(ExitCode::decoder, "No sockets for the decoder; close some programs.");
    return {UniqueFd(ends[0]), UniqueFd(ends[1])};
}

int poll_timeout(std::optional<Attempt::Clock::time_point> deadline) {
    if (!deadline) return -1;
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(*deadline - Attempt::Clock::now());
    return static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, 1'000'000));
}

std::string words_of(int status) {
    if (WIFSIGNALED(status)) return std::string("signal ") + strsignal(WTERMSIG(status));
    return "exit status " + std::to_string(WEXITSTATUS(status));
}

OutcomeKind kind_of(TunnelEnd end) {
    switch (end) {
        case TunnelEnd::unreachable: return OutcomeKind::unreachable;
        case TunnelEnd::bad_request: return OutcomeKind::bad_request;
        case TunnelEnd::silent: return OutcomeKind::silent;
        case TunnelEnd::stuck: return OutcomeKind::decoder_failed;
        case TunnelEnd::broken: return OutcomeKind::hopeless;
        default: return OutcomeKind::lost;
    }
}

}  // namespace

Attempt::Attempt(Parts parts)
    : parts_(parts), framebuffer_(std::make_shared<const screen::Framebuffer>()) {
    Pair stream = socket_pair(SOCK_STREAM);
    Pair messages = socket_pair(SOCK_SEQPACKET);
    decoder_ = parts_.decoders.spawn(parts_.order, stream.theirs.get(), messages.theirs.get(),
                                     framebuffer_->fd());
    if (decoder_ == 0)
        throw Error(ExitCode::decoder, "No process for the decoder; close some programs.");
    stream_ = std::move(stream.ours);
    messages_ = std::make_shared<const UniqueFd>(std::move(messages.ours));
}

Attempt::~Attempt() {
    parts_.tunnel.close();
    parts_.decoders.kill_decoder();
}

Outcome Attempt::run(const Destination& destination, Addresses addresses,
                     Clock::time_point deadline) {
    where_ = destination.display();
    of_platform_ = destination.expires;
    deadline_ = deadline;
    link_ = parts_.tunnel.open(destination, std::move(addresses), std::move(stream_), framebuffer_,
                               parts_.order.offer);
    for (;;)
        if (auto outcome = wait_and_serve()) return std::move(*outcome);
}

std::optional<Outcome> Attempt::wait_and_serve() {
    std::array<pollfd, 4> waits{{{messages_->get(), POLLIN, 0},
                                 {parts_.tunnel.event_fd(), POLLIN, 0},
                                 {parts_.listener.wake_fd(), POLLIN, 0},
                                 {parts_.decoders.fd(), POLLIN, 0}}};
    const auto deadline = next_deadline();
    const int ready = poll(waits.data(), waits.size(), poll_timeout(deadline));
    if (ready < 0 && errno != EINTR) return Outcome{OutcomeKind::decoder_failed, {}};
    // Also while messages come: they may never end.
    if (ready == 0 || (deadline && Clock::now() >= *deadline))
        if (auto outcome = out_of_time()) return outcome;
    if (waits[3].revents) note_exits();
    if (parts_.decoders.gone()) return spawner_gone();
    if (waits[2].revents && !parts_.listener.woken(*this))
        return Outcome{OutcomeKind::stopped, {ExitCode::done, ""}};
    if (waits[0].revents)
        if (auto outcome = serve_messages()) return outcome;
    if (waits[1].revents) return serve_tunnel();
    return std::nullopt;
}

std::optional<Attempt::Clock::time_point> Attempt::next_deadline() const {
    if (last_words_by_) return last_words_by_;
    if (had_picture_ || asked_since_) return std::nullopt;
    return deadline_;
}

std::optional<Outcome> Attempt::out_of_time() {
    if (closed_) return closed_;
    if (Clock::now() < deadline_) return std::nullopt;
    return Outcome{OutcomeKind::lost,
                   {ExitCode::out_of_time, "No picture came from " + where_ +
                                               " in time; check the network, or give more time "
                                               "with --timeout."}};
}

// --- the tunnel ----------------------------------------------------------------------------------

std::optional<Outcome> Attempt::serve_tunnel() {
    TunnelStatus status = parts_.tunnel.status();
    // The end of the last link may be told while this one begins.
    if (status.link != link_ && status.end != TunnelEnd::broken) return std::nullopt;
    if (status.phase == TunnelPhase::open &&
        parts_.listener.state().phase == screen::Phase::connecting) {
        parts_.listener.state().phase = screen::Phase::handshake;
        parts_.listener.publish();
    }
    if (status.phase != TunnelPhase::closed || closed_) return std::nullopt;
    closed_ = status.end == TunnelEnd::misused
                  ? broke_the_rules()
                  : Outcome{kind_of(status.end), std::move(*status.failure), status.idle_cut};
    knows_why_ = status.end == TunnelEnd::reset || status.end == TunnelEnd::blamed;
    // A decoder that waits for a password reads nothing more, whatever came.
    if (closed_->kind != OutcomeKind::lost || asked_since_) return closed_;
    last_words_by_ = Clock::now() + last_words;
    return std::nullopt;
}

// --- the decoder ---------------------------------------------------------------------------------

std::optional<Outcome> Attempt::serve_messages() {
    std::array<std::byte, screen::max_message_bytes> buffer;
    const auto size = recv(messages_->get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
    // ECONNRESET: it went without having read all acknowledgements; its own words come after this.
    if (size < 0 && (errno == EAGAIN || errno == EINTR || errno == ECONNRESET)) return std::nullopt;
    if (size <= 0) return decoder_ended();
    const auto message =
        screen::parse_from_decoder({buffer.data(), static_cast<std::size_t>(size)}, size_);
    if (!message) return broke_the_rules();
    return std::visit([this](const auto& known) { return on(known); }, *message);
}

void Attempt::note_exits() {
    while (const auto exit = parts_.decoders.take_exit()) {
        log::debug("link", "a decoder ended", {{"with", words_of(exit->status)}});
        if (exit->pid == decoder_) how_it_ended_ = words_of(exit->status);
    }
}

Outcome Attempt::decoder_ended() {
    pollfd wait{parts_.decoders.fd(), POLLIN, 0};
    while (how_it_ended_.empty() && !parts_.decoders.gone() &&
           poll(&wait, 1, static_cast<int>(exit_notice / 1ms)) > 0)
        note_exits();
    if (parts_.decoders.gone()) return spawner_gone();
    const std::string how = how_it_ended_.empty() ? "no reason known" : how_it_ended_;
    log::warning("link", "the decoder process ended by itself", {{"with", how}});
    return {OutcomeKind::decoder_failed,
            {ExitCode::decoder, "The picture decoder failed (" + how +
                                    "); if this goes on, report what the server is."}};
}

Outcome Attempt::spawner_gone() {
    return {OutcomeKind::hopeless,
            {ExitCode::decoder,
             "The process that starts picture decoders was ended from outside; start ecsview "
             "again."}};
}

Outcome Attempt::broke_the_rules() {
    log::error("link", "the decoder process sent what it may not; it is killed");
    return {OutcomeKind::decoder_failed,
            {ExitCode::decoder,
             "The picture decoder broke its rules and was stopped; do not trust this server."}};
}

// Each report has the next number, and none comes before the last was acknowledged.
bool Attempt::in_sequence(std::uint32_t sequence) {
    return sequence == ++sequence_;
}

void Attempt::acknowledge(std::uint32_t sequence) {
    screen::PictureUpdate update;
    update.sequence = sequence;
    update.decoder = messages_;
    screen::Mailbox::acknowledge(update);
}

screen::PictureUpdate Attempt::picture_update(std::uint32_t sequence) const {
    screen::PictureUpdate update;
    update.framebuffer = framebuffer_;
    update.size = size_;
    update.sequence = sequence;
    update.decoder = messages_;
    return update;
}

std::optional<Outcome> Attempt::on(const screen::Ready& message) {
    if (std::exchange(ready_, true)) return broke_the_rules();
    parts_.tunnel.go_live(of_platform_ || message.name.starts_with("QEMU"), parts_.idle_step);
    auto& state = parts_.listener.state();
    state.phase = screen::Phase::live;
    state.headline.clear();
    state.desktop_name = log::printable(message.name);
    state.since = Clock::now();
    parts_.listener.publish();
    return std::nullopt;
}

std::optional<Outcome> Attempt::on(const screen::NeedPassword&) {
    if (ready_ || std::exchange(asked_, true)) return broke_the_rules();
    if (const auto password = parts_.listener.password())
        give_password(*password);
    else
        asked_since_ = Clock::now();
    return std::nullopt;
}

void Attempt::give_password(const Secret& password) {
    if (asked_since_) deadline_ += Clock::now() - *asked_since_;
    asked_since_.reset();
    auto bytes = screen::encode(screen::ToDecoder{screen::Password{password.copy()}});
    ::send(messages_->get(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    wipe(bytes.data(), bytes.size());
}

std::optional<Outcome> Attempt::on(const screen::Resized& message) {
    if (!in_sequence(message.sequence) || message.generation != ++generation_)
        return broke_the_rules();
    size_ = message.size;
    drawn_ = false;
    parts_.tunnel.tell(SizeTold{size_});
    auto update = picture_update(message.sequence);
    update.resized = true;
    parts_.listener.picture(std::move(update));
    return std::nullopt;
}

std::optional<Outcome> Attempt::on(const screen::Damaged& message) {
    if (!in_sequence(message.sequence) || message.generation != generation_)
        return broke_the_rules();
    // A slow update is told in parts, and its end may then bring no pixels of its own; a first
    // update may have none at all.
    drawn_ = drawn_ || !message.damage.empty();
    const bool whole = message.complete && drawn_;
    had_picture_ = had_picture_ || whole;
    if (message.complete) parts_.tunnel.tell(UpdateTold{.pixels = true});
    auto update = picture_update(message.sequence);
    update.damage = message.damage;
    update.complete = whole;
    parts_.listener.picture(std::move(update));
    return std::nullopt;
}

std::optional<Outcome> Attempt::on(const screen::CursorChanged& message) {
    if (!in_sequence(message.sequence)) return broke_the_rules();
    auto shape = std::make_shared<screen::CursorShape>();
    shape->width = message.width;
    shape->height = message.height;
    shape->hot_x = message.hot_x;
    shape->hot_y = message.hot_y;
    const auto* pixels = framebuffer_->cursor();
    shape->pixels.assign(pixels, pixels + std::ptrdiff_t{message.width} * message.height);
    acknowledge(message.sequence);
    parts_.tunnel.tell(message);
    parts_.listener.state().cursor = std::move(shape);
    parts_.listener.publish();
    return std::nullopt;
}

std::optional<Outcome> Attempt::on(const screen::ExtendedKeys&) {
    parts_.listener.state().extended_keys = true;
    parts_.listener.publish();
    return std::nullopt;
}

std::optional<Outcome> Attempt::on(const screen::Leds& message) {
    auto& leds = parts_.listener.state().leds;
    if (std::exchange(leds, message.bits) != message.bits) parts_.listener.publish();
    return std::nullopt;
}

std::optional<Outcome> Attempt::on(const screen::Answered& message) {
    parts_.tunnel.tell(UpdateTold{.other = message.alone, .answered = message.count > 0});
    return std::nullopt;
}

// Nothing of the kind can come before the handshake is over.
std::optional<Outcome> Attempt::on(const screen::Fenced& message) {
    if (!ready_) return broke_the_rules();
    parts_.tunnel.tell(message);
    return std::nullopt;
}

std::optional<Outcome> Attempt::on(const screen::ContinuousEnded& message) {
    if (!ready_) return broke_the_rules();
    parts_.tunnel.tell(message);
    return std::nullopt;
}

std::optional<Outcome> Attempt::on(const screen::Unconfined&) {
    if (!std::exchange(unconfined_, true))
        log::warning("rfb", "the kernel has no system call filter for the decoder process");
    return std::nullopt;
}

std::optional<Outcome> Attempt::on(const screen::LogLine& message) {
    log::debug("rfb", message.text);
    return std::nullopt;
}

std::optional<Outcome> Attempt::on(const screen::Stopped& message) {
    const bool at_init = message.cause == screen::StopCause::closed_at_init;
    if (message.cause == screen::StopCause::closed_by_peer || at_init) {
        // The tunnel knows why, and said so before the decoder could see the end.
        if (!closed_) serve_tunnel();
        // A server that has another client hangs up in order; force is the network's, and a proxy
        // that tells what is wrong knows it.
        if (closed_ && (!at_init || knows_why_)) return closed_;
    }
    const auto kind = message.cause == screen::StopCause::password_refused
                          ? OutcomeKind::password_refused
                          : OutcomeKind::lost;
    return Outcome{kind, failure_of(message, where_)};
}

}  // namespace ecsview::link

// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/attempt.h"

#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include "base/language.h"
#include "base/log.h"
#include "link/missing_walls.h"
#include "rfb/handshake.h"

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
        throw Error(ending("decoder_unmade", {.words = tr("sockets")}).failure());
    return {UniqueFd(ends[0]), UniqueFd(ends[1])};
}

int poll_timeout(std::optional<Attempt::Clock::time_point> deadline) {
    if (!deadline) return -1;
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(*deadline - Attempt::Clock::now());
    return static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, 1'000'000));
}

// How it ended, for the log.
std::string logged(const std::optional<int>& status) {
    if (!status) return "no reason known";
    if (WIFSIGNALED(*status)) return std::string("signal ") + strsignal(WTERMSIG(*status));
    return "exit status " + std::to_string(WEXITSTATUS(*status));
}

// The same for a person.
std::string told(const std::optional<int>& status) {
    if (!status) return tr("no reason known");
    if (WIFSIGNALED(*status)) return tr("signal {1}", strsignal(WTERMSIG(*status)));
    return tr("exit status {1}", WEXITSTATUS(*status));
}

// Of the server, in its own words, behind what it did.
std::string quoted(const std::string& reason) {
    return reason.empty() ? std::string() : tr(" (\"{1}\")", log::printable(reason));
}

Ending broke_the_rules() {
    log::error("link", "the decoder process sent what it may not; it is killed");
    return ending("decoder_lied", {});
}

}  // namespace

Attempt::Attempt(Parts parts)
    : parts_(parts),
      framebuffer_(std::make_shared<const screen::Framebuffer>()),
      phase_(Handshake{.asked = false}) {
    Pair stream = socket_pair(SOCK_STREAM);
    Pair messages = socket_pair(SOCK_SEQPACKET);
    decoder_ = parts_.decoders.spawn(parts_.order, stream.theirs.get(), messages.theirs.get(),
                                     framebuffer_->fd());
    if (decoder_ == 0) throw Error(ending("decoder_unmade", {.words = tr("process")}).failure());
    stream_ = std::move(stream.ours);
    messages_ = std::make_shared<screen::DecoderLine>(std::move(messages.ours), framebuffer_);
}

Attempt::~Attempt() {
    parts_.tunnel.close();
    parts_.decoders.kill_decoder();
}

std::optional<Ending> Attempt::run(const Destination& destination, Addresses addresses,
                                   Clock::time_point deadline) {
    where_ = destination.display();
    of_platform_ = destination.expires;
    keep_awake_ = of_platform_ || parts_.keep_awake;
    deadline_ = deadline;
    link_ = parts_.tunnel.open(destination, std::move(addresses), std::move(stream_), messages_,
                               parts_.order.offer, foreword());
    End end;
    while (wait_and_serve(end)) {
    }
    return end;
}

// False: it is over, and `end` says why, or we wanted it.
bool Attempt::wait_and_serve(End& end) {
    std::array<pollfd, 4> waits{{{messages_->fd(), POLLIN, 0},
                                 {parts_.tunnel.event_fd(), POLLIN, 0},
                                 {parts_.listener.wake_fd(), POLLIN, 0},
                                 {parts_.decoders.fd(), POLLIN, 0}}};
    const auto deadline = next_deadline();
    const int ready = poll(waits.data(), waits.size(), poll_timeout(deadline));
    if (ready < 0 && errno != EINTR) end = ending("decoder_gave_up", {});
    // Also while messages come: they may never end.
    else if (ready == 0 || (deadline && Clock::now() >= *deadline))
        end = out_of_time();
    if (end) return false;
    if (waits[3].revents) note_exits();
    if (parts_.decoders.gone()) return end = ending("no_spawner", {}), false;
    if (waits[2].revents && !parts_.listener.woken(*this)) return false;
    if (waits[0].revents) end = serve_messages();
    if (!end && waits[1].revents) end = serve_tunnel();
    return !end;
}

std::optional<Attempt::Clock::time_point> Attempt::next_deadline() const {
    if (const auto* last = std::get_if<LastWords>(&phase_)) return last->by;
    if (picture_.whole || wants_password()) return std::nullopt;
    return deadline_;
}

Attempt::End Attempt::out_of_time() const {
    if (const auto* last = std::get_if<LastWords>(&phase_)) return last->why;
    if (Clock::now() < deadline_) return std::nullopt;
    return ending("out_of_time", {.where = where_});
}

bool Attempt::was_asked() const {
    const auto* handshake = std::get_if<Handshake>(&phase_);
    return handshake && handshake->asked;
}

// The handshake is over, whatever became of the link since.
bool Attempt::is_live() const {
    const auto* last = std::get_if<LastWords>(&phase_);
    return last ? last->live : std::holds_alternative<Live>(phase_);
}

// The first request is for whatever size the screen has: servers cut it.
Foreword Attempt::foreword() const {
    constexpr int most = 0xffff;
    std::string then = rfb::framebuffer_update_request(false, {0, 0, most, most}).bytes;
    if (keep_awake_) then += awakener().bytes;
    return {parts_.foresay, rfb::plain_handshake(parts_.order.shared, parts_.order.offer),
            rfb::plain_choice_bytes, std::move(then)};
}

// --- the tunnel ----------------------------------------------------------------------------------

Attempt::End Attempt::serve_tunnel() {
    const TunnelStatus status = parts_.tunnel.status();
    // The end of the last link may be told while this one begins.
    const bool every = status.ending && status.ending->cause == "no_pump";
    if (status.link != link_ && !every) return std::nullopt;
    if (status.phase == TunnelPhase::open) parts_.listener.happened(Opened{});
    if (status.phase == TunnelPhase::live)
        parts_.listener.happened(Greeted{status.plain, keep_awake_});
    if (!status.ending || std::holds_alternative<LastWords>(phase_)) return std::nullopt;
    if (status.ending->cause == "decoder_lied") return broke_the_rules();
    // A decoder that waits for a password reads nothing more, whatever came.
    if (!status.ending->cause.has(screen::causes::by_peer) || wants_password())
        return status.ending;
    phase_ = LastWords{*status.ending, Clock::now() + last_words, was_asked(), is_live()};
    return std::nullopt;
}

// --- the decoder ---------------------------------------------------------------------------------

Attempt::End Attempt::serve_messages() {
    std::array<std::byte, screen::max_message_bytes> buffer;
    const auto size = recv(messages_->fd(), buffer.data(), buffer.size(), MSG_DONTWAIT);
    // ECONNRESET: it went without having read all acknowledgements; its own words come after this.
    if (size < 0 && (errno == EAGAIN || errno == EINTR || errno == ECONNRESET)) return std::nullopt;
    if (size <= 0) return decoder_ended();
    const auto message =
        screen::parse_from_decoder({buffer.data(), static_cast<std::size_t>(size)}, picture_.size);
    if (!message) return broke_the_rules();
    return std::visit([this](const auto& known) { return on(known); }, *message);
}

void Attempt::note_exits() {
    while (const auto exit = parts_.decoders.take_exit()) {
        log::debug("link", "a decoder ended", {{"with", logged(exit->status)}});
        if (exit->pid == decoder_) how_it_ended_ = exit->status;
    }
}

Ending Attempt::decoder_ended() {
    pollfd wait{parts_.decoders.fd(), POLLIN, 0};
    while (!how_it_ended_ && !parts_.decoders.gone() &&
           poll(&wait, 1, static_cast<int>(exit_notice / 1ms)) > 0)
        note_exits();
    if (parts_.decoders.gone()) return ending("no_spawner", {});
    log::warning("link", "the decoder process ended by itself", {{"with", logged(how_it_ended_)}});
    return ending("decoder_died", {.words = told(how_it_ended_)});
}

screen::PictureUpdate Attempt::picture_update() const {
    screen::PictureUpdate update;
    update.framebuffer = framebuffer_;
    update.size = picture_.size;
    update.sequence = picture_.sequence;
    update.decoder = messages_;
    return update;
}

Attempt::End Attempt::on(const screen::Ready& message) {
    if (is_live() || wants_password()) return broke_the_rules();
    // What it was the last time was for the beginning: another server may be there now.
    keep_awake_ = of_platform_ || message.name.starts_with("QEMU");
    parts_.tunnel.go_live(keep_awake_, parts_.idle_step);
    if (auto* last = std::get_if<LastWords>(&phase_))
        last->live = true;
    else
        phase_ = Live{};
    parts_.listener.happened(WentLive{log::printable(message.name)});
    return std::nullopt;
}

Attempt::End Attempt::on(const screen::NeedPassword&) {
    // Nobody is asked for a password because of what was said too early.
    if (parts_.foresay == Foresay::at_once) return ending("greeting_changed", {.where = where_});
    auto* last = std::get_if<LastWords>(&phase_);
    if (is_live() || wants_password() || (last ? std::exchange(last->asked, true) : was_asked()))
        return broke_the_rules();
    const auto password = parts_.listener.password();
    if (password) say_password(*password);
    if (last) return password ? std::nullopt : End(last->why);
    if (password)
        phase_ = Handshake{.asked = true};
    else
        phase_ = Asking{Clock::now()};
    return std::nullopt;
}

void Attempt::give_password(const Secret& password) {
    deadline_ += Clock::now() - std::get<Asking>(phase_).since;
    phase_ = Handshake{.asked = true};
    say_password(password);
}

void Attempt::say_password(const Secret& password) const {
    auto bytes = screen::encode(screen::ToDecoder{screen::Password{password.copy()}});
    ::send(messages_->fd(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    wipe(bytes.data(), bytes.size());
}

// Each has the next number, and the decoder has waited until the last was copied.
bool Attempt::next_report(std::uint32_t sequence) {
    const bool right =
        messages_->acknowledged() == picture_.sequence && sequence == ++picture_.sequence;
    if (right) messages_->reported(sequence);
    return right;
}

Attempt::End Attempt::on(const screen::Resized& message) {
    if (!next_report(message.sequence) || message.generation != ++picture_.generation)
        return broke_the_rules();
    picture_.size = message.size;
    picture_.drawn = false;
    parts_.tunnel.tell(SizeTold{message.size});
    auto update = picture_update();
    update.resized = true;
    parts_.listener.happened(std::move(update));
    return std::nullopt;
}

Attempt::End Attempt::on(const screen::Damaged& message) {
    if (!next_report(message.sequence) || message.generation != picture_.generation)
        return broke_the_rules();
    // A slow update is told in parts, and its end may then bring no pixels of its own; a first
    // update may have none at all.
    picture_.drawn = picture_.drawn || !message.damage.empty();
    const bool whole = message.complete && picture_.drawn;
    picture_.whole = picture_.whole || whole;
    if (message.complete) parts_.tunnel.tell(UpdateTold{.pixels = true});
    auto update = picture_update();
    update.damage = message.damage;
    update.complete = whole;
    parts_.listener.happened(std::move(update));
    return std::nullopt;
}

Attempt::End Attempt::on(const screen::CursorChanged& message) {
    if (!next_report(message.sequence)) return broke_the_rules();
    auto shape = std::make_shared<screen::CursorShape>();
    shape->width = message.width;
    shape->height = message.height;
    shape->hot_x = message.hot_x;
    shape->hot_y = message.hot_y;
    const auto* pixels = framebuffer_->cursor();
    shape->pixels.assign(pixels, pixels + std::ptrdiff_t{message.width} * message.height);
    screen::Mailbox::acknowledge(picture_update());
    parts_.tunnel.tell(message);
    parts_.listener.happened(CursorShape(std::move(shape)));
    return std::nullopt;
}

Attempt::End Attempt::on(const screen::PointerType& message) {
    parts_.tunnel.tell(message);
    parts_.listener.happened(message);
    return std::nullopt;
}

Attempt::End Attempt::on(const screen::Answered& message) {
    if (messages_->acknowledged() != picture_.sequence) return broke_the_rules();
    parts_.tunnel.tell(UpdateTold{.other = message.alone, .answered = message.count > 0});
    return std::nullopt;
}

// Nothing of the kind can come before the handshake is over.
Attempt::End Attempt::on(const screen::Fenced& message) {
    if (!is_live() || messages_->acknowledged() != picture_.sequence) return broke_the_rules();
    parts_.tunnel.tell(message);
    return std::nullopt;
}

Attempt::End Attempt::tell_while_live(Told message) {
    if (!is_live()) return broke_the_rules();
    parts_.tunnel.tell(std::move(message));
    return std::nullopt;
}

// Said before anything else, and once: later it would be the server's doing.
Attempt::End Attempt::on(const screen::Unconfined& message) {
    if (is_live() || std::exchange(unconfined_, true)) return broke_the_rules();
    tell_missing_walls(message.missing);
    return std::nullopt;
}

Attempt::End Attempt::on(const screen::LogLine& message) {
    log::debug("rfb", message.text);
    return std::nullopt;
}

Attempt::End Attempt::clipboard_changed() {
    parts_.listener.happened(clipboard_);
    return std::nullopt;
}

Attempt::End Attempt::on(const screen::ClipboardOffered& message) {
    if (!may_have_a_clipboard()) return broke_the_rules();
    clipboard_.actions = message.actions;
    clipboard_.most = message.most;
    return clipboard_changed();
}

Attempt::End Attempt::on(const screen::ClipboardSignalled& message) {
    if (!may_have_a_clipboard()) return broke_the_rules();
    if (message.action == screen::clipboard_notify) ++clipboard_.notices;
    if (message.action == screen::clipboard_request) ++clipboard_.requests;
    if (message.action == screen::clipboard_peek) ++clipboard_.peeks;
    return clipboard_changed();
}

Attempt::End Attempt::on(const screen::ClipboardText& message) {
    const std::size_t room = screen::max_clipboard_bytes - text_.size();
    if (!may_have_a_clipboard() || message.part.size() > room) return broke_the_rules();
    text_ += message.part;
    if (!message.last) return std::nullopt;
    ++clipboard_.texts;
    clipboard_.text = std::make_shared<const std::string>(std::exchange(text_, {}));
    return clipboard_changed();
}

Attempt::End Attempt::on(const screen::ClipboardLeftOut&) {
    if (!may_have_a_clipboard()) return broke_the_rules();
    log::info("rfb", "a clipboard of the server was too large and is left out");
    ++clipboard_.left_out;
    return clipboard_changed();
}

Attempt::End Attempt::on(const screen::Stopped& message) {
    if (parts_.foresay == Foresay::at_once && !is_live())
        return ending("greeting_changed", {.where = where_});
    const bool hung_up = message.cause == "in_use";  // in place of ServerInit
    if (message.cause == "closed" || hung_up) {
        // The tunnel knows why, and said so before the decoder could see the end.
        if (auto end = serve_tunnel()) return end;
        // A server that has another client hangs up in order; force is the network's, and a proxy
        // that tells what is wrong knows it.
        const auto* last = std::get_if<LastWords>(&phase_);
        if (last && (!hung_up || last->why.cause.has(screen::causes::certain))) return last->why;
    }
    return ending(message.cause, {.where = where_, .words = quoted(message.reason)});
}

}  // namespace ecsview::link

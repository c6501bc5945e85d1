// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/pacing/pacing.h"

#include <algorithm>
#include <utility>

#include "base/earliest.h"

namespace ecsview::link {
namespace {

using namespace std::chrono_literals;

// With less than that to the server a request after each update is there before QEMU looks at its
// screen the next time, 30 ms after the last; more of them would only cost.
constexpr auto near = 12ms;
// A change that begins so soon after its request arrived was waiting for it, or nearly: three looks
// of QEMU at its screen, or one and the time it takes to encode what it saw.
constexpr auto soon = 90ms;
// The screen rests: the server was asked over so long a time, and had nothing.
constexpr auto rest = 100ms;
// A question that is not answered for so long, while nothing else comes either, never will be.
constexpr auto patience = 3s;
// The same near the server, where pictures go on without an answer: one may wait behind a first
// picture on a thin line, but not for so long.
constexpr auto long_patience = 20s;
// The guest's cursor, which comes with each list that has its encodings, is asked for this often.
constexpr auto cursor_pause = 500ms;
constexpr int dear_after = 3;

// The registry's Fence: what a client has to keep of the flags, and the question.
constexpr std::uint32_t fence_known = 7, fence_block_before = 1, fence_request = 1u << 31;

}  // namespace

// --- what happened -------------------------------------------------------------------------------

void Pacing::resized(screen::DesktopSize size) {
    size_ = size;
    quality_.resized();
    whole_due_ = true;
    enabled_ = false;
}

void Pacing::live(bool asked) {
    live_ = true;
    if (!asked) return;
    whole_due_ = false;
    asked_ = true;
}

void Pacing::received(std::size_t bytes, TimePoint now) {
    compression_.received(bytes, now);
    quality_.received(bytes, now);
    if (compression_.wide()) quality_.widened();
    if (!bytes_after_it_) bytes_after_it_ = now;
}

// Whether the picture that has come began soon after its request was there: after the answer to the
// question beside it, or even before that.
bool Pacing::followed_soon() const {
    if (window_.out() > 0) return true;
    return last_answer_ && (!bytes_after_it_ || *bytes_after_it_ - *last_answer_ < soon);
}

void Pacing::updated(bool pixels, TimePoint now) {
    heard_ = now;
    quality_.updated();
    if (!pixels) bytes_after_it_.reset();
    // QEMU's answers and lights come in updates of their own, for which it needs no request.
    if (!pixels && asking_ == Question::encodings && window_.base()) return;
    asked_ = false;
    if (!pixels) return;
    if (pixel_ != Pixel::none) {
        pixel_ = Pixel::came;
        return bytes_after_it_.reset();
    }
    if (bytes_after_it_) window_.picture(now - *bytes_after_it_);
    still_from_.reset();
    if (far() && followed_soon()) open_ = true;
}

void Pacing::answered(TimePoint now) {
    heard_ = now;
    // The answer to the handshake's own list: who answered that may answer others.
    if (!std::exchange(usable(Question::encodings), true)) return;
    answer_came(Question::encodings, now);
    count_cursors();
}

void Pacing::ponged(TimePoint now) {
    answer_came(Question::ping, now);
}

void Pacing::fenced(std::uint32_t flags, std::string_view data, TimePoint now) {
    heard_ = now;
    if (!(flags & fence_request)) return answer_came(Question::fence, now);
    usable(Question::fence) = true;
    if (!std::exchange(offer_.alpha_cursor, true)) alpha_due_ = true;
    replies_.push_back(rfb::fence(flags & fence_known, data));
}

void Pacing::continuous_ended() {
    continuous_ = true;
}

void Pacing::input(TimePoint now) {
    quality_.input(now);
    if (!far()) return;
    open_ = true;
    still_from_.reset();
}

void Pacing::answer_came(Question question, TimePoint now) {
    if (question != asking_) return;
    const auto asked = window_.answered(now);
    if (!asked) return;
    last_answer_ = now;
    bytes_after_it_.reset();
    if (!still_from_)
        still_from_ = asked;
    else if (*asked - *still_from_ >= rest)
        open_ = false;
}

void Pacing::count_cursors() {
    dear_answers_ = cursors_ > 0 ? dear_answers_ + 1 : 0;
    cursors_ = 0;
    dear_ = dear_ || dear_answers_ >= dear_after;
}

// --- what to do ----------------------------------------------------------------------------------

Question Pacing::question() const {
    for (const auto kind : {Question::fence, Question::encodings, Question::ping})
        if (usable_[static_cast<std::size_t>(kind)] && !given_up_[static_cast<std::size_t>(kind)])
            return kind;
    return Question::none;
}

bool Pacing::far() const {
    return question() != Question::none && question() == asking_ && window_.base() >= near;
}

rfb::ClientMessage Pacing::request(bool incremental) const {
    return rfb::framebuffer_update_request(incremental, {0, 0, size_.width, size_.height});
}

Pacing::Turn Pacing::due(TimePoint now, bool waits) {
    Turn turn;
    if (!live_ || size_.width == 0) return turn;
    turn.messages = std::exchange(replies_, {});
    if (std::exchange(whole_due_, false)) start(turn);
    const auto lossy = quality_.due(now, waits);
    // A list that is answered goes with a request, and its answer counts.
    if (list_is_due() && question() != Question::encodings) turn.messages.push_back(list(now));
    if (lossy) mend(turn, *lossy, now);
    if (continuous_ && !std::exchange(enabled_, true))
        turn.messages.push_back(
            rfb::enable_continuous_updates(true, {0, 0, size_.width, size_.height}));
    if (continuous_) return turn;
    if (!far()) {
        if (!asked_) follow(turn, now);
    } else if ((wants_pair() || (lean_ && !open_)) && window_.room(now)) {
        const bool of_the_guest = !spared();
        ask(turn, of_the_guest || list_is_due(), now);
    }
    if (const auto dead = dead_at(); dead && now >= *dead) {
        if (waits)
            heard_ = now;
        else
            give_up_question(), ask(turn, false, now);
    }
    return turn;
}

std::optional<Pacing::TimePoint> Pacing::next(TimePoint now) const {
    if (!live_ || size_.width == 0) return std::nullopt;
    Earliest next;
    next.add(next_request(now));
    next.add(quality_.next());
    return next.at();
}

std::optional<Pacing::TimePoint> Pacing::next_request(TimePoint now) const {
    if (continuous_) return std::nullopt;
    if (!far()) return asked_ ? dead_at() : now;
    const bool wants = wants_pair() || lean_;
    if (wants && !window_.full()) return std::max(now, window_.next_room());
    return dead_at();
}

// Nothing: no answer is waited for that could keep a request from going out.
std::optional<Pacing::TimePoint> Pacing::dead_at() const {
    const auto oldest = window_.oldest();
    if (!oldest || asked_ || !far()) return std::nullopt;
    return std::max(*oldest, heard_) + patience + 4 * window_.round_trip();
}

// The whole screen, at the start and in a new size.
void Pacing::start(Turn& turn) {
    turn.messages.push_back(request(false));
    asked_ = true;
}

// One request for the update that has come; what is not known of the line is asked beside it.
void Pacing::follow(Turn& turn, TimePoint now) {
    const auto oldest = window_.oldest();
    if (oldest && now - *oldest >= long_patience) give_up_question();
    const bool of_the_guest = !spared();
    const bool due = list_is_due() || (of_the_guest && window_.base_is_old(now));
    ask(turn, window_.out() == 0 && due, now);
}

// A part of the picture anew, without loss: the list that says so goes before it. What comes of it
// is no change of the guest's.
void Pacing::mend(Turn& turn, const screen::DesktopRect& part, TimePoint now) {
    rfb::ClientMessage message{rfb::MessageKind::ordered, {}};
    if (list_is_due()) add_question(turn, message, now);
    message.bytes += rfb::framebuffer_update_request(false, part).bytes;
    turn.messages.push_back(std::move(message));
    pixel_ = Pixel::asked;
}

// While the screen rests nothing is asked of the line: the guest's next change is soon enough.
bool Pacing::spared() {
    const bool only_ours = pixel_ == Pixel::came;
    if (only_ours) pixel_ = Pixel::none;
    return only_ours;
}

void Pacing::ask(Turn& turn, bool with_question, TimePoint now) {
    asked_ = true;
    rfb::ClientMessage pair = request(true);
    if (with_question) add_question(turn, pair, now);
    turn.messages.push_back(std::move(pair));
}

void Pacing::add_question(Turn& turn, rfb::ClientMessage& pair, TimePoint now) {
    const auto kind = question();
    if (kind == Question::none) return;
    if (kind != asking_) window_ = Window();
    asking_ = kind;
    if (kind == Question::fence)
        pair.bytes += rfb::fence(fence_request | fence_block_before, {}).bytes;
    if (kind == Question::encodings) pair.bytes += list(now).bytes;
    turn.ping = kind == Question::ping;
    pair.kind = rfb::MessageKind::ordered;
    window_.sent(now);
}

// Without the cursor while it is dear and much changes, but now and then; whole when it rests.
rfb::ClientMessage Pacing::list(TimePoint now) {
    lean_ = dear_ && open_ && now - whole_list_ < cursor_pause;
    if (!lean_) whole_list_ = now;
    packing_ = wanted_packing();
    alpha_due_ = false;
    return rfb::set_encodings(offer_, !lean_, packing_);
}

void Pacing::give_up_question() {
    given_up_[static_cast<std::size_t>(asking_)] = true;
    asking_ = Question::none;
    window_ = Window();
    open_ = false;
}

}  // namespace ecsview::link

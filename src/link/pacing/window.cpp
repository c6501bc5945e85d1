// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/pacing/window.h"

#include <algorithm>

namespace ecsview::link {
namespace {

using namespace std::chrono_literals;

// Pairs that wait in a queue when the window is right: fewer leave a thin link idle between two
// pictures, more only make the picture older.
constexpr double queue = 0.45;
// What an answer may take longer for other reasons: a line that jitters, a server that draws.
constexpr auto slack = 4ms;
// How far a round goes to where the last one says it should be: answers are a round trip old.
constexpr double step = 0.6;
// By how much it opens in a round at the start, and when so many rounds saw no queue at all.
constexpr double first_opening = 2, opening = 1.25;
constexpr int clear_rounds = 3;
// So many pairs more in a queue than there should be, and a round is too long to wait; at the
// start, when the window doubles, fewer.
constexpr double flood = 3, first_flood = 0.6;
// A download that fills the link's buffer must not leave us one change a round trip.
constexpr double least = 2;
// Where a picture takes as long as that to come through, less is enough; never less than this.
constexpr double least_of_large = 1.1;
// What waits of them is so much of the line's time at most.
constexpr auto patience_of_large = 15ms;
// Pictures are large where fewer than these come in the time of an answer.
constexpr double few = 2.5;
// Pairs are kept apart, so that a window that has opened does not go out at once.
constexpr double evenness = 0.95;
// A window that lets one go every `closest` and some more, for a line that jitters.
constexpr double spare = 3;
// The base is seen again when an answer comes as close to it as this.
constexpr auto base_margin = 2ms;

}  // namespace

void Window::picture(Duration took) {
    picture_ = picture_ == Duration{} ? took : picture_ + (took - picture_) / 4;
}

bool Window::large() const {
    return base_ && picture_ != Duration{} && pictures_in(*base_) < few;
}

// What keeps the line busy: as many pictures as come in the time of an answer.
double Window::smallest() const {
    if (!large()) return least;
    return std::clamp(pictures_in(*base_ + patience_of_large), least_of_large, least);
}

// How many pairs should wait.
double Window::wanted() const {
    return large() ? std::min(queue, pictures_in(patience_of_large)) : queue;
}

double Window::largest() const {
    if (!base_) return least;
    double pairs = std::min(static_cast<double>(*base_ / closest) + spare, double{most});
    // Twice what came lately: more cannot be known to come through.
    if (large()) pairs = std::min(pairs, 2 * (pictures_in(*base_) + 1));
    return pairs;
}

double Window::limit() const {
    return probe_rounds_ > 0 ? std::max(1.0, size_ / 2) : size_;
}

std::optional<Window::TimePoint> Window::oldest() const {
    if (out_.empty()) return std::nullopt;
    return out_.front();
}

void Window::sent(TimePoint now) {
    out_.push_back(now);
    const auto even = std::chrono::duration_cast<Duration>(evenness * round_trip_ / limit());
    next_ = now + std::max<Duration>(closest, even);
}

std::optional<Window::TimePoint> Window::answered(TimePoint now) {
    if (out_.empty()) return std::nullopt;
    const TimePoint asked = out_.front();
    out_.pop_front();
    note(now - asked, now);
    if (asked >= round_began_)
        end_round(now);
    else if (asked >= cut_ && queued(round_trip_) > wanted() + (starting_ ? first_flood : flood))
        cut(now);
    return asked;
}

void Window::note(Duration round_trip, TimePoint now) {
    round_trip_ = round_trip;
    round_fastest_ = std::min(round_fastest_.value_or(round_trip), round_trip);
    if (!base_ || round_trip < *base_ + base_margin) base_seen_ = now;
    base_ = std::min(base_.value_or(round_trip), round_trip);
}

// The share of a round trip that is no queue.
double Window::clear(Duration round_trip) const {
    const Duration clear = *base_ + slack;
    return round_trip <= clear ? 1 : std::chrono::duration<double>(clear) / round_trip;
}

// What is asked from now on tells whether it was enough.
void Window::cut(TimePoint now) {
    cut_ = round_began_ = now;
    round_fastest_.reset();
    starting_ = false;
    resize(size_ * clear(round_trip_) + wanted());
}

// Judged by the fastest answer of a round: one that a lost segment held back says nothing.
void Window::end_round(TimePoint now) {
    const Duration fastest = *round_fastest_;
    round_began_ = now;
    round_fastest_.reset();
    if (probe_rounds_ > 0) {
        if (--probe_rounds_ == 0) base_ = fastest, base_seen_ = now;
        return;
    }
    adjust(fastest);
    // One round to drain what waits of ours, one to look.
    if (base_is_old(now)) probe_rounds_ = 2;
}

void Window::adjust(Duration fastest) {
    const double waiting = queued(fastest);
    starting_ = starting_ && waiting < wanted();
    clear_ = waiting > 0 ? 0 : clear_ + 1;
    if (starting_)
        resize(size_ * first_opening);
    else if (clear_ > clear_rounds)
        resize(size_ * opening);
    else
        resize(size_ + step * (wanted() - waiting));
}

void Window::resize(double size) {
    size_ = std::clamp(size, smallest(), std::max(smallest(), largest()));
}

}  // namespace ecsview::link

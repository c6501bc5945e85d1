// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/pacing/quality.h"

#include <algorithm>

#include "rfb/offer.h"

namespace ecsview::link {
namespace {

using namespace std::chrono_literals;
using screen::DesktopRect;

// Bytes no farther apart are one stretch. Segments on 1 Mbit/s are 12 ms apart, QEMU's looks at its
// screen 30 and a busy Xvnc's pictures 17. What is shorter may be a picture that is packed slowly.
constexpr auto stream_gap = 15ms;
constexpr auto least_stream = 250ms;
// One picture on a line on which they are farther apart; a round trip of TCP's slow start is more.
constexpr auto picture_gap = 60ms;
constexpr auto least_picture = 1s;
constexpr std::size_t least_bytes = 24'000;

// Bytes a second: a photo of 1280x800 without loss takes 2 MB, by JPEG a tenth.
constexpr double thin_rate = 1e6, coarse_rate = 0.1e6, fine_rate = 0.2e6;

// So long after the last JPEG the picture rests. Xvnc begins to mend after 0.1 s.
constexpr auto rest_after = 600ms;
// A piece that has not come by then will not.
constexpr auto patience = 10s;
// After so many pieces in a row that brought nothing the server does not do it.
constexpr int most_fruitless = 5;
// What a piece takes of the line's time, if it cannot be packed.
constexpr double piece_seconds = 0.4;
constexpr int least_rows = 16;

}  // namespace

// --- the line ------------------------------------------------------------------------------------

void Quality::Stretch::add(std::size_t more, TimePoint now, Duration gap) {
    if (!running || now - last > gap)
        *this = {.began = now, .running = true};
    else
        bytes += more;
    last = now;
}

bool Quality::Stretch::tells(Duration least) const {
    return !spoiled && last - began >= least && bytes >= least_bytes;
}

double Quality::Stretch::rate() const {
    return static_cast<double>(bytes) / std::chrono::duration<double>(last - began).count();
}

void Quality::received(std::size_t bytes, TimePoint now) {
    stream_.add(bytes, now, stream_gap);
    picture_.add(bytes, now, picture_gap);
    since_asked_ += bytes;
    judge(stream_, least_stream);
    judge(picture_, least_picture);
}

void Quality::held() {
    stream_.spoiled = picture_.spoiled = true;
}

void Quality::judge(Stretch& stretch, Duration least) {
    if (!stretch.tells(least)) return;
    rate_ = stretch.rate();
    if (rate_ < coarse_rate)
        level_ = rfb::coarse_quality;
    else if (rate_ < thin_rate && (!level_ || rate_ > fine_rate))
        level_ = rfb::fine_quality;
    stretch.began = stretch.last;
    stretch.bytes = 0;
}

std::optional<int> Quality::level() const {
    return may_lose_ && !mending_ ? level_ : std::nullopt;
}

// --- the picture ---------------------------------------------------------------------------------

void Quality::lossy(const DesktopRect& area, bool came, TimePoint now) {
    const bool theirs = !asked_ || since_asked_ > asked_->most_bytes;
    if (came && asked_) ++fruitless_;
    if (!came) fruitless_ = 0;
    asked_.reset();
    area_ = area;
    if (came || theirs || area.empty()) rest_from(now);
}

void Quality::resized() {
    area_ = {};
    asked_.reset();
    mending_ = false;
}

void Quality::input(TimePoint now) {
    if (mending_) rest_from(now);
}

void Quality::rest_from(TimePoint now) {
    changed_ = now;
    mending_ = false;
}

Quality::Duration Quality::rest() const {
    return rest_after * (1 << std::min(fruitless_, most_fruitless));
}

bool Quality::hopeless() const {
    return area_.empty() || fruitless_ >= most_fruitless;
}

std::optional<DesktopRect> Quality::due(TimePoint now, bool waits) {
    if (hopeless()) return std::nullopt;
    if (asked_) {
        if (waits) asked_->asked = now;
        if (now - asked_->asked < patience) return std::nullopt;
        ++fruitless_;
        asked_.reset();
        rest_from(now);
    }
    if (!mending_ && now - changed_ < rest()) return std::nullopt;
    mending_ = true;
    const DesktopRect part = piece();
    asked_ = Piece{now, most_bytes_of(part)};
    since_asked_ = 0;
    return part;
}

std::optional<Quality::TimePoint> Quality::next() const {
    if (hopeless()) return std::nullopt;
    if (asked_) return asked_->asked + patience;
    return mending_ ? changed_ : changed_ + rest();
}

// The top of what is left; all of it where nothing is known of the line.
DesktopRect Quality::piece() const {
    DesktopRect part = area_;
    if (rate_ == 0) return part;
    constexpr double pixel_bytes = 3;
    const double rows = rate_ * piece_seconds / pixel_bytes / area_.width;
    if (rows < part.height)
        part.height = std::min(part.height, std::max(static_cast<int>(rows), least_rows));
    return part;
}

// As many as it can have in no encoding at all; servers take blocks that are a little larger.
std::size_t Quality::most_bytes_of(const DesktopRect& part) {
    constexpr std::size_t pixel_bytes = 4, margin = 32, others = 8192;
    return pixel_bytes * (static_cast<std::size_t>(part.width) + margin) *
               (static_cast<std::size_t>(part.height) + margin) +
           others;
}

}  // namespace ecsview::link

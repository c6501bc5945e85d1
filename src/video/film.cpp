// SPDX-License-Identifier: GPL-2.0-or-later
#include "video/film.h"

#include <algorithm>

namespace ecsview::video {
namespace {

using screen::DesktopRect;

// From a key on a player reads all frames up to the place that it was told; keys are half of what
// is written at most, but for pictures of which little changes.
constexpr int least_to_a_key = 300, most_to_a_key = 1200;
constexpr Milliseconds beat{1000};
// A recording may say that nothing happened for weeks.
constexpr int most_beats = 3600;
constexpr std::uint32_t colour_bits = 0xffffff;

}  // namespace

Film::Film(screen::DesktopSize largest, std::string_view title)
    : canvas_(largest),
      frames_(largest),
      file_(largest, title),
      pixels_(static_cast<std::size_t>(largest.area())) {}

void Film::place(screen::DesktopSize size) {
    shown_ = size;
    at_ = {std::max(0, canvas_.width - size.width) / 2,
           std::max(0, canvas_.height - size.height) / 2};
    std::ranges::fill(pixels_, 0);
    wants_key_ = true;
}

void Film::take(const std::uint32_t* pixels, screen::DesktopSize size, bool anew,
                const screen::Damage& damage) {
    if (anew || size != shown_) place(size);
    const DesktopRect seen{0, 0, std::min(size.width, canvas_.width),
                           std::min(size.height, canvas_.height)};
    for (const auto& rect : damage.rects()) copy(pixels, intersection(rect, seen));
}

// What comes again as it was has not changed.
void Film::copy(const std::uint32_t* pixels, const DesktopRect& rect) {
    for (int y = rect.y; y < rect.bottom(); ++y) {
        const auto* from = pixels + std::int64_t{y} * shown_.width + rect.x;
        auto* to = pixels_.data() + std::int64_t{at_.y + y} * canvas_.width + at_.x + rect.x;
        bool other = false;
        for (int x = 0; x < rect.width; ++x) {
            const std::uint32_t colour = from[x] & colour_bits;
            other |= colour != to[x];
            to[x] = colour;
        }
        if (other) changed_ = bounding_box(changed_, {at_.x + rect.x, at_.y + y, rect.width, 1});
    }
}

bool Film::is_key() const {
    if (wants_key_ || since_key_ >= most_to_a_key) return true;
    return since_key_ >= least_to_a_key && bytes_since_ >= key_bytes_;
}

std::string Film::put(Milliseconds at) {
    const bool key = is_key();
    const std::string frame = key ? frames_.key(pixels_) : frames_.change(pixels_, changed_);
    if (key) {
        key_bytes_ = frame.size();
        bytes_since_ = 0;
        since_key_ = 0;
    } else {
        bytes_since_ += frame.size();
    }
    ++since_key_;
    wants_key_ = false;
    changed_ = {};
    last_ = at;
    return file_.frame(at, key, frame);
}

std::string Film::rest(Milliseconds until) {
    std::string out;
    if (!last_) return out;
    const Milliseconds step = std::max(beat, (until - *last_) / most_beats);
    while (*last_ + step < until) out += put(*last_ + step);
    return out;
}

std::string Film::shoot(Milliseconds at) {
    return wants_key_ || !changed_.empty() ? put(at) : std::string();
}

Matroska::End Film::end(Milliseconds at) {
    std::string out = rest(at);
    if (!last_ || *last_ < at) out += put(at);
    auto end = file_.end(at);
    end.tail.insert(0, out);
    return end;
}

}  // namespace ecsview::video

// SPDX-License-Identifier: GPL-2.0-or-later
#include "record/camera.h"

#include <algorithm>

#include "rfb/big_endian.h"

namespace ecsview::record {
namespace {

using namespace std::chrono_literals;

constexpr auto gather = 33ms;  // changes that come together are written together
// Keys cost a fifth of a recording at most, and one can be found within that much of it.
constexpr auto least_between_keys = 10s;
constexpr std::size_t changes_to_a_key = 4, most_between_keys = 2u << 20;
constexpr std::uint32_t colour_bits = 0xffffff;
constexpr int max_rectangles = 0xfffe;  // 0xffff would mean: as many as come

}  // namespace

void Camera::saw(screen::DesktopSize size, bool anew, const screen::Damage& damage, TimePoint now) {
    if (anew || size != size_) {
        wants_key_ = true;
        pending_.clear();
        size_ = size;
    }
    if (damage.empty()) return;
    pending_.add(damage);
    if (!since_) since_ = now;
}

std::optional<Camera::TimePoint> Camera::due() const {
    if (!since_) return std::nullopt;
    return std::max(*since_ + gather, rest_until_);
}

void Camera::shot(TimePoint begin, TimePoint end) {
    rest_until_ = end + rests_ * (end - begin);
}

bool Camera::is_key(TimePoint now) const {
    if (wants_key_ || bytes_since_ > most_between_keys) return true;
    return now - key_at_ >= least_between_keys && bytes_since_ > changes_to_a_key * key_bytes_;
}

Block Camera::shoot(const std::uint32_t* pixels, TimePoint now) {
    Block block{std::chrono::duration_cast<Milliseconds>(now - begin_), {}, is_key(now)};
    if (block.key) {
        tight_.restart();
        block.bytes = desktop_size(size_);
        pending_.clear();
        pending_.add(screen::DesktopRect{0, 0, size_.width, size_.height});
    }
    write_update(block.bytes, pending_, pixels);
    pending_.clear();
    since_.reset();
    if (block.key) {
        wants_key_ = false;
        key_at_ = now;
        key_bytes_ = block.bytes.size();
        bytes_since_ = 0;
    } else {
        bytes_since_ += block.bytes.size();
    }
    return block;
}

// FramebufferUpdate: the type, padding, how many rectangles, and these.
void Camera::write_update(std::string& out, const screen::Damage& damage,
                          const std::uint32_t* pixels) {
    const std::size_t begin = out.size();
    out.append(4, '\0');
    int count = 0;
    for (const auto& rect : damage.rects()) count += write_tiles(out, rect, pixels);
    std::string number;
    rfb::put16(number, std::min(count, max_rectangles));
    out.replace(begin + 2, number.size(), number);
    out.shrink_to_fit();  // it is kept for minutes
}

// Each tile is copied first: a hostile decoder may write the pixels while they are looked at.
int Camera::write_tiles(std::string& out, const screen::DesktopRect& rect,
                        const std::uint32_t* pixels) {
    int count = 0;
    const int width = std::min(rect.width, max_tile_width);
    const int height = std::max(1, max_tile_pixels / width);
    for (int y = rect.y; y < rect.bottom(); y += height)
        for (int x = rect.x; x < rect.right(); x += width, ++count) {
            const screen::DesktopRect at{x, y, std::min(width, rect.right() - x),
                                         std::min(height, rect.bottom() - y)};
            tile_.clear();
            for (int row = at.y; row < at.bottom(); ++row) {
                const auto* from = pixels + std::int64_t{row} * size_.width + at.x;
                std::transform(from, from + at.width, std::back_inserter(tile_),
                               [](std::uint32_t colour) { return colour & colour_bits; });
            }
            tight_.write(out, at, tile_);
        }
    return count;
}

}  // namespace ecsview::record

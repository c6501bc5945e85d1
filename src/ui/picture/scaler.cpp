// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/picture/scaler.h"

#include <algorithm>
#include <cmath>

namespace ecsview::ui {
namespace {

constexpr int whole = 256;

}  // namespace

// One window pixel covers [begin, end) of the desktop's axis; each desktop pixel weighs as much as
// it is covered. The largest weight takes the rounding error, so that a flat area stays flat.
void Scaler::Axis::add(double begin, double end) {
    begin = std::clamp(begin, 0.0, from - 1e-6);
    end = std::clamp(end, begin + 1e-6, static_cast<double>(from));
    Tap tap{static_cast<int>(begin), 0, static_cast<std::uint32_t>(weights.size())};
    int sum = 0;
    std::size_t heaviest = weights.size();
    for (int at = tap.first; at < end && at < from; ++at) {
        const double covered = std::min(end, at + 1.0) - std::max(begin, static_cast<double>(at));
        const int weight = static_cast<int>(std::lround(whole * covered / (end - begin)));
        weights.push_back(static_cast<std::uint16_t>(weight));
        if (weights.back() > weights[heaviest]) heaviest = weights.size() - 1;
        sum += weight;
        ++tap.count;
    }
    weights[heaviest] = static_cast<std::uint16_t>(weights[heaviest] + whole - sum);
    taps.push_back(tap);
}

void Scaler::Axis::build(int from_size, int to_size) {
    from = from_size;
    taps.clear();
    weights.clear();
    const double step = static_cast<double>(from_size) / to_size;
    // A pixel that covers less than one desktop pixel is widened to one, which is bilinear.
    const double width = std::max(step, 1.0);
    for (int i = 0; i < to_size; ++i) {
        const double centre = (i + 0.5) * step;
        add(centre - width / 2, centre + width / 2);
    }
}

void Scaler::set_sizes(int from_width, int from_height, int to_width, int to_height) {
    if (across_.from == from_width && down_.from == from_height && to_width_ == to_width &&
        to_height_ == to_height)
        return;
    across_.build(from_width, to_width);
    down_.build(from_height, to_height);
    to_width_ = to_width;
    to_height_ = to_height;
}

// row_ = the weighted rows of `tap`, columns [first, first + count), channels kept times 256.
void Scaler::blend_rows(const std::uint32_t* desktop, const Tap& tap, int first, int count) {
    row_.assign(static_cast<std::size_t>(count) * 4, 0);
    for (int i = 0; i < tap.count; ++i) {
        const std::uint16_t weight = down_.weights[tap.weights + static_cast<std::uint32_t>(i)];
        const std::uint32_t* line =
            desktop + static_cast<std::ptrdiff_t>(tap.first + i) * across_.from + first;
        const auto* bytes = reinterpret_cast<const std::uint8_t*>(line);
        std::uint16_t* sums = row_.data();
        for (int c = 0; c < count * 4; ++c)
            sums[c] = static_cast<std::uint16_t>(sums[c] + weight * bytes[c]);
    }
}

void Scaler::draw_nearest(const std::uint32_t* desktop, const Canvas& target, int x, int y,
                          Area part) {
    const int fx = to_width_ / across_.from, fy = to_height_ / down_.from;
    for (int v = part.y; v < part.y + part.height; ++v) {
        const std::uint32_t* line = desktop + static_cast<std::ptrdiff_t>(v / fy) * across_.from;
        std::uint32_t* out = target.row(y + v) + x;
        for (int u = part.x; u < part.x + part.width; ++u) out[u] = line[u / fx];
    }
}

void Scaler::draw(const std::uint32_t* desktop, const Canvas& target, int x, int y, Area part) {
    if (part.width <= 0 || part.height <= 0) return;
    if (to_width_ % across_.from == 0 && to_height_ % down_.from == 0)
        return draw_nearest(desktop, target, x, y, part);
    const Tap& left = across_.taps[static_cast<std::size_t>(part.x)];
    const Tap& right = across_.taps[static_cast<std::size_t>(part.x + part.width - 1)];
    const int first = left.first, count = right.first + right.count - first;
    for (int v = part.y; v < part.y + part.height; ++v) {
        blend_rows(desktop, down_.taps[static_cast<std::size_t>(v)], first, count);
        auto* out = reinterpret_cast<std::uint8_t*>(target.row(y + v) + x + part.x);
        for (int u = part.x; u < part.x + part.width; ++u, out += 4) {
            const Tap& tap = across_.taps[static_cast<std::size_t>(u)];
            const std::uint16_t* in = row_.data() + std::ptrdiff_t{tap.first - first} * 4;
            const std::uint16_t* weights = across_.weights.data() + tap.weights;
            std::uint32_t sum[4] = {0x8000, 0x8000, 0x8000, 0x8000};
            for (int i = 0; i < tap.count; ++i, in += 4)
                for (int c = 0; c < 4; ++c) sum[c] += std::uint32_t{in[c]} * weights[i];
            for (int c = 0; c < 4; ++c) out[c] = static_cast<std::uint8_t>(sum[c] >> 16);
        }
    }
}

}  // namespace ecsview::ui

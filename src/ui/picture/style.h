// SPDX-License-Identifier: GPL-2.0-or-later
// The colours and sizes that all parts of the overlay share. Pure; ui thread.
#pragma once

#include <algorithm>

#include "ui/picture/canvas.h"

namespace ecsview::ui {

enum class Tone { calm, waiting, bad };

namespace style {

constexpr Colour ground = opaque(0x12161c);
constexpr Colour bar = 0xe6161b22;
constexpr Colour card = 0xf51c222b;
constexpr Colour card_edge = opaque(0x39424f);
constexpr Colour field = opaque(0x0d1117);
constexpr Colour selection = opaque(0x2a4568);
constexpr Colour title = opaque(0xf3f6fa);
constexpr Colour text = opaque(0xc3ccd8);
constexpr Colour hint = opaque(0x8d97a5);
constexpr Colour faint = opaque(0x5b6472);
constexpr Colour good = opaque(0x3fb950);

constexpr Colour accent(Tone tone) {
    return opaque(tone == Tone::waiting ? 0xf0a63a : tone == Tone::bad ? 0xe5564d : 0x4c9df3);
}

// What a finger needs, before the scale.
constexpr int touch_side = 44;

// Letters of 16 pixels on a screen of ordinary size, 32 and more on large ones.
constexpr int scale_of(int width, int height) {
    return std::clamp(std::min(height / 540, width / 900), 1, 6);
}

}  // namespace style
}  // namespace ecsview::ui

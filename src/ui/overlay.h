// SPDX-License-Identifier: GPL-2.0-or-later
// What the program says on top of (or instead of) the picture: a bar, a prompt, a card. Drawn into
// any canvas; sizes follow the canvas, so a large screen gets large letters. Pure; ui thread.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "ui/canvas.h"

namespace ecsview::ui {

enum class Tone { calm, waiting, bad };

// A bar along the top, over the last picture.
struct Banner {
    std::string headline;
    std::string detail;  // "for 12 s · next attempt in 3 s"
    Tone tone = Tone::waiting;
    bool operator==(const Banner&) const = default;
};

// A card in the middle: the start, the end.
struct Notice {
    std::string title;
    std::string text;
    std::string hint;  // small, at the bottom
    Tone tone = Tone::calm;
    bool operator==(const Notice&) const = default;
};

// A card with a line to type a password into.
struct PromptView {
    std::string title;
    std::string text;
    std::size_t dots = 0;  // characters typed
    std::string hint;
    bool operator==(const PromptView&) const = default;
};

// Darkens the picture, so that it is seen to be old.
void dim(const Canvas& canvas);
// The plain ground for a card when there is no picture.
void draw_ground(const Canvas& canvas);

void draw(const Canvas& canvas, const Banner& banner);
void draw(const Canvas& canvas, const Notice& notice);
void draw(const Canvas& canvas, const PromptView& prompt);

}  // namespace ecsview::ui

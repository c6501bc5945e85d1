// SPDX-License-Identifier: GPL-2.0-or-later
// What the program says on top of (or instead of) the picture: a bar, a prompt, a card. Drawn into
// any canvas; sizes follow the canvas, so a large screen gets large letters. Pure; ui thread.
#pragma once

#include <cstddef>
#include <string>
#include <variant>

#include "ui/picture/canvas.h"
#include "ui/picture/cover.h"
#include "ui/picture/style.h"

namespace ecsview::ui {

// A bar along the top, over the last picture.
struct Banner {
    std::string headline;
    std::string detail;  // "for 12 s · next attempt in 3 s"
    Tone tone = Tone::waiting;
    std::string menu_key;  // "Ctrl+Alt+M", said beside the menu's button
    bool operator==(const Banner&) const = default;
};

// A line at the bottom of a picture that is current: the picture is neither dimmed nor covered
// otherwise.
struct Hint {
    std::string text;
    bool operator==(const Hint&) const = default;
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

using Overlay = std::variant<std::monostate, Hint, Banner, Notice, PromptView>;

// The corner in which the menu's button lies while a banner or a card is shown; a finger that rests
// there opens the menu at any time.
Area menu_button(int width, int height);
bool has_menu_button(const Overlay& overlay);
// As it lies over the picture; a hint alone leaves that as it is.
Cover cover_of(const Overlay& overlay);

void draw(const Canvas& canvas, const Banner& banner);
void draw(const Canvas& canvas, const Hint& hint);
void draw(const Canvas& canvas, const Notice& notice);
void draw(const Canvas& canvas, const PromptView& prompt);

}  // namespace ecsview::ui

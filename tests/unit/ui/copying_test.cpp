// SPDX-License-Identifier: GPL-2.0-or-later
// Text of the screen that is marked by mouse, finger and keys, and what becomes of it.
#include "ui/copying.h"

#include <gtest/gtest.h>

namespace ecsview::ui {
namespace {

using Strings = std::vector<std::string>;

// A page of 10x3 cells of 8x16 in a window of its size.
struct Copied {
    Strings given;
    bool takes = true;
    Viewport viewport{{80, 48}, {80, 48}, ScaleMode::fit};
    Copying copying;

    explicit Copied(text::Shape shape = text::Shape::lines)
        : copying(page(), shape, [this](const std::string& text) {
              given.push_back(text);
              return takes;
          }) {}

    static text::Page page() {
        text::Page page{10, 3, {}};
        page.cell = {8, 16};
        for (const char32_t c : std::u32string(U"          ab cd ef     gh ij  "))
            page.letters.push_back({c});
        return page;
    }
    void key(SDL_Keycode sym, int mods = 0, bool repeat = false) {
        SDL_KeyboardEvent event{};
        event.repeat = repeat;
        event.keysym = {SDL_GetScancodeFromKey(sym), sym, static_cast<Uint16>(mods), 0};
        copying.key(event);
    }
    void button(bool down, int column, int row, int clicks = 1, int which = SDL_BUTTON_LEFT) {
        SDL_MouseButtonEvent event{};
        event.type = down ? SDL_MOUSEBUTTONDOWN : SDL_MOUSEBUTTONUP;
        event.button = static_cast<Uint8>(which);
        event.clicks = static_cast<Uint8>(clicks);
        event.x = column * 8 + 3;
        event.y = row * 16 + 3;
        copying.button(event, viewport);
    }
    void move(int column, int row) {
        SDL_MouseMotionEvent event{};
        event.x = column * 8 + 3;
        event.y = row * 16 + 3;
        copying.motion(event, viewport);
    }
};

TEST(Copying, WhatIsMarkedIsCopiedWhenTheButtonIsLetGo) {
    Copied on;
    on.button(true, 3, 1);
    on.move(5, 1);
    on.move(4, 2);
    EXPECT_FALSE(on.copying.over());
    on.button(false, 4, 2);
    EXPECT_EQ(on.given, (Strings{"cd ef\n   gh"}));
    EXPECT_TRUE(on.copying.over());
    EXPECT_EQ(on.copying.words(), "Copied: 2 lines.");
}

TEST(Copying, ARectangleIsOne) {
    Copied on(text::Shape::rectangle);
    on.button(true, 3, 1);
    on.move(4, 2);
    on.button(false, 4, 2);
    EXPECT_EQ(on.given, (Strings{"cd\ngh"}));
}

TEST(Copying, APressAloneMarksNothing) {
    Copied on;
    on.button(true, 3, 1);
    on.move(3, 1);
    on.button(false, 3, 1);
    EXPECT_EQ(on.given, Strings{});
    EXPECT_FALSE(on.copying.over());
    on.move(6, 2);  // without the button
    EXPECT_EQ(on.copying.marked(), (std::vector<screen::DesktopRect>{{24, 16, 8, 16}}));
    on.button(true, 3, 1, 1, SDL_BUTTON_RIGHT);
    on.move(6, 2);
    on.button(false, 3, 1, 1, SDL_BUTTON_RIGHT);
    EXPECT_EQ(on.given, Strings{});
}

TEST(Copying, APressWithShiftGoesOnFromTheLastPlace) {
    Copied on;
    on.button(true, 3, 1);
    on.button(false, 3, 1);
    SDL_SetModState(KMOD_LSHIFT);
    on.button(true, 4, 1);
    SDL_SetModState(KMOD_NONE);
    on.button(false, 4, 1);
    EXPECT_EQ(on.given, (Strings{"cd"}));
}

TEST(Copying, TwoClicksCopyAWord) {
    Copied on;
    on.button(true, 4, 1);
    on.button(false, 4, 1);
    on.button(true, 4, 1, 2);
    on.button(false, 4, 1, 2);
    EXPECT_EQ(on.given, (Strings{"cd"}));
}

TEST(Copying, KeysMarkWithShift) {
    Copied on;
    on.key(SDLK_RIGHT);  // from the first line with a letter
    on.key(SDLK_RIGHT, KMOD_LSHIFT, true);
    on.key(SDLK_DOWN, KMOD_RSHIFT);
    EXPECT_EQ(on.copying.marked(),
              (std::vector<screen::DesktopRect>{{8, 16, 72, 16}, {0, 32, 24, 16}}));
    on.key(SDLK_END, KMOD_LSHIFT);
    on.key(SDLK_RETURN);
    EXPECT_EQ(on.given, (Strings{"b cd ef\n   gh ij"}));
    EXPECT_TRUE(on.copying.over());
}

TEST(Copying, EachKeyLeadsToItsCell) {
    const auto led_by = [](SDL_Keycode key) {
        Copied on;
        on.button(true, 4, 1);
        on.button(false, 4, 1);
        on.key(key);
        const auto area = on.copying.marked().at(0);
        return std::pair(area.x / 8, area.y / 16);
    };
    EXPECT_EQ(led_by(SDLK_LEFT), std::pair(3, 1));
    EXPECT_EQ(led_by(SDLK_RIGHT), std::pair(5, 1));
    EXPECT_EQ(led_by(SDLK_UP), std::pair(4, 0));
    EXPECT_EQ(led_by(SDLK_DOWN), std::pair(4, 2));
    EXPECT_EQ(led_by(SDLK_HOME), std::pair(0, 1));
    EXPECT_EQ(led_by(SDLK_END), std::pair(9, 1));
    EXPECT_EQ(led_by(SDLK_PAGEUP), std::pair(4, 0));
    EXPECT_EQ(led_by(SDLK_PAGEDOWN), std::pair(4, 2));
    EXPECT_EQ(led_by(SDLK_x), std::pair(4, 1));
}

TEST(Copying, WithoutShiftNothingIsMarkedAnyMore) {
    Copied on;
    on.key(SDLK_RIGHT, KMOD_LSHIFT);
    on.key(SDLK_RIGHT);
    on.key(SDLK_RETURN);  // there is nothing to copy
    EXPECT_EQ(on.given, Strings{});
    EXPECT_FALSE(on.copying.over());
}

TEST(Copying, AllByControlA) {
    Copied on;
    on.key(SDLK_a, KMOD_LCTRL);
    on.key(SDLK_c, KMOD_LCTRL);
    EXPECT_EQ(on.given, (Strings{"ab cd ef\n   gh ij"}));
}

TEST(Copying, RChangesTheShape) {
    Copied on;
    EXPECT_NE(on.copying.words().find("Mark lines"), std::string::npos);
    on.key(SDLK_r);
    EXPECT_NE(on.copying.words().find("Mark a rectangle"), std::string::npos);
    on.key(SDLK_r, 0, true);
    on.key(SDLK_r, KMOD_LCTRL);
    EXPECT_NE(on.copying.words().find("Mark a rectangle"), std::string::npos);
    on.key(SDLK_r);
    EXPECT_NE(on.copying.words().find("Mark lines"), std::string::npos);
}

TEST(Copying, AClipboardThatTakesNothingIsSaid) {
    Copied on;
    on.takes = false;
    on.key(SDLK_a, KMOD_LCTRL);
    on.key(SDLK_RETURN);
    EXPECT_TRUE(on.copying.over());
    EXPECT_EQ(on.copying.words(), "The clipboard of this machine takes no text.");
}

// They lie over a part of the picture.
TEST(Copying, TheWordsGoWhenSomebodyBegins) {
    Copied on;
    EXPECT_NE(on.copying.words(), "");
    on.move(4, 1);
    EXPECT_NE(on.copying.words(), "");
    on.button(true, 4, 1);
    EXPECT_EQ(on.copying.words(), "");
    Copied all;
    all.key(SDLK_a, KMOD_LCTRL);
    EXPECT_EQ(all.copying.words(), "");
}

TEST(Copying, EscapeCopiesNothing) {
    Copied on;
    on.key(SDLK_a, KMOD_LCTRL);
    on.key(SDLK_ESCAPE);
    EXPECT_TRUE(on.copying.over());
    EXPECT_EQ(on.given, Strings{});
    EXPECT_EQ(on.copying.words(), "");
}

// Its chord is still down when it begins.
TEST(Copying, ItsOwnChordCopiesNothing) {
    Copied on;
    on.key(SDLK_RIGHT, KMOD_LSHIFT);
    on.key(SDLK_c, KMOD_LCTRL | KMOD_LALT);
    EXPECT_FALSE(on.copying.over());
}

TEST(Copying, SpacesAloneLeaveTheClipboardAsItWas) {
    Copied on;
    on.button(true, 0, 0);
    on.move(9, 0);
    on.button(false, 9, 0);
    EXPECT_EQ(on.given, Strings{});
    EXPECT_EQ(on.copying.words(), "There is no text in it; the clipboard is as it was.");
}

TEST(Copying, WhatCannotBeReadIsSaid) {
    EXPECT_EQ(words_of({"a\ufffd", 1, 1}, true),
              "Copied: 1 line. 1 character could not be read; \ufffd stands there.");
}

TEST(Copying, AQuestionOrTheEndTakesItsPlaceAndALostConnectionDoesNot) {
    Copied on;
    screen::ConsoleState state;
    state.phase = screen::Phase::waiting;
    on.copying.set_state(state);
    EXPECT_FALSE(on.copying.over());
    state.prompt.emplace();
    on.copying.set_state(state);
    EXPECT_TRUE(on.copying.over());
    Copied other;
    state = {};
    state.ending = Failure{};
    other.copying.set_state(state);
    EXPECT_TRUE(other.copying.over());
}

}  // namespace
}  // namespace ecsview::ui

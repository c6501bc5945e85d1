// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/input/sticky_keys.h"

#include <SDL_scancode.h>
#include <gtest/gtest.h>

namespace ecsview::ui {
namespace {

constexpr int ctrl = SDL_SCANCODE_LCTRL, alt = SDL_SCANCODE_LALT, super = SDL_SCANCODE_LGUI;
constexpr std::uint32_t ctrl_keysym = 0xffe3, alt_keysym = 0xffe9;

using Events = std::vector<std::string>;

Events bytes_of(const Messages& messages) {
    Events out;
    for (const auto& message : messages) out.push_back(message.bytes);
    return out;
}

Events keys(std::initializer_list<std::pair<bool, std::uint32_t>> events) {
    Messages out;
    for (const auto& [down, keysym] : events) out.push_back(rfb::key_event(down, keysym));
    return bytes_of(out);
}

TEST(StickyKeys, OneIsDownUntilItIsAskedForAgain) {
    StickyKeys sticky;
    EXPECT_EQ(bytes_of(sticky.toggle(ctrl, false)), keys({{true, ctrl_keysym}}));
    EXPECT_EQ(sticky.held(), std::vector{ctrl});
    EXPECT_EQ(bytes_of(sticky.toggle(ctrl, false)), keys({{false, ctrl_keysym}}));
    EXPECT_TRUE(sticky.held().empty());
}

TEST(StickyKeys, TheNextKeyTakesAllOfThemUp) {
    StickyKeys sticky;
    sticky.toggle(ctrl, false);
    sticky.toggle(alt, false);
    sticky.key_down(SDL_SCANCODE_C);
    EXPECT_EQ(sticky.held().size(), 2u) << "while it is down";
    EXPECT_EQ(bytes_of(sticky.key_up(SDL_SCANCODE_C)),
              keys({{false, alt_keysym}, {false, ctrl_keysym}}));
    EXPECT_TRUE(sticky.held().empty());
}

TEST(StickyKeys, AModifierIsNotTheNextKey) {
    StickyKeys sticky;
    sticky.toggle(ctrl, false);
    sticky.key_down(SDL_SCANCODE_LSHIFT);
    EXPECT_TRUE(sticky.key_up(SDL_SCANCODE_LSHIFT).empty());
    EXPECT_EQ(sticky.held(), std::vector{ctrl});
}

TEST(StickyKeys, AKeyThatWasDownBeforeDoesNotTakeThemUp) {
    StickyKeys sticky;
    sticky.key_down(SDL_SCANCODE_A);
    sticky.toggle(ctrl, false);
    EXPECT_TRUE(sticky.key_up(SDL_SCANCODE_A).empty());
    sticky.key_down(SDL_SCANCODE_B);
    sticky.key_down(SDL_SCANCODE_C);
    EXPECT_TRUE(sticky.key_up(SDL_SCANCODE_C).empty()) << "B was the next";
    EXPECT_EQ(sticky.key_up(SDL_SCANCODE_B).size(), 1u);
}

// Its own release is on its way, and must not be the second.
TEST(StickyKeys, APersonsOwnPressTakesItOver) {
    StickyKeys sticky;
    sticky.toggle(ctrl, false);
    sticky.key_down(ctrl);
    EXPECT_TRUE(sticky.held().empty());
    EXPECT_TRUE(sticky.release_all().empty());
}

TEST(StickyKeys, AReleaseHasTheNumbersOfItsPress) {
    StickyKeys sticky;
    EXPECT_EQ(bytes_of(sticky.toggle(ctrl, true)),
              bytes_of({rfb::extended_key_event(true, ctrl_keysym, 0x1d)}));
    EXPECT_EQ(bytes_of(sticky.toggle(ctrl, false)),
              bytes_of({rfb::extended_key_event(false, ctrl_keysym, 0x1d)}));
}

TEST(StickyKeys, WhatIsForgottenIsNotSent) {
    StickyKeys sticky;
    sticky.toggle(ctrl, false);
    sticky.key_down(SDL_SCANCODE_C);
    sticky.forget();
    EXPECT_TRUE(sticky.key_up(SDL_SCANCODE_C).empty());
    sticky.toggle(ctrl, false);
    EXPECT_TRUE(sticky.key_up(SDL_SCANCODE_C).empty()) << "of the time before";
}

TEST(StickyKeys, AreToldInWords) {
    EXPECT_EQ(words_of_modifiers({}), "");
    EXPECT_EQ(words_of_modifiers({ctrl}), "Ctrl");
    EXPECT_EQ(words_of_modifiers({super, ctrl}), "Super and Ctrl");
    EXPECT_EQ(words_of_modifiers({ctrl, alt, super}), "Ctrl, Alt and Super");
}

}  // namespace
}  // namespace ecsview::ui

// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/input/key_chord.h"

#include <SDL_scancode.h>
#include <gmock/gmock.h>

namespace ecsview::ui {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(OwnChords, AreKeysInTheirOrder) {
    const auto chords =
        parse_own_chords("ctrl+shift+esc, Alt+F2,altgr+q,print,alt+sysrq+j,super+1");
    ASSERT_TRUE(chords) << chords.failure().sentence;
    ASSERT_EQ(chords->size(), 6u);
    const auto pressed = [&](std::size_t i) { return (*chords)[i].keys.pressed(); };
    EXPECT_THAT(pressed(0),
                ElementsAre(SDL_SCANCODE_LCTRL, SDL_SCANCODE_LSHIFT, SDL_SCANCODE_ESCAPE));
    EXPECT_THAT(pressed(1), ElementsAre(SDL_SCANCODE_LALT, SDL_SCANCODE_F2));
    EXPECT_THAT(pressed(2), ElementsAre(SDL_SCANCODE_RALT, SDL_SCANCODE_Q));
    EXPECT_THAT(pressed(3), ElementsAre(SDL_SCANCODE_PRINTSCREEN));
    EXPECT_THAT(pressed(5), ElementsAre(SDL_SCANCODE_LGUI, SDL_SCANCODE_1));
    EXPECT_EQ((*chords)[0].label, "Ctrl+Shift+Esc");
    EXPECT_EQ((*chords)[1].label, "Alt+F2");
}

TEST(OwnChords, AKeyBetweenIsPressedToo) {
    const auto chords = parse_own_chords("alt+sysrq+j");
    ASSERT_TRUE(chords) << chords.failure().sentence;
    EXPECT_THAT((*chords)[0].keys.pressed(),
                ElementsAre(SDL_SCANCODE_LALT, SDL_SCANCODE_PRINTSCREEN, SDL_SCANCODE_J));
    EXPECT_EQ((*chords)[0].label, "Alt+SysRq+J");
}

TEST(OwnChords, EachMistakeIsNamed) {
    const std::pair<const char*, const char*> mistakes[] = {
        {"", "key of a US keyboard"},
        {"ctrl+", "key of a US keyboard"},
        {"ctrl+?", "key of a US keyboard"},
        {"ctrl+nonsense", "key of a US keyboard"},
        {"strg+a", "before a +"},
        {"ctrl+ctrl+a", "before a +"},
        {"f1,f1", "named twice"},
        {"f1,,f2", "key of a US keyboard"},
        {"f1,f2,f3,f4,f5,f6,f7", "too many"},
        {"meta+a,super+a", "named twice"},
    };
    for (const auto& [list, words] : mistakes) {
        const auto chords = parse_own_chords(list);
        ASSERT_FALSE(chords) << list;
        EXPECT_EQ(chords.failure().code, ExitCode::usage);
        EXPECT_THAT(chords.failure().sentence, HasSubstr(words)) << list;
        EXPECT_THAT(chords.failure().sentence, HasSubstr("--send-keys")) << list;
    }
    EXPECT_FALSE(parse_own_chords("ctrl+alt+altgr+shift+super+a")) << "no keyboard has so many";
}

}  // namespace
}  // namespace ecsview::ui

// SPDX-License-Identifier: GPL-2.0-or-later
// The guest's lock lamps and ours: when a key is pressed that makes them agree.
#include <gtest/gtest.h>

#include "controls_fixture.h"

namespace ecsview::ui {
namespace {

constexpr std::uint8_t caps_lamp = 4;  // as RFB has it

struct Locks : testing::Test {
    Controlled stage;

    void guest_has(std::uint8_t leds) {
        stage.state.leds = leds;
        stage.controls->set_state(stage.state);
    }
    // The keysyms that go down with a press of that key.
    std::vector<int> press(SDL_Scancode scancode, Sint32 sym, Uint16 mods) {
        stage.sent.clear();
        stage.key(scancode, sym, mods);
        stage.key_up(scancode);
        std::vector<int> down;
        for (const auto& bytes : stage.sent) {
            const auto at = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
            if (at(0) == 4 && at(1) == 1) down.push_back(at(6) << 8 | at(7));
        }
        return down;
    }
};

constexpr int caps_lock = 0xffe5;
using Keys = std::vector<int>;

TEST_F(Locks, AreComparedAtTheFirstKey) {
    guest_has(caps_lamp);
    EXPECT_EQ(press(SDL_SCANCODE_A, SDLK_a, 0), (Keys{caps_lock, 'a'}));
    EXPECT_EQ(press(SDL_SCANCODE_A, SDLK_a, 0), (Keys{'a'}));
}

// In another window, so shortly that SDL tells of no focus.
TEST_F(Locks, AreComparedAgainWhenOursHasChangedByNoKeyOfThisWindow) {
    guest_has(0);
    EXPECT_EQ(press(SDL_SCANCODE_F9, SDLK_F9, 0).size(), 1u);
    EXPECT_EQ(press(SDL_SCANCODE_F9, SDLK_F9, KMOD_CAPS).front(), caps_lock);
    EXPECT_EQ(press(SDL_SCANCODE_F9, SDLK_F9, KMOD_CAPS).size(), 1u);
}

// The guest has got the key, and its lamp comes when it comes.
TEST_F(Locks, AreNotComparedAfterALockKey) {
    guest_has(0);
    EXPECT_EQ(press(SDL_SCANCODE_F9, SDLK_F9, 0).size(), 1u);
    EXPECT_EQ(press(SDL_SCANCODE_CAPSLOCK, SDLK_CAPSLOCK, KMOD_CAPS), (Keys{caps_lock}));
    EXPECT_EQ(press(SDL_SCANCODE_F9, SDLK_F9, KMOD_CAPS).size(), 1u);
    EXPECT_EQ(press(SDL_SCANCODE_F9, SDLK_F9, KMOD_CAPS).size(), 1u);
}

}  // namespace
}  // namespace ecsview::ui

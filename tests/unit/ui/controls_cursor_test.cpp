// SPDX-License-Identifier: GPL-2.0-or-later
// The pointer's shape, as Controls puts it on.
#include <memory>

#include "controls_fixture.h"

namespace ecsview::ui {
namespace {

TEST(ControlsCursor, AKiosksPointerIsPutAwayWhenItRests) {
    Controlled stage(kiosk());
    EXPECT_EQ(SDL_ShowCursor(SDL_QUERY), SDL_DISABLE);
    stage.move(10, 10, finger);
    EXPECT_EQ(SDL_ShowCursor(SDL_QUERY), SDL_DISABLE);
    stage.move(20, 20, mouse);
    EXPECT_EQ(SDL_ShowCursor(SDL_QUERY), SDL_ENABLE);
    ASSERT_TRUE(stage.controls->next_deadline());
    stage.controls->act_on_time(*stage.controls->next_deadline());
    EXPECT_EQ(SDL_ShowCursor(SDL_QUERY), SDL_DISABLE);
    EXPECT_FALSE(stage.controls->next_deadline());
}

TEST(ControlsCursor, TheGuestsCursorFollowsTheScaleOfItsPicture) {
    Controlled stage;
    const auto now = std::chrono::steady_clock::now();
    stage.state.cursor = std::make_shared<const screen::CursorShape>(
        screen::CursorShape{2, 1, 0, 0, {0xffffffff, 0xff000000}});
    stage.controls->set_state(stage.state);
    SDL_Cursor* const first = SDL_GetCursor();
    EXPECT_NE(first, SDL_GetDefaultCursor());
    stage.controls->act_on_time(now);
    EXPECT_EQ(SDL_GetCursor(), first) << "made once";
    stage.presenter->pinch(2, {0, 0}, {0, 0});
    stage.controls->act_on_time(now);
    EXPECT_NE(SDL_GetCursor(), first);
}

}  // namespace
}  // namespace ecsview::ui

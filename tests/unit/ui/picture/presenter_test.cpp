// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/picture/presenter.h"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/mman.h>

#include <algorithm>

#include "ui/sdl_video.h"

namespace ecsview::ui {
namespace {

constexpr int width = 400, height = 300;

// A window of SDL's driver without a screen, and a decoder's memory that the test paints.
class PresenterTest : public testing::Test {
protected:
    void SetUp() override {
        setenv("SDL_VIDEODRIVER", "dummy", 1);
        ASSERT_EQ(SDL_Init(SDL_INIT_VIDEO), 0) << SDL_GetError();
        window.reset(SDL_CreateWindow("", 0, 0, width, height, 0));
        presenter.emplace(window.get(), ScaleMode::fit);
    }
    void TearDown() override {
        presenter.reset();
        window.reset();
        SDL_Quit();
    }

    // The whole desktop has that size and colour now; the decoder says so of `told` alone.
    void paint(screen::DesktopSize size, std::uint32_t colour, screen::DesktopRect told) {
        const auto bytes = static_cast<std::size_t>(size.area()) * 4;
        auto* pixels = static_cast<std::uint32_t*>(
            mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, framebuffer->fd(), 0));
        ASSERT_NE(pixels, MAP_FAILED);
        std::fill_n(pixels, size.area(), colour);
        munmap(pixels, bytes);
        screen::PictureUpdate update;
        update.framebuffer = framebuffer;
        update.size = size;
        update.damage.add(told);
        update.complete = true;
        presenter->take(update);
        presenter->present(now);
    }
    void wait(FramePace::TimePoint::duration time) { presenter->present(now += time); }
    std::uint32_t shown(int x, int y) {
        const SDL_Surface* surface = SDL_GetWindowSurface(window.get());
        return static_cast<const std::uint32_t*>(surface->pixels)[y * surface->pitch / 4 + x] &
               0xffffff;
    }

    FramePace::TimePoint now{};
    WindowHandle window;
    std::optional<Presenter> presenter;
    std::shared_ptr<const screen::Framebuffer> framebuffer =
        std::make_shared<const screen::Framebuffer>();
};

// After a new size the old pixels mean nothing, wherever they were and at whatever scale.
TEST_F(PresenterTest, NothingOfTheOldSizeStays) {
    struct Step {
        screen::DesktopSize size;
        std::uint32_t colour;
    };
    constexpr Step steps[] = {{{400, 300}, 0x112233}, {{200, 300}, 0x445566},
                              {{800, 600}, 0x778899}, {{700, 600}, 0x204060},
                              {{400, 300}, 0x605040}, {{40, 300}, 0xabcdef}};
    for (const ScaleMode mode :
         {ScaleMode::fit, ScaleMode::integer, ScaleMode::none, ScaleMode::stretch}) {
        presenter->set_mode(mode);
        for (const auto& [size, colour] : steps) {
            // One pixel is told as damage: the whole window is drawn anew all the same.
            paint(size, colour, {0, 0, 1, 1});
            const auto& picture = presenter->viewport().picture();
            for (int y = 0; y < height; y += 7)
                for (int x = 0; x < width; x += 7)
                    ASSERT_EQ(shown(x, y),
                              picture.contains(screen::WindowPoint{x, y}) ? colour : 0u)
                        << x << "," << y << " of " << size.width << "x" << size.height;
        }
    }
}

TEST_F(PresenterTest, OnlyTheDamageIsDrawn) {
    paint({width, height}, 0x111111, {0, 0, width, height});
    paint({width, height}, 0x222222, {10, 10, 5, 5});
    EXPECT_EQ(shown(12, 12), 0x222222u);
    EXPECT_EQ(shown(9, 9), 0x111111u);
    EXPECT_EQ(shown(15, 15), 0x111111u);
    presenter->invalidate();
    presenter->present(now += std::chrono::seconds(1));
    EXPECT_EQ(shown(9, 9), 0x222222u);
}

// The copy that is kept while the picture is scaled gives way to that of the next size.
TEST_F(PresenterTest, AScaledPictureIsItsOwnAfterANewSize) {
    for (const auto& [size, colour] : {std::pair{screen::DesktopSize{800, 600}, 0x102030u},
                                       {{800, 300}, 0x405060u},
                                       {{801, 601}, 0x708090u},
                                       {{800, 600}, 0x0a0b0cu}}) {
        paint(size, colour, {0, 0, size.width, size.height});
        const auto& picture = presenter->viewport().picture();
        EXPECT_EQ(shown(picture.x, picture.y), colour);
        EXPECT_EQ(shown(picture.right() - 1, picture.bottom() - 1), colour);
        if (picture.y > 0) {
            EXPECT_EQ(shown(0, picture.y - 1), 0u);
        }
    }
}

// Nothing that comes is seen, and nothing of it is missed afterwards.
TEST_F(PresenterTest, AFrozenPictureStandsUntilItThaws) {
    for (const ScaleMode mode : {ScaleMode::fit, ScaleMode::none}) {
        presenter->set_mode(mode);
        for (const screen::DesktopSize size : {screen::DesktopSize{width, height}, {width, 200}}) {
            paint({width, height}, 0x111111, {0, 0, width, height});
            presenter->freeze();
            EXPECT_TRUE(presenter->frozen());
            EXPECT_EQ(presenter->frozen_pixels(),
                      std::vector<std::uint32_t>(width * height, 0x111111));
            paint(size, 0x222222, {0, 0, 1, 1});
            presenter->invalidate();
            wait(std::chrono::seconds(1));
            EXPECT_EQ(shown(200, 150), 0x111111u);
            EXPECT_EQ(shown(0, 0), 0x111111u);
            presenter->thaw();
            wait(std::chrono::seconds(1));
            EXPECT_EQ(presenter->desktop_size(), size);
            EXPECT_EQ(shown(200, 150), 0x222222u);
            EXPECT_EQ(shown(0, 299), size.height == height ? 0x222222u : 0u);
            paint(size, 0x333333, {5, 150, 1, 1});  // it goes on as before
            wait(std::chrono::seconds(1));
            EXPECT_EQ(presenter->blank(), true);
        }
    }
}

// Another decoder's picture, too, once it is whole.
TEST_F(PresenterTest, APictureOfAnotherDecoderComesAfterTheThaw) {
    paint({width, height}, 0x111111, {0, 0, width, height});
    presenter->freeze();
    framebuffer = std::make_shared<const screen::Framebuffer>();
    screen::PictureUpdate begun;
    begun.framebuffer = framebuffer;
    begun.size = {width, height};
    presenter->take(begun);
    presenter->thaw();
    wait(std::chrono::seconds(1));
    EXPECT_TRUE(presenter->stale());
    EXPECT_EQ(shown(9, 9), 0x111111u);
    presenter->freeze();
    paint({width, height}, 0x222222, {0, 0, 1, 1});
    presenter->take(begun);  // more of it, and it is whole all the same
    EXPECT_EQ(shown(9, 9), 0x111111u);
    presenter->thaw();
    wait(std::chrono::seconds(1));
    EXPECT_FALSE(presenter->stale());
    EXPECT_EQ(shown(9, 9), 0x222222u);
}

// Neither the picture nor what lies over it, and nothing of what came is missed afterwards.
TEST_F(PresenterTest, InTheDarkAllIsBlack) {
    for (const screen::DesktopSize size : {screen::DesktopSize{width, height}, {800, 600}}) {
        paint(size, 0x111111, {0, 0, size.width, size.height});
        presenter->set_dark(true);
        wait(std::chrono::seconds(1));
        EXPECT_EQ(shown(200, 150), 0u);
        paint(size, 0x222222, {0, 0, size.width, size.height});
        paint(size, 0x333333, {0, 0, 20, 20});
        wait(std::chrono::seconds(1));
        presenter->invalidate();
        wait(std::chrono::seconds(1));
        EXPECT_EQ(shown(200, 150), 0u);
        EXPECT_EQ(shown(5, 5), 0u);
        presenter->set_dark(false);
        wait(std::chrono::seconds(1));
        EXPECT_EQ(shown(5, 5), 0x333333u);
        paint(size, 0x444444, {0, 0, size.width, size.height});
        wait(std::chrono::seconds(1));
        EXPECT_EQ(shown(200, 150), 0x444444u);
    }
}

// It is laid out as it is seen, and only what changed is turned.
TEST_F(PresenterTest, AnUprightPictureIsTurnedInItsWindow) {
    for (const Rotation rotation : {Rotation::quarter, Rotation::half, Rotation::three_quarters}) {
        presenter.emplace(window.get(), ScaleMode::fit, rotation);
        const auto size = turned(screen::WindowSize{width, height}, rotation);
        EXPECT_EQ(presenter->window_size(), size);
        paint({size.width, size.height}, 0x111111, {0, 0, size.width, size.height});
        wait(std::chrono::seconds(1));
        EXPECT_TRUE(presenter->viewport().exact());
        paint({size.width, size.height}, 0x222222, {10, 20, 30, 5});
        wait(std::chrono::seconds(1));
        const Area there = area_in_window({10, 20, 30, 5}, rotation, {width, height});
        for (int y = 0; y < height; y += 3)
            for (int x = 0; x < width; x += 3)
                ASSERT_EQ(shown(x, y), contains(there, x, y) ? 0x222222u : 0x111111u)
                    << x << "," << y;
    }
}

// SDL's driver without a screen says 60 frames a second.
TEST_F(PresenterTest, NoMoreThanOnePictureIsShownInADisplayFrame) {
    paint({width, height}, 0x111111, {0, 0, width, height});
    EXPECT_EQ(presenter->next_present(), std::nullopt);
    paint({width, height}, 0x222222, {10, 10, 5, 5});
    ASSERT_NE(presenter->next_present(), std::nullopt);
    const auto frame = *presenter->next_present() - now;
    EXPECT_EQ(frame, std::chrono::microseconds(16'666));
    wait(frame - std::chrono::microseconds(1));
    EXPECT_NE(presenter->next_present(), std::nullopt);
    wait(std::chrono::microseconds(1));
    EXPECT_EQ(presenter->next_present(), std::nullopt);
}

TEST_F(PresenterTest, WhatIsShownIsNotShownAgain) {
    paint({width, height}, 0x111111, {0, 0, width, height});
    wait(std::chrono::milliseconds(1));
    EXPECT_EQ(presenter->next_present(), std::nullopt);
}

TEST_F(PresenterTest, TheFirstPictureAfterAPauseIsShownAtOnce) {
    paint({width, height}, 0x111111, {0, 0, width, height});
    wait(std::chrono::seconds(1));
    paint({width, height}, 0x222222, {10, 10, 5, 5});
    EXPECT_EQ(presenter->next_present(), std::nullopt);
}

TEST(FramePace, ADisplayThatDoesNotSayHasSixtyFrames) {
    FramePace pace;
    pace.shown(FramePace::TimePoint{}, 0);
    EXPECT_EQ(pace.next().time_since_epoch(), std::chrono::microseconds(16'666));
    pace.shown(FramePace::TimePoint{}, 144);
    EXPECT_EQ(pace.next().time_since_epoch(), std::chrono::microseconds(6'944));
}

}  // namespace
}  // namespace ecsview::ui

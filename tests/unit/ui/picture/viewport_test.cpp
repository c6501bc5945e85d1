// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/picture/viewport.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace ecsview::ui {
namespace {

using screen::DesktopPoint;
using screen::DesktopRect;
using screen::DesktopSize;
using screen::WindowPoint;
using screen::WindowRect;
using screen::WindowSize;

WindowRect picture(DesktopSize desktop, WindowSize window, ScaleMode mode) {
    return Viewport(desktop, window, mode).picture();
}

TEST(Viewport, FitKeepsTheShapeAndCentres) {
    EXPECT_EQ(picture({1280, 800}, {1280, 800}, ScaleMode::fit), (WindowRect{0, 0, 1280, 800}));
    EXPECT_EQ(picture({1280, 800}, {1920, 1080}, ScaleMode::fit), (WindowRect{96, 0, 1728, 1080}));
    EXPECT_EQ(picture({1024, 768}, {500, 500}, ScaleMode::fit), (WindowRect{0, 62, 500, 375}));
    EXPECT_EQ(picture({720, 400}, {725, 1000}, ScaleMode::fit), (WindowRect{0, 298, 725, 403}));
}

TEST(Viewport, FitNeverLosesAnExtremeShape) {
    EXPECT_EQ(picture({8192, 1}, {100, 100}, ScaleMode::fit), (WindowRect{0, 49, 100, 1}));
    EXPECT_EQ(picture({1, 8192}, {100, 100}, ScaleMode::fit), (WindowRect{49, 0, 1, 100}));
    EXPECT_EQ(picture({7680, 4320}, {1, 1}, ScaleMode::fit), (WindowRect{0, 0, 1, 1}));
}

TEST(Viewport, IntegerTakesWholeMultiplesAndFallsBackToFit) {
    EXPECT_EQ(picture({640, 400}, {1919, 1300}, ScaleMode::integer),
              (WindowRect{319, 250, 1280, 800}));
    EXPECT_EQ(picture({640, 400}, {1920, 1200}, ScaleMode::integer),
              (WindowRect{0, 0, 1920, 1200}));
    EXPECT_EQ(picture({640, 400}, {639, 400}, ScaleMode::integer),
              picture({640, 400}, {639, 400}, ScaleMode::fit));
}

TEST(Viewport, ABorderOfAPixelIsBetterThanABlurredPicture) {
    EXPECT_EQ(picture({1280, 800}, {1281, 801}, ScaleMode::fit), (WindowRect{0, 0, 1280, 800}));
    EXPECT_EQ(picture({720, 400}, {721, 1000}, ScaleMode::fit), (WindowRect{0, 300, 720, 400}));
    EXPECT_EQ(picture({640, 400}, {1282, 802}, ScaleMode::fit), (WindowRect{1, 1, 1280, 800}));
    EXPECT_EQ(picture({640, 400}, {1283, 802}, ScaleMode::fit), (WindowRect{0, 0, 1283, 802}));
}

TEST(Viewport, StretchFillsTheWindow) {
    EXPECT_EQ(picture({640, 400}, {333, 777}, ScaleMode::stretch), (WindowRect{0, 0, 333, 777}));
}

TEST(Viewport, NoneCentresWhatFitsAndPansTheRest) {
    const auto at = [](std::optional<WindowPoint> pointer) {
        return Viewport({1000, 300}, {500, 500}, ScaleMode::none, pointer).picture();
    };
    EXPECT_EQ(at(std::nullopt), (WindowRect{-250, 100, 1000, 300}));
    EXPECT_EQ(at(WindowPoint{0, 250}), (WindowRect{0, 100, 1000, 300}));
    EXPECT_EQ(at(WindowPoint{499, 0}), (WindowRect{-500, 100, 1000, 300}));
    EXPECT_EQ(at(WindowPoint{-40, 0}), (WindowRect{0, 100, 1000, 300}));
    EXPECT_EQ(at(WindowPoint{5000, 0}), (WindowRect{-500, 100, 1000, 300}));
    const Viewport narrow({1000, 300}, {1, 1}, ScaleMode::none, WindowPoint{0, 0});
    EXPECT_TRUE(narrow.pans());
    EXPECT_FALSE(Viewport({10, 10}, {10, 10}, ScaleMode::none).pans());
}

TEST(Viewport, NonePansEveryDesktopPixelIntoReach) {
    const auto under = [](int x) {
        return Viewport({1000, 300}, {500, 500}, ScaleMode::none, WindowPoint{x, 0})
            .to_desktop({x, 100});
    };
    EXPECT_EQ(under(0), (DesktopPoint{0, 0}));
    EXPECT_EQ(under(499), (DesktopPoint{999, 0}));
}

TEST(Viewport, MapsPointsAndClampsTheBorderToTheNearestEdge) {
    const Viewport view({1280, 800}, {1920, 1080}, ScaleMode::fit);
    EXPECT_EQ(view.to_desktop({96, 0}), (DesktopPoint{0, 0}));
    EXPECT_EQ(view.to_desktop({95, 0}), (DesktopPoint{0, 0}));
    EXPECT_EQ(view.to_desktop({-1000, 5000}), (DesktopPoint{0, 799}));
    EXPECT_EQ(view.to_desktop({96 + 1727, 1079}), (DesktopPoint{1279, 799}));
    EXPECT_EQ(view.to_desktop({5000, -3}), (DesktopPoint{1279, 0}));
    EXPECT_EQ(view.to_desktop({96 + 864, 540}), (DesktopPoint{640, 400}));
}

// One axis of a picture that is `to` window pixels wide, all its places in order.
std::vector<int> places(int from, int to) {
    const Viewport view({from, 1}, {to, 1}, ScaleMode::stretch);
    std::vector<int> found;
    for (int x = 0; x < to; ++x) found.push_back(view.to_desktop({x, 0}).x);
    return found;
}

constexpr int sides[] = {1,   2,   3,    7,    64,   200,  320,  400,  639,  640, 720,
                         768, 800, 1024, 1080, 1279, 1280, 1366, 1920, 2560, 3840};

// A guest has its start button, its close buttons and its hot corners there.
TEST(Viewport, TheEndsMeetAtEverySizeAndScale) {
    for (const int from : sides)
        for (const int to : sides) {
            const auto found = places(from, to);
            EXPECT_EQ(found.front(), 0) << from << " at " << to;
            EXPECT_EQ(found.back(), to > 1 ? from - 1 : 0) << from << " at " << to;
        }
}

TEST(Viewport, APlaceIsUnderItsWindowPixelAtEverySizeAndScale) {
    for (const int from : sides)
        for (const int to : sides) {
            const auto found = places(from, to);
            EXPECT_TRUE(std::is_sorted(found.begin(), found.end())) << from << " at " << to;
            for (std::int64_t x = 0; x < to; ++x) {
                const std::int64_t first = x * from / to;
                const std::int64_t last = std::max(first, ((x + 1) * from + to - 1) / to - 1);
                const int at = found[static_cast<std::size_t>(x)];
                EXPECT_TRUE(at >= first && at <= last) << from << " at " << to << ": " << x;
            }
        }
}

TEST(Viewport, TheEndsMeetInEveryModeWithBordersAndWhilePanning) {
    for (const ScaleMode mode :
         {ScaleMode::fit, ScaleMode::integer, ScaleMode::none, ScaleMode::stretch})
        for (const DesktopSize desktop : {DesktopSize{1920, 1080}, {1280, 800}, {720, 400}})
            for (const WindowSize window : {WindowSize{1280, 720}, {1280, 800}, {1000, 999}}) {
                const WindowPoint far{window.width - 1, window.height - 1};
                const Viewport end(desktop, window, mode, far);
                EXPECT_EQ(end.to_desktop(far),
                          (DesktopPoint{desktop.width - 1, desktop.height - 1}));
                const Viewport begin(desktop, window, mode, WindowPoint{0, 0});
                EXPECT_EQ(begin.to_desktop({0, 0}), (DesktopPoint{0, 0}));
            }
}

TEST(Viewport, APinchKeepsUnderTheFingersWhatWasThere) {
    for (const ScaleMode mode : {ScaleMode::fit, ScaleMode::none, ScaleMode::stretch})
        for (const double ratio : {1.5, 2.0, 3.7}) {
            const Viewport before({1280, 800}, {800, 480}, mode);
            const Viewport after({1280, 800}, {800, 480}, mode, std::nullopt,
                                 before.pinched(ratio, {300, 200}, {320, 190}));
            EXPECT_TRUE(after.pans());
            EXPECT_NEAR(after.to_desktop({320, 190}).x, before.to_desktop({300, 200}).x, 1.5);
            EXPECT_NEAR(after.to_desktop({320, 190}).y, before.to_desktop({300, 200}).y, 1.5);
            EXPECT_NEAR(after.picture().width, before.picture().width * ratio, 1);
        }
}

TEST(Viewport, APinchHasItsEndsAndNoBorderAppearsInAPicture) {
    const Viewport fit({800, 480}, {800, 480}, ScaleMode::fit);
    EXPECT_EQ(fit.pinched(0.1, {1, 1}, {1, 1}).factor, 1);
    EXPECT_EQ(fit.pinched(100, {1, 1}, {1, 1}).factor, most_enlarged);
    const Viewport corner({800, 480}, {800, 480}, ScaleMode::fit, std::nullopt,
                          fit.pinched(2, {0, 0}, {500, 400}));
    EXPECT_EQ(corner.picture(), (screen::WindowRect{0, 0, 1600, 960}));
    const Viewport back({800, 480}, {800, 480}, ScaleMode::fit, std::nullopt,
                        corner.pinched(0.5, {400, 240}, {10, 10}));
    EXPECT_TRUE(back.exact());
    EXPECT_EQ(back.picture().x, 0);
}

TEST(Viewport, WhatIsToBeSeenLiesAboveWhatCoversTheRest) {
    const auto seen = [](double y) {
        return Viewport({800, 480}, {800, 480}, ScaleMode::fit, std::nullopt,
                        {1, PicturePart{0.5, y}}, 240);
    };
    EXPECT_TRUE(seen(1).pans());
    EXPECT_TRUE(seen(1).exact()) << "it keeps its scale";
    EXPECT_EQ(seen(1).picture().y, -240);
    EXPECT_EQ(seen(0).picture().y, 0);
    EXPECT_EQ(seen(0.5).picture().y, -120);
    EXPECT_EQ(seen(0.5).middle(), (PicturePart{0.5, 0.5}));
    EXPECT_EQ(seen(1).covering({0, 0, 800, 480}), (screen::WindowRect{0, 0, 800, 240}));
    const Viewport flat({800, 100}, {800, 480}, ScaleMode::fit, std::nullopt, {}, 240);
    EXPECT_FALSE(flat.pans());
    EXPECT_EQ(flat.picture().y, 70) << "in the middle of what is left";
}

TEST(Viewport, ExactMappingIsTheIdentity) {
    const Viewport view({1280, 800}, {1280, 800}, ScaleMode::fit);
    EXPECT_TRUE(view.exact());
    for (int i = 0; i < 800; ++i) EXPECT_EQ(view.to_desktop({i, i}), (DesktopPoint{i, i}));
    EXPECT_EQ(view.covering({3, 4, 5, 6}), (WindowRect{3, 4, 5, 6}));
}

TEST(Viewport, CoveringOfWholeMultiplesHasNoMargin) {
    const Viewport view({100, 100}, {300, 300}, ScaleMode::fit);
    EXPECT_TRUE(view.multiple());
    EXPECT_FALSE(view.exact());
    EXPECT_EQ(view.covering({10, 20, 1, 2}), (WindowRect{30, 60, 3, 6}));
}

TEST(Viewport, CoveringIsRoundedOutwardsWithTheFiltersMargin) {
    const Viewport view({100, 100}, {150, 150}, ScaleMode::fit);
    // Desktop pixels 9 to 11 with the margin: 13.5 to 18 in the window.
    EXPECT_EQ(view.covering({10, 10, 1, 1}), (WindowRect{13, 13, 5, 5}));
    EXPECT_EQ(view.covering({0, 0, 100, 100}), (WindowRect{0, 0, 150, 150}));
    EXPECT_TRUE(view.covering({0, 0, 0, 5}).empty());
    EXPECT_TRUE(view.covering({200, 200, 5, 5}).empty());
}

TEST(Viewport, NeighboursTouchAndDoNotOverlapAtAnyScale) {
    for (int width = 90; width < 2000; width += 37) {
        const Viewport seen({720, 400}, {width, 500}, ScaleMode::stretch);
        int end = 0;
        for (int x = 0; x < 720; x += 9) {
            const WindowRect cell = seen.place_of({x, 384, 9, 16});
            ASSERT_EQ(cell.x, end);
            end = cell.right();
            ASSERT_EQ(cell.bottom(), 500);
        }
        EXPECT_EQ(end, width);
    }
    EXPECT_EQ(Viewport({720, 400}, {720, 500}, ScaleMode::none).place_of({9, 16, 9, 16}),
              (WindowRect{9, 66, 9, 16}));
    // 12.5 and 25
    EXPECT_EQ(Viewport({720, 400}, {1000, 400}, ScaleMode::stretch).place_of({9, 0, 9, 16}),
              (WindowRect{13, 0, 12, 16}));
    EXPECT_TRUE(Viewport().place_of({0, 0, 9, 9}).empty());
}

TEST(Viewport, CoveringIsCutToTheWindow) {
    const Viewport view({1000, 300}, {500, 500}, ScaleMode::none);
    EXPECT_EQ(view.covering({0, 0, 1000, 300}), (WindowRect{0, 100, 500, 300}));
    EXPECT_TRUE(view.covering({0, 0, 250, 300}).empty());
}

TEST(Viewport, NothingToShowIsEmptyAndHarmless) {
    for (const Viewport& view : {Viewport({0, 0}, {100, 100}, ScaleMode::fit),
                                 Viewport({5, 5}, {0, 9}, ScaleMode::none), Viewport()}) {
        EXPECT_TRUE(view.empty());
        EXPECT_FALSE(view.multiple());
        EXPECT_EQ(view.to_desktop({7, 7}), (DesktopPoint{0, 0}));
        EXPECT_TRUE(view.covering({0, 0, 5, 5}).empty());
    }
}

TEST(Viewport, LargestSizesDoNotOverflow) {
    const Viewport view({7680, 4320}, {32767, 32767}, ScaleMode::fit);
    EXPECT_EQ(view.to_desktop({32766, 32766}), (DesktopPoint{7679, 4319}));
    EXPECT_EQ(view.covering({7679, 4319, 1, 1}).right(), 32767);
}

TEST(NaturalWindow, IsTheDesktopsSizeOrScaledDown) {
    EXPECT_EQ(natural_window({1280, 800}, {1280, 800}), (WindowSize{1280, 800}));
    EXPECT_EQ(natural_window({720, 400}, {1920, 1080}), (WindowSize{720, 400}));
    EXPECT_EQ(natural_window({1920, 1080}, {1280, 800}), (WindowSize{1280, 720}));
    EXPECT_EQ(natural_window({1000, 2000}, {1280, 800}), (WindowSize{400, 800}));
}

// Whatever size a server chooses, the menu and its words have a place.
TEST(NaturalWindow, IsNeverTooSmallForTheMenu) {
    EXPECT_EQ(natural_window({1, 1}, {1280, 800}), (WindowSize{320, 200}));
    EXPECT_EQ(natural_window({8192, 1}, {1280, 800}), (WindowSize{1280, 200}));
    EXPECT_EQ(natural_window({1, 1}, {240, 120}), (WindowSize{240, 120}));
}

TEST(ScaleMode, HasFourNames) {
    EXPECT_EQ(parse_scale_mode("fit"), ScaleMode::fit);
    EXPECT_EQ(parse_scale_mode("integer"), ScaleMode::integer);
    EXPECT_EQ(parse_scale_mode("none"), ScaleMode::none);
    EXPECT_EQ(parse_scale_mode("stretch"), ScaleMode::stretch);
    EXPECT_FALSE(parse_scale_mode("Fit"));
    EXPECT_FALSE(parse_scale_mode(""));
}

}  // namespace
}  // namespace ecsview::ui

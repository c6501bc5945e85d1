// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/words/overlay.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace ecsview::ui {
namespace {

struct Picture {
    int width, height;
    std::vector<std::uint32_t> pixels;
    Picture(int w, int h, std::uint32_t colour)
        : width(w), height(h), pixels(static_cast<std::size_t>(w * h), colour) {}
    Canvas canvas() { return {pixels.data(), width, height, width}; }
    std::uint32_t at(int x, int y) const { return pixels[static_cast<std::size_t>(y * width + x)]; }
};

const std::string long_text =
    "The console is in use by another session 控制台正在使用; close that one or take it over.";

TEST(Canvas, OpaqueFillIsExactAndClipped) {
    Picture p(10, 10, 0x123456);
    fill(p.canvas(), {-5, -5, 8, 8}, opaque(0xfedcba));
    fill(p.canvas(), {20, 20, 5, 5}, opaque(0));
    fill(p.canvas(), {5, 5, -3, 4}, opaque(0));
    EXPECT_EQ(p.at(2, 2), 0xfedcbau);
    EXPECT_EQ(p.at(3, 2), 0x123456u);
    EXPECT_EQ(std::count(p.pixels.begin(), p.pixels.end(), 0xfedcbau), 9);
}

TEST(Canvas, TransparentFillBlends) {
    Picture p(2, 1, 0x808080);
    fill(p.canvas(), {0, 0, 1, 1}, 0x00ffffff);
    EXPECT_EQ(p.at(0, 0), 0x808080u);
    fill(p.canvas(), {0, 0, 1, 1}, 0x80000000);
    EXPECT_NEAR(static_cast<int>(p.at(0, 0) & 0xff), 0x40, 1);
}

TEST(Canvas, RoundedCornersAreSymmetricAndOpen) {
    Picture p(40, 30, 0);
    fill_rounded(p.canvas(), {0, 0, 40, 30}, 8, opaque(0xffffff));
    EXPECT_EQ(p.at(0, 0), 0u);
    EXPECT_EQ(p.at(20, 0), 0xffffffu);
    EXPECT_EQ(p.at(20, 15), 0xffffffu);
    for (int y = 0; y < 30; ++y)
        for (int x = 0; x < 40; ++x) {
            EXPECT_EQ(p.at(x, y), p.at(39 - x, y));
            EXPECT_EQ(p.at(x, y), p.at(x, 29 - y));
        }
}

TEST(Overlay, DimDarkensEveryPixel) {
    Picture p(5, 5, 0xffffff);
    dim(p.canvas());
    for (const auto pixel : p.pixels) EXPECT_LT(pixel & 0xff, 0x90u);
}

TEST(Overlay, TheBannerLeavesThePictureBelowAlone) {
    Picture p(1280, 800, 0x336699);
    draw(p.canvas(), Banner{"The connection was lost", "for 2 s", Tone::waiting, "Ctrl+Alt+M"});
    EXPECT_NE(p.at(640, 10), 0x336699u);
    EXPECT_EQ(p.at(640, 200), 0x336699u);
    EXPECT_EQ(p.at(0, 10), 0xf0a63au) << "the coloured strip";
}

TEST(Overlay, TheHintLiesAtTheBottomAndDimsNothing) {
    Picture p(1280, 800, 0x336699);
    draw(p.canvas(), Hint{"The guest's screen is blank."});
    EXPECT_EQ(p.at(640, 400), 0x336699u);
    EXPECT_EQ(p.at(100, 750), 0x336699u);
    EXPECT_NE(p.at(640, 750), 0x336699u);
}

TEST(Overlay, TheMenusButtonIsLargeEnoughForAFinger) {
    for (const auto& [w, h] : {std::pair{640, 480}, {1920, 1080}, {3840, 2160}}) {
        const Area button = menu_button(w, h);
        EXPECT_GE(button.width, style::touch_side);
        EXPECT_GE(button.height, style::touch_side);
        EXPECT_EQ(button.x + button.width, w);
        Picture p(w, h, 0x336699);
        draw(p.canvas(), Banner{long_text, long_text, Tone::bad, "Ctrl+Alt+M"});
        EXPECT_EQ(p.at(button.x + button.width / 2, button.y + button.height / 2), 0xc3ccd8u);
        EXPECT_TRUE(has_menu_button(Overlay(Banner{})));
        EXPECT_FALSE(has_menu_button(Overlay(Hint{})));
        EXPECT_FALSE(has_menu_button(Overlay{}));
    }
}

TEST(Overlay, OnlyAHintLeavesThePictureBright) {
    EXPECT_FALSE(cover_of(Hint{"a"}).dims());
    EXPECT_TRUE(cover_of(Banner{}).dims());
    EXPECT_TRUE(cover_of(Notice{}).dims());
    EXPECT_TRUE(cover_of(Overlay{}).empty());
}

// What is the same is not drawn again, and what is not is.
TEST(Overlay, ACoverIsTheSameWhenItsWordsAre) {
    EXPECT_EQ(cover_of(Hint{"a"}), cover_of(Hint{"a"}));
    EXPECT_FALSE(cover_of(Hint{"a"}) == cover_of(Hint{"b"}));
    EXPECT_FALSE(cover_of(Notice{}) == cover_of(Banner{}));
    EXPECT_FALSE(cover_of(Hint{"a"}) == Cover());
    EXPECT_EQ(Cover(), Cover());
}

TEST(Overlay, CardsAreCentred) {
    Picture p(1280, 800, 0);
    draw(p.canvas(), Notice{"Title", "Text", "Hint", Tone::bad});
    const auto row = p.pixels.begin() + 800 * 2 / 5 * 1280;
    const auto first = std::find_if(row, row + 1280, [](auto v) { return v != 0; }) - row;
    auto last = 1279L;
    while (row[last] == 0) --last;
    EXPECT_EQ(first, 1279 - last);
    EXPECT_GT(first, 300);
}

TEST(Overlay, ThePasswordIsNeverMoreThanDots) {
    Picture three(800, 500, 0), four(800, 500, 0);
    draw(three.canvas(), PromptView{"VNC password", "Text", 3, "Hint"});
    draw(four.canvas(), PromptView{"VNC password", "Text", 4, "Hint"});
    EXPECT_NE(three.pixels, four.pixels);
    // A line longer than the field stops at its end.
    Picture many(1000, 500, 0), more(1000, 500, 0);
    draw(many.canvas(), PromptView{"VNC password", "Text", 50, "Hint"});
    draw(more.canvas(), PromptView{"VNC password", "Text", 51, "Hint"});
    EXPECT_EQ(many.pixels, more.pixels);
}

TEST(Overlay, EverySizeIsDrawnWithinBounds) {
    for (const auto& [w, h] : {std::pair{1, 1}, {17, 900}, {900, 9}, {100, 60}, {3840, 2160}}) {
        // Guard rows and columns around the canvas.
        std::vector<std::uint32_t> pixels(static_cast<std::size_t>((w + 2) * (h + 2)), 7);
        const Canvas canvas{pixels.data() + w + 3, w, h, w + 2};
        draw_ground(canvas);
        draw(canvas, Banner{long_text, long_text, Tone::waiting, long_text});
        draw(canvas, Hint{long_text});
        draw(canvas, Notice{long_text, long_text, long_text, Tone::calm});
        draw(canvas, PromptView{long_text, long_text, 64, long_text});
        dim(canvas);
        for (int x = 0; x < w + 2; ++x) {
            EXPECT_EQ(pixels[static_cast<std::size_t>(x)], 7u);
            EXPECT_EQ(pixels[static_cast<std::size_t>((h + 1) * (w + 2) + x)], 7u);
        }
        for (int y = 0; y < h + 2; ++y) {
            EXPECT_EQ(pixels[static_cast<std::size_t>(y * (w + 2))], 7u);
            EXPECT_EQ(pixels[static_cast<std::size_t>(y * (w + 2) + w + 1)], 7u);
        }
    }
}

TEST(Overlay, LettersGrowWithTheScreen) {
    const auto bar = [](int width, int height) {
        Picture p(width, height, 0x336699);
        draw(p.canvas(), Banner{"Lost", "", Tone::waiting, ""});
        int y = 0;
        while (p.at(width / 2, y) != 0x336699) ++y;
        return y;
    };
    EXPECT_GE(bar(3840, 2160), 2 * bar(1280, 800));
}

}  // namespace
}  // namespace ecsview::ui

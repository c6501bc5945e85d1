// SPDX-License-Identifier: GPL-2.0-or-later
#include "states/colours.h"

#include <gtest/gtest.h>

#include <vector>

namespace ecsview::states {
namespace {

constexpr std::uint32_t stop_blue = 0x0078d7, white = 0xffffff;

// A picture of 200x100 that a test paints.
class ColoursTest : public testing::Test {
protected:
    void fill(int x, int y, int width, int height, std::uint32_t colour) {
        for (int row = y; row < y + height; ++row)
            for (int column = x; column < x + width; ++column)
                pixels[static_cast<std::size_t>(row * 200 + column)] = colour;
    }
    Colours seen() const { return colours_of({pixels, {200, 100}}); }
    // Windows 10's: the face, some lines below it, a code at the left.
    void stop_screen() {
        fill(0, 0, 200, 100, stop_blue);
        fill(20, 15, 10, 20, white);
        for (int row = 40; row < 50; row += 3) fill(20, row, 90, 1, white);
        fill(20, 60, 20, 1, 0x7fbbeb);  // the edge of a letter: half of each
    }
    std::vector<std::uint32_t> pixels = std::vector<std::uint32_t>(20'000);
};

TEST_F(ColoursTest, OneColourIsBlankWhateverTheFourthByteIs) {
    fill(0, 0, 200, 100, 0x123456);
    pixels[77] |= 0xff000000;
    EXPECT_TRUE(seen().blank());
    EXPECT_EQ(seen().common, 0x123456u);
    pixels[19'999] ^= 1;
    EXPECT_FALSE(seen().blank());
    EXPECT_EQ(seen().share, 999);
}

TEST_F(ColoursTest, OfNothingNothingIsTold) {
    EXPECT_FALSE(colours_of({{}, {}}).blank());
}

TEST_F(ColoursTest, TheSharesAreThousandths) {
    fill(0, 0, 200, 100, 0x000080);
    fill(0, 0, 20, 100, white);       // 2000 pixels, half of them above
    fill(180, 0, 10, 100, 0xff0000);  // 1000, all at the right
    const auto colours = seen();
    EXPECT_EQ(colours.common, 0x000080u);
    EXPECT_EQ(colours.share, 850);
    EXPECT_EQ(colours.whitened, 666);
    EXPECT_EQ(colours.upper_left, 333);
}

TEST_F(ColoursTest, AStopScreenIsBlueAndWhite) {
    stop_screen();
    EXPECT_TRUE(like_a_stop_screen(seen()));
}

TEST_F(ColoursTest, ADesktopOfThatBlueHasOtherColours) {
    stop_screen();
    fill(0, 94, 200, 6, 0x101010);  // its task bar
    EXPECT_FALSE(like_a_stop_screen(seen()));
}

TEST_F(ColoursTest, AWindowOnThatBlueIsNone) {
    fill(0, 0, 200, 100, stop_blue);
    fill(20, 10, 60, 40, white);
    fill(21, 20, 58, 20, 0xf0f0f0);
    fill(22, 11, 20, 4, 0);  // the words of its title
    EXPECT_FALSE(like_a_stop_screen(seen()));
}

TEST_F(ColoursTest, TheClockOfALockedScreenIsElsewhere) {
    fill(0, 0, 200, 100, stop_blue);
    fill(20, 70, 40, 12, white);
    EXPECT_FALSE(like_a_stop_screen(seen()));
}

TEST_F(ColoursTest, AnotherBlueIsNone) {
    stop_screen();
    for (auto& pixel : pixels)
        if (pixel == stop_blue) pixel = 0x2060c0;
    EXPECT_FALSE(like_a_stop_screen(seen()));
}

TEST_F(ColoursTest, WithoutLettersItIsNone) {
    fill(0, 0, 200, 100, stop_blue);
    EXPECT_FALSE(like_a_stop_screen(seen()));
}

}  // namespace
}  // namespace ecsview::states

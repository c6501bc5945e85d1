// SPDX-License-Identifier: GPL-2.0-or-later
#include "text/reading.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "drawn_screen.h"

namespace ecsview::text {
namespace {

// Pictures as the mailbox brings them.
class ReadingTest : public testing::Test {
protected:
    bool look(Reading& reading, std::string_view line) {
        DrawnScreen screen(font_named(fonts, "PC 8x16"), 40, 2);
        screen.write(0, 0, line);
        return look(reading, screen.picture());
    }
    bool look(Reading& reading, const Picture& picture) {
        screen::PictureUpdate update;
        const auto framebuffer = std::make_shared<const screen::Framebuffer>();
        const auto bytes = picture.pixels.size_bytes();
        EXPECT_EQ(pwrite(framebuffer->fd(), picture.pixels.data(), bytes, 0),
                  static_cast<ssize_t>(bytes));
        update.framebuffer = framebuffer;
        update.size = picture.size;
        update.resized = true;
        update.complete = true;
        update.damage.add({0, 0, picture.size.width, picture.size.height});
        screen::PictureCopy copy;
        copy.take(update);
        return reading.look(copy);
    }
    const std::vector<Font> fonts = console_fonts();
};

const Failure late{ExitCode::out_of_time, "No whole picture came in time."};

TEST_F(ReadingTest, TheFirstPictureIsEnough) {
    Reading reading("");
    EXPECT_TRUE(look(reading, "login: "));
    EXPECT_EQ(*reading.text(false), "login:\n");
}

TEST_F(ReadingTest, WhatIsWaitedForHasToStandInALine) {
    Reading reading("login:");
    EXPECT_FALSE(look(reading, "Starting login service"));
    EXPECT_TRUE(look(reading, "web-01 login: "));
}

TEST_F(ReadingTest, APictureWithoutTextIsToldSo) {
    Reading reading("");
    const std::vector<std::uint32_t> pixels{1, 2, 3, 4};
    EXPECT_TRUE(look(reading, {pixels, {2, 2}}));
    EXPECT_EQ(reading.text(false).failure().code, ExitCode::no_text);
}

TEST_F(ReadingTest, WhatNeverCameIsNamed) {
    Reading reading("log\nin");
    look(reading, "booting");
    const auto told = reading.too_late(late);
    EXPECT_EQ(told.code, ExitCode::out_of_time);
    EXPECT_NE(told.sentence.find("log"), std::string::npos);
    EXPECT_EQ(told.sentence.find('\n'), std::string::npos);
}

TEST_F(ReadingTest, WithoutAPictureThatIsTheReason) {
    EXPECT_EQ(Reading("login:").too_late(late).sentence, late.sentence);
}

TEST_F(ReadingTest, ALossIsToldAsOne) {
    Reading reading("login:");
    look(reading, "booting");
    EXPECT_EQ(reading.too_late({ExitCode::network, "It is gone."}).sentence, "It is gone.");
}

}  // namespace
}  // namespace ecsview::text

// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/log.h"

#include <gtest/gtest.h>

#include "base/event.h"

namespace ecsview::log {
namespace {

TEST(PrintableTest, KeepsTextOfAnyLanguage) {
    EXPECT_EQ(printable("a\xc3\xa4\xe4\xb8\xad\xf0\x9f\x98\x80 z"),
              "a\xc3\xa4\xe4\xb8\xad\xf0\x9f\x98\x80 z");
    EXPECT_EQ(printable(""), "");
}

TEST(PrintableTest, ControlsAndWhatIsNoTextAreQuestionMarks) {
    EXPECT_EQ(printable("a\x1b[2J\nb\x7f"), "a?[2J?b?");
    EXPECT_EQ(printable("\xc2\x9bz"), "?z");        // C1: CSI
    EXPECT_EQ(printable("\xe2\x80\xaez"), "?z");    // writes from right to left
    EXPECT_EQ(printable("\xbb\xc3z\xff"), "??z?");  // half a character
    EXPECT_EQ(printable(std::string_view("f\0g", 3)), "f?g");
}

// Found by fuzzing: it was three bytes longer where it was cut.
TEST(PrintableTest, IsNeverLongerThanItsLimit) {
    EXPECT_EQ(printable("0123456789", 10), "0123456789");
    EXPECT_EQ(printable("0123456789a", 10), "0123456...");
    EXPECT_EQ(printable("012345\xc3\xa4\xc3\xa4\xc3\xa4", 10), "012345...");
    EXPECT_EQ(printable("\xff\xff\xff\xff\xff", 4), "?...");
    for (std::size_t limit = 3; limit < 20; ++limit)
        EXPECT_LE(
            printable("\xe4\xb8\xad\xc3\xa4zzz\xff\xff\xe4\xb8\xad\xe4\xb8\xad", limit).size(),
            limit);
}

// Whoever takes JSON is a program, and gets each event; a person's log has its level.
TEST(EventTest, JsonHasItWhateverTheLevel) {
    const auto told = [](Level level, Format format) {
        configure(Level::warning, format);
        testing::internal::CaptureStderr();
        event(level, "states", "it happened");
        configure(Level::warning, Format::text);
        return !testing::internal::GetCapturedStderr().empty();
    };
    EXPECT_TRUE(told(Level::info, Format::json));
    EXPECT_TRUE(told(Level::warning, Format::text));
    EXPECT_FALSE(told(Level::info, Format::text));
}

}  // namespace
}  // namespace ecsview::log

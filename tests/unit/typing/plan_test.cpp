// SPDX-License-Identifier: GPL-2.0-or-later
#include "typing/plan.h"

#include <gtest/gtest.h>

namespace ecsview::typing {
namespace {

Plan plan_us(std::string_view text, Missing how = Missing::stop) {
    return plan(text, Layout(), how, false);
}

// "+1e -1e": what a step presses and lets go.
std::string keys(const Plan& plan, std::size_t step) {
    std::string text;
    for (const auto& message : plan.messages_of(plan.steps[step])) {
        char number[8];
        std::snprintf(number, sizeof number, "%02x",
                      static_cast<unsigned>(static_cast<unsigned char>(message.bytes.back())));
        text += (text.empty() ? "" : " ") + std::string(message.bytes[3] ? "+" : "-") + number;
    }
    return text;
}

TEST(Plan, EachStepLeavesEveryKeyUp) {
    const auto text = plan_us("aB");
    ASSERT_EQ(text.steps.size(), 2u);
    EXPECT_EQ(keys(text, 0), "+1e -1e");
    EXPECT_EQ(keys(text, 1), "+2a +30 -30 -2a");
    const auto german = plan("@\u00c9", *Layout::by_name("de"), Missing::stop, false);
    EXPECT_EQ(keys(german, 0), "+b8 +10 -10 -b8");
    EXPECT_EQ(keys(german, 1), "+0d -0d +2a +12 -12 -2a");
}

TEST(Plan, LineEndsOfEachKindAreReturn) {
    const auto text = plan_us("a\r\nb\nc\rd\n\n");
    std::string shape;
    for (const auto& step : text.steps) shape += step.shows == Step::Shows::line_end ? 'N' : '.';
    EXPECT_EQ(shape, ".N.N.N.NN");
    EXPECT_EQ(keys(text, 1), "+1c -1c");
}

TEST(Plan, TabsAndBlanksMayShowNothing) {
    const auto text = plan_us("\t a");
    EXPECT_EQ(keys(text, 0), "+0f -0f");
    EXPECT_EQ(text.steps[0].shows, Step::Shows::blank);
    EXPECT_EQ(text.steps[1].shows, Step::Shows::blank);
    EXPECT_EQ(text.steps[2].shows, Step::Shows::glyph);
}

TEST(Plan, TellsEachMissingCharacterOnce) {
    const auto text = plan_us("a\u00e9b\u00e9\x1b\x7f");
    EXPECT_EQ(text.missing, U"\u00e9\x1b\x7f");
    EXPECT_EQ(text.left_out, 4u);
    EXPECT_EQ(text.steps.size(), 2u);
}

TEST(Plan, AByteOrderMarkIsNoCharacterAtTheBeginning) {
    EXPECT_EQ(plan_us("\ufeffa").missing, U"");
    EXPECT_EQ(plan_us("a\ufeff").missing, U"\ufeff");
}

TEST(Plan, TypesByNumberOnLinux) {
    const auto text = plan_us("\u4e2d", Missing::linux);
    EXPECT_EQ(text.missing, U"");
    ASSERT_EQ(text.steps.size(), 6u);
    EXPECT_EQ(keys(text, 0), "+1d +2a +16 -16 -2a -1d");
    EXPECT_EQ(keys(text, 1), "+05 -05");  // 4
    EXPECT_EQ(keys(text, 5), "+39 -39");
    EXPECT_EQ(text.characters(), 1u);
    EXPECT_EQ(plan_us("a\u4e2db\r\n", Missing::linux).characters(), 4u);
    const auto russian = plan("\u4e2d", *Layout::by_name("ru"), Missing::linux, false);
    EXPECT_EQ(russian.missing, U"\u4e2d");  // it has no u
    EXPECT_TRUE(russian.steps.empty());
}

TEST(Plan, TypesByNumberOnWindows) {
    const auto text = plan_us("\u00e9\u20ac\u4e2d", Missing::windows);
    EXPECT_EQ(text.missing, U"\u4e2d");
    ASSERT_EQ(text.steps.size(), 2u);
    EXPECT_EQ(keys(text, 0), "+38 +52 -52 +50 -50 +51 -51 +51 -51 -38");  // 0233
    EXPECT_EQ(keys(text, 1), "+38 +52 -52 +4f -4f +50 -50 +48 -48 -38");  // 0128
}

TEST(Plan, ControlCharactersAreNeverTypedByNumber) {
    EXPECT_EQ(plan_us("\x1b\u0085", Missing::linux).missing, U"\x1b\u0085");
}

TEST(Plan, AServerWithoutScancodesGetsTheCharacterAlone) {
    const auto text = plan("A\u4e2d\n", Layout(), Missing::stop, true);
    EXPECT_EQ(text.missing, U"");
    ASSERT_EQ(text.steps.size(), 3u);
    EXPECT_EQ(text.messages_of(text.steps[0]).at(0).bytes, rfb::key_event(true, 'A').bytes);
    EXPECT_EQ(text.messages_of(text.steps[1]).at(1).bytes, rfb::key_event(false, 0x1004e2d).bytes);
    EXPECT_EQ(text.messages_of(text.steps[2]).at(0).bytes, rfb::key_event(true, 0xff0d).bytes);
}

TEST(Plan, CountsThePs2BytesOfAStep) {
    const auto text = plan("aA@\u00e9", *Layout::by_name("de"), Missing::stop, false);
    const auto load = [&](std::size_t step) {
        const Load counted = text.load_of(text.steps[step]);
        return std::vector{counted.bytes, counted.tail, counted.events};
    };
    EXPECT_EQ(load(0), (std::vector{3, 2, 2}));
    EXPECT_EQ(load(1), (std::vector{6, 4, 4}));
    EXPECT_EQ(load(2), (std::vector{8, 5, 4}));
    EXPECT_EQ(load(3), (std::vector{6, 2, 4}));
}

TEST(Plan, NamesCharactersSoThatTheyCanBeFound) {
    EXPECT_EQ(names_of(U"\u00e9"), "\u00e9 (U+00E9)");
    EXPECT_EQ(names_of(U"\u00e9\x1b"), "\u00e9 (U+00E9) and U+001B");
    EXPECT_EQ(names_of(U"\u202e\U0001f600"), "U+202E and \U0001f600 (U+1F600)");
    EXPECT_EQ(names_of(U"\x01\x02\x03\x04\x05"), "U+0001, U+0002, U+0003, U+0004 and U+0005");
    EXPECT_EQ(names_of(U"\x01\x02\x03\x04\x05\x06"), "U+0001, U+0002, U+0003, U+0004 and 2 more");
}

}  // namespace
}  // namespace ecsview::typing

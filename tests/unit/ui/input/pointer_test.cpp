// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/input/pointer.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

namespace ecsview::ui {
namespace {

// "m00@3,4" motion, "p.." press, "r.." release; the number is the button mask in hexadecimal.
std::string told(const Messages& messages) {
    std::string text;
    for (const auto& m : messages) {
        const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(m.bytes[i]); };
        const char kind = m.kind == rfb::MessageKind::motion  ? 'm'
                          : m.kind == rfb::MessageKind::step  ? 's'
                          : m.kind == rfb::MessageKind::press ? 'p'
                                                              : 'r';
        char part[40];
        std::snprintf(part, sizeof part, "%c%02x@%d,%d ", kind, byte(1), byte(2) << 8 | byte(3),
                      byte(4) << 8 | byte(5));
        text += part;
        if (m.bytes.size() > 6) text.insert(text.size() - 1, "+" + std::to_string(byte(6)));
    }
    if (!text.empty()) text.pop_back();
    return text;
}

TEST(Pointer, MovesOnceForEachPlace) {
    Pointer pointer;
    EXPECT_EQ(told(pointer.move({3, 4})), "m00@3,4");
    EXPECT_EQ(told(pointer.move({3, 4})), "");
    EXPECT_EQ(told(pointer.move({3, 5})), "m00@3,5");
}

// 0x7fff is no step.
TEST(Pointer, StepsAreCountedFromTheMiddleAndEachIsSent) {
    Pointer pointer;
    EXPECT_EQ(told(pointer.step({3, -4})), "s00@32770,32763");
    EXPECT_EQ(told(pointer.step({3, -4})), "s00@32770,32763");
    EXPECT_EQ(told(pointer.step({0, 0})), "");
    EXPECT_EQ(told(pointer.step({-99999, 99999})), "s00@0,65535");
    EXPECT_EQ(told(pointer.button(1, true, rfb::no_step)), "p01@32767,32767");
    EXPECT_EQ(told(pointer.step({1, 0})), "s01@32768,32767");
    EXPECT_EQ(told(pointer.release_all()), "r00@32767,32767");
}

TEST(Pointer, ButtonsMakeAMask) {
    Pointer pointer;
    EXPECT_EQ(told(pointer.button(1, true, {1, 2})), "p01@1,2");
    EXPECT_EQ(told(pointer.button(3, true, {1, 2})), "p05@1,2");
    EXPECT_EQ(told(pointer.move({9, 9})), "m05@9,9");
    EXPECT_EQ(told(pointer.button(2, true, {9, 9})), "p07@9,9");
    EXPECT_EQ(told(pointer.button(1, false, {9, 9})), "r06@9,9");
    EXPECT_TRUE(pointer.any_down());
    EXPECT_EQ(told(pointer.release_all()), "r00@9,9");
    EXPECT_EQ(told(pointer.release_all()), "");
    EXPECT_FALSE(pointer.any_down());
}

TEST(Pointer, AButtonThatIsNotOursOnlyMoves) {
    Pointer pointer;
    EXPECT_EQ(told(pointer.button(4, true, {1, 2})), "m00@1,2");
    EXPECT_EQ(told(pointer.button(0, true, {1, 2})), "");
    EXPECT_EQ(told(pointer.button(1, false, {1, 2})), "");
}

// The mask then has bit 7, and its byte of more buttons follows the place.
TEST(Pointer, BackAndForwardAreTheButtonsAfterTheWheel) {
    Pointer pointer;
    pointer.set_more_buttons(true);
    EXPECT_EQ(told(pointer.button(4, true, {1, 2})), "p80@1,2+1");
    EXPECT_EQ(told(pointer.button(5, true, {1, 2})), "p80@1,2+3");
    EXPECT_EQ(told(pointer.button(1, true, {1, 2})), "p81@1,2+3");
    EXPECT_EQ(told(pointer.button(4, false, {1, 2})), "r81@1,2+2");
    EXPECT_EQ(told(pointer.wheel(0, 1, {1, 2})), "p89@1,2+2 r81@1,2+2");
    EXPECT_EQ(told(pointer.button(6, true, {1, 2})), "");
    EXPECT_TRUE(pointer.any_down());
    EXPECT_EQ(told(pointer.release_all()), "r00@1,2");
}

TEST(Pointer, TheWheelIsButtonsFourToSeven) {
    Pointer pointer;
    EXPECT_EQ(told(pointer.wheel(0, 1, {5, 6})), "p08@5,6 r00@5,6");
    EXPECT_EQ(told(pointer.wheel(0, -2, {5, 6})), "p10@5,6 r00@5,6 p10@5,6 r00@5,6");
    EXPECT_EQ(told(pointer.wheel(-1, 0, {5, 6})), "p20@5,6 r00@5,6");
    EXPECT_EQ(told(pointer.wheel(1, 0, {5, 6})), "p40@5,6 r00@5,6");
    pointer.button(1, true, {5, 6});
    EXPECT_EQ(told(pointer.wheel(0, 1, {5, 6})), "p09@5,6 r01@5,6");
}

TEST(Pointer, PartsOfANotchAddUp) {
    Pointer pointer;
    pointer.move({1, 1});
    EXPECT_EQ(told(pointer.wheel(0, 0.5f, {1, 1})), "");
    EXPECT_EQ(told(pointer.wheel(0, 0.75f, {1, 1})), "p08@1,1 r00@1,1");
    EXPECT_EQ(told(pointer.wheel(0, -0.75f, {1, 1})), "") << "the other way starts afresh";
    EXPECT_EQ(told(pointer.wheel(0, -0.25f, {1, 1})), "p10@1,1 r00@1,1");
}

// Else the guest would have the next click somewhere else than the person.
TEST(Pointer, APartOfANotchTellsANewPlace) {
    Pointer pointer;
    pointer.move({1, 1});
    EXPECT_EQ(told(pointer.wheel(0, 0.25f, {7, 8})), "m00@7,8");
    EXPECT_EQ(told(pointer.wheel(0.25f, 0, {7, 8})), "");
    EXPECT_EQ(told(pointer.move({7, 8})), "");
    EXPECT_EQ(told(pointer.wheel(0, NAN, {9, 9})), "m00@9,9");
}

TEST(Pointer, ARunawayWheelIsBounded) {
    Pointer pointer;
    pointer.move({1, 1});
    EXPECT_EQ(pointer.wheel(0, 1e9f, {1, 1}).size(), 20u);
    EXPECT_EQ(pointer.wheel(0, INFINITY, {1, 1}).size(), 0u);
    EXPECT_EQ(pointer.wheel(0, NAN, {1, 1}).size(), 0u);
    EXPECT_EQ(pointer.wheel(0, 1, {1, 1}).size(), 2u);
}

// Without them QEMU would keep the end of a quick movement to itself.
TEST(Pointer, AfterStepsComeAFewOfNothing) {
    using namespace std::chrono_literals;
    Pointer pointer;
    const Pointer::TimePoint start{};
    EXPECT_EQ(told(pointer.settle(start)), "");
    EXPECT_EQ(pointer.due(), std::nullopt);
    pointer.step({300, 2});
    EXPECT_EQ(told(pointer.settle(start)), "") << "not while the hand moves";
    EXPECT_EQ(pointer.due(), start + 30ms);
    EXPECT_EQ(told(pointer.settle(start + 29ms)), "");
    pointer.button(1, true, rfb::no_step);
    EXPECT_EQ(told(pointer.settle(start + 30ms)), "s01@32767,32767");
    EXPECT_EQ(pointer.due(), start + 60ms);
    pointer.step({1, 1});
    EXPECT_EQ(told(pointer.settle(start + 70ms)), "") << "it moves again";
    for (const auto at : {100ms, 130ms, 160ms})
        EXPECT_EQ(told(pointer.settle(start + at)), "s01@32767,32767");
    EXPECT_EQ(pointer.due(), std::nullopt);
    EXPECT_EQ(told(pointer.settle(start + 1h)), "");
}

TEST(Pointer, WhatIsForgottenIsNotSettled) {
    Pointer pointer;
    pointer.step({300, 2});
    pointer.settle({});
    pointer.forget();
    EXPECT_EQ(pointer.due(), std::nullopt);
    EXPECT_EQ(told(pointer.settle({})), "");
    EXPECT_EQ(pointer.due(), std::nullopt);
}

TEST(Pointer, ForgetsWithoutAWord) {
    Pointer pointer;
    pointer.button(1, true, {1, 1});
    pointer.forget();
    EXPECT_EQ(told(pointer.release_all()), "");
    EXPECT_EQ(told(pointer.move({1, 1})), "m00@1,1");
}

}  // namespace
}  // namespace ecsview::ui

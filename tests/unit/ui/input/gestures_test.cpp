// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/input/gestures.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <string>

namespace ecsview::ui {
namespace {

using namespace std::chrono_literals;
using Told = Gestures::Told;

std::string told(const Told& gestures) {
    struct Words {
        std::string operator()(const gesture::Press& p) const {
            return text("press%g@%g,%g", p.button, p.at);
        }
        std::string operator()(const gesture::Release& r) const {
            return text("release%g@%g,%g", r.button, r.at);
        }
        std::string operator()(const gesture::Move& m) const {
            return text("move@%g,%g", m.at.x, m.at.y) + text("by%g,%g", m.by.x, m.by.y);
        }
        std::string operator()(const gesture::Pair& p) const {
            return text(p.pinches ? "pinch@%g,%g" : "slide@%g,%g", p.at.x, p.at.y) +
                   text("by%g,%g", p.by.x, p.by.y) + (p.pinches ? text("x%g", p.ratio, 0) : "");
        }
        std::string operator()(const gesture::Menu&) const { return "menu"; }
        static std::string text(const char* format, double a, double b) {
            char out[60];
            std::snprintf(out, sizeof out, format, a, b);
            return out;
        }
        static std::string text(const char* format, int button, FingerPoint at) {
            char out[60];
            std::snprintf(out, sizeof out, format, double(button), at.x, at.y);
            return out;
        }
    };
    std::string words;
    for (const Gesture& one : gestures)
        words += (words.empty() ? "" : " ") + std::visit(Words{}, one);
    return words;
}

// A finger's side is 40 pixels, so it trembles by less than 10.
struct Hand {
    Gestures gestures;
    Gestures::TimePoint now{};
    explicit Hand(bool touchpad = false) { gestures.set_measure(40, touchpad); }
    std::string down(int finger, double x, double y) {
        return told(gestures.down(finger, {x, y}, now));
    }
    std::string move(int finger, double x, double y) { return told(gestures.move(finger, {x, y})); }
    std::string up(int finger) { return told(gestures.up(finger, now)); }
    std::string after(Gestures::TimePoint::duration span) {
        now += span;
        return told(gestures.wait(now));
    }
};

TEST(Gestures, ATapIsAClickWhereTheFingerCameDown) {
    Hand hand;
    EXPECT_EQ(hand.down(1, 100, 50), "");
    EXPECT_EQ(hand.move(1, 106, 50), "") << "it trembles";
    EXPECT_EQ(hand.up(1), "press1@100,50 release1@100,50");
    EXPECT_TRUE(hand.gestures.idle());
    EXPECT_FALSE(hand.gestures.due());
}

TEST(Gestures, TwoTapsNearToEachOtherAreOnePlace) {
    Hand hand;
    hand.down(1, 100, 50);
    hand.up(1);
    hand.now += 300ms;
    hand.down(2, 115, 60);
    EXPECT_EQ(hand.up(2), "press1@100,50 release1@100,50");
    hand.now += 300ms;
    hand.down(3, 200, 60);
    EXPECT_EQ(hand.up(3), "press1@200,60 release1@200,60") << "too far away";
    hand.now += 2s;
    hand.down(4, 210, 60);
    EXPECT_EQ(hand.up(4), "press1@210,60 release1@210,60") << "too late";
}

TEST(Gestures, AFingerThatRestsHoldsTheRightButton) {
    Hand hand;
    hand.down(1, 100, 50);
    EXPECT_EQ(hand.gestures.due(), hand.now + Gestures::rest);
    EXPECT_EQ(hand.after(Gestures::rest - 1ms), "");
    EXPECT_EQ(hand.after(1ms), "press3@100,50");
    EXPECT_FALSE(hand.gestures.due());
    EXPECT_EQ(hand.move(1, 103, 50), "move@103,50by3,0") << "a menu that is open follows";
    EXPECT_EQ(hand.up(1), "release3@103,50");
}

TEST(Gestures, AStrokeDragsFromWhereItBegan) {
    Hand hand;
    hand.down(1, 100, 50);
    EXPECT_EQ(hand.move(1, 109, 50), "");
    EXPECT_EQ(hand.move(1, 110, 50), "press1@100,50 move@110,50by10,0");
    EXPECT_EQ(hand.move(1, 130, 70), "move@130,70by20,20");
    EXPECT_EQ(hand.after(1h), "") << "it rests no more";
    EXPECT_EQ(hand.down(2, 300, 300), "") << "a palm beside it";
    EXPECT_EQ(hand.move(2, 400, 300), "");
    EXPECT_EQ(hand.up(2), "");
    EXPECT_EQ(hand.move(1, 131, 70), "move@131,70by1,0");
    EXPECT_EQ(hand.up(1), "release1@131,70");
}

TEST(Gestures, OnATouchpadAStrokeMovesAndDragsOnlyAfterATap) {
    Hand hand(true);
    hand.down(1, 100, 50);
    EXPECT_EQ(hand.move(1, 120, 50), "move@120,50by20,0");
    EXPECT_EQ(hand.up(1), "");
    hand.down(2, 100, 50);
    EXPECT_EQ(hand.up(2), "press1@100,50 release1@100,50");
    hand.now += 200ms;
    hand.down(3, 100, 50);
    EXPECT_EQ(hand.move(3, 120, 50), "press1@100,50 move@120,50by20,0");
    EXPECT_EQ(hand.up(3), "release1@120,50");
    hand.now += 1s;
    hand.down(4, 100, 50);
    EXPECT_EQ(hand.move(4, 120, 50), "move@120,50by20,0") << "the tap was long ago";
}

TEST(Gestures, TwoFingersThatMoveTogetherSlideWhicheverIsToldOfFirst) {
    for (const double dy : {20, -20}) {
        Hand hand;
        hand.down(1, 100, 100);
        EXPECT_EQ(hand.down(2, 100, 200), "");
        // One below the other, along their own line: the first alone would open or close.
        EXPECT_EQ(hand.move(1, 100, 100 + dy), "");
        EXPECT_EQ(hand.move(2, 100, 200 + dy),
                  dy > 0 ? "slide@100,170by0,20" : "slide@100,130by0,-20");
        EXPECT_EQ(hand.move(1, 101, 100 + dy),
                  dy > 0 ? "slide@100.5,170by0.5,0" : "slide@100.5,130by0.5,0");
        EXPECT_EQ(hand.up(1), "");
        EXPECT_EQ(hand.move(2, 300, 300), "") << "one that stays means nothing";
        EXPECT_EQ(hand.up(2), "");
        hand.down(3, 5, 5);
        EXPECT_EQ(hand.up(3), "press1@5,5 release1@5,5");
    }
}

TEST(Gestures, TwoFingersThatPartPinch) {
    Hand hand;
    hand.down(1, 100, 100);
    hand.down(2, 200, 100);
    EXPECT_EQ(hand.move(1, 75, 100), "");
    EXPECT_EQ(hand.move(2, 225, 100), "pinch@150,100by0,0x1.5");
    EXPECT_EQ(hand.move(2, 375, 100), "pinch@225,100by75,0x2");
}

TEST(Gestures, AFingerThatRestsWhileTheOtherGoesFarIsHalfOfAPinch) {
    Hand hand;
    hand.down(1, 100, 100);
    hand.down(2, 200, 100);
    EXPECT_EQ(hand.move(2, 239, 100), "");
    EXPECT_EQ(hand.move(2, 240, 100), "pinch@170,100by20,0x1.4");
}

TEST(Gestures, FingersThatMeetDoNotDivideByNothing) {
    Hand hand;
    hand.down(1, 100, 100);
    hand.down(2, 200, 100);
    hand.move(1, 125, 100);
    EXPECT_EQ(hand.move(2, 175, 100), "pinch@150,100by0,0x0.5");
    hand.move(1, 150, 100);
    EXPECT_EQ(hand.move(2, 150, 100), "pinch@150,100by-12.5,0x0.8") << "half a finger is the least";
}

TEST(Gestures, TwoFingersThatOnlyTouchAreNoClick) {
    Hand hand;
    hand.down(1, 100, 100);
    hand.down(2, 200, 100);
    EXPECT_FALSE(hand.gestures.due());
    EXPECT_EQ(hand.after(1h), "");
    EXPECT_EQ(hand.up(2), "");
    EXPECT_EQ(hand.up(1), "");
}

TEST(Gestures, ThreeFingersAskForTheMenuOnce) {
    Hand hand;
    hand.down(1, 100, 100);
    hand.down(2, 200, 100);
    EXPECT_EQ(hand.down(3, 300, 100), "menu");
    EXPECT_EQ(hand.down(4, 350, 100), "");
    EXPECT_EQ(hand.move(1, 0, 0), "");
    for (const int finger : {2, 1, 4}) EXPECT_EQ(hand.up(finger), "");
    EXPECT_EQ(hand.down(5, 9, 9), "") << "not before the last has gone";
    EXPECT_EQ(hand.up(3) + hand.up(5), "");
    hand.down(1, 100, 100);
    EXPECT_EQ(hand.up(1), "press1@100,100 release1@100,100");
}

TEST(Gestures, AThirdFingerInAScrollIsTheMenuToo) {
    Hand hand;
    hand.down(1, 100, 100);
    hand.down(2, 200, 100);
    hand.move(1, 100, 120);
    hand.move(2, 200, 120);
    EXPECT_EQ(hand.down(3, 300, 100), "menu");
}

TEST(Gestures, WhatIsCancelledLetsTheButtonGoAndMeansNothingMore) {
    Hand hand;
    hand.down(1, 100, 50);
    hand.move(1, 120, 50);
    EXPECT_EQ(told(hand.gestures.cancel()), "release1@120,50");
    EXPECT_EQ(hand.move(1, 140, 50), "");
    EXPECT_EQ(hand.up(1), "");
    hand.down(2, 100, 50);
    EXPECT_EQ(told(hand.gestures.cancel()), "");
    EXPECT_EQ(hand.after(1h), "");
    EXPECT_EQ(hand.up(2), "");
    EXPECT_EQ(told(hand.gestures.cancel()), "");
    hand.down(3, 7, 7);
    EXPECT_EQ(hand.up(3), "press1@7,7 release1@7,7");
}

TEST(Gestures, WhatNobodyPutDownIsNothing) {
    Hand hand;
    EXPECT_EQ(hand.move(1, 5, 5) + hand.up(1), "");
    hand.down(1, 100, 50);
    EXPECT_EQ(hand.down(1, 200, 50), "") << "it is there already";
    EXPECT_EQ(hand.up(1), "press1@100,50 release1@100,50");
}

}  // namespace
}  // namespace ecsview::ui

// SPDX-License-Identifier: GPL-2.0-or-later
// Single decisions; what comes of them all together is in typist_test.cpp.
#include "typing/pacer.h"

#include <gtest/gtest.h>

namespace ecsview::typing {
namespace {

using namespace std::chrono_literals;
using Shows = Step::Shows;

constexpr Load plain{3, 2, 2}, with_shift{6, 4, 4};

struct Pace {
    bool ready(const Load& load = plain, Shows shows = Shows::glyph) {
        return pacer.ready(load, shows, now);
    }
    void send(const Load& load = plain, Shows shows = Shows::glyph) {
        EXPECT_TRUE(ready(load, shows));
        pacer.sent(load, shows, now);
    }
    void see(int advance = 8, Sight::Kind kind = Sight::Kind::here) {
        front += advance;
        pacer.saw({kind, front, advance, 640}, now);
    }
    // Three characters, one at a time, each seen after `lag`: now several may be under way.
    void begin(std::chrono::milliseconds lag = 30ms) {
        for (int i = 0; i < 3; ++i) {
            send();
            now += lag;
            see();
            now += 30ms;
        }
    }

    Pacer pacer{Pacer::Way::follow};
    Pacer::TimePoint now{1h};
    int front = 8;
};

TEST(Pacer, OneAtATimeAtFirst) {
    Pace pace;
    pace.send();
    pace.now += 4s;
    EXPECT_FALSE(pace.ready());
    pace.see();
    EXPECT_TRUE(pace.ready());
}

TEST(Pacer, SeveralOnceEachHasTheSameWidth) {
    Pace pace;
    pace.begin();
    int sent = 0;
    for (; pace.ready(); ++sent, pace.now += 25ms) pace.send();
    EXPECT_EQ(sent, 4);  // 12 bytes, and 2 that may be left of the last one seen: 16 is all
    pace.see(16);
    EXPECT_TRUE(pace.ready(with_shift));
}

TEST(Pacer, LettersOfDifferentWidthStayAlone) {
    Pace pace;
    for (const int width : {6, 9, 5, 11, 7}) {
        pace.send();
        pace.now += 30ms;
        pace.see(width);
        pace.now += 30ms;
    }
    pace.send();
    pace.now += 1s;
    EXPECT_FALSE(pace.ready());
}

TEST(Pacer, ALinesEndWaitsForAllAndAllWaitForIt) {
    Pace pace;
    pace.begin();
    pace.send();
    pace.now += 25ms;
    EXPECT_FALSE(pace.ready(plain, Shows::line_end));
    pace.see();
    pace.send(plain, Shows::line_end);
    pace.now += 25ms;
    EXPECT_FALSE(pace.ready());
    pace.see(-40, Sight::Kind::elsewhere);
    EXPECT_TRUE(pace.ready());
}

TEST(Pacer, WaitsForTwentySecondsOfAGuestThatHasAnswered) {
    Pace pace;
    pace.begin();
    pace.send();
    EXPECT_FALSE(pace.pacer.given_up(pace.now + 19s));
    EXPECT_TRUE(pace.pacer.given_up(pace.now + 21s));
    Pace other;
    other.send();
    EXPECT_FALSE(other.pacer.given_up(other.now + 4s));
    EXPECT_TRUE(other.pacer.given_up(other.now + 5s));
}

// Far away the last one cannot have been seen yet.
TEST(Pacer, WhatIsNotSeenIsTakenForArrivedOnlyWhenItCouldHaveBeenSeen) {
    Pace pace;
    pace.begin(1s);
    pace.send();
    pace.now += 25ms;
    pace.send();
    pace.now += 975ms;
    pace.see();
    pace.send();
    pace.now += 25ms;
    pace.see();
    EXPECT_FALSE(pace.pacer.settled(pace.now + 900ms));
    EXPECT_TRUE(pace.pacer.settled(pace.now + 1500ms));
}

TEST(Pacer, AFixedPaceLeavesTimeForEachKeyEvent) {
    Pacer pacer(Pacer::Way::fixed);
    const Pacer::TimePoint now{1h};
    pacer.sent(plain, Shows::glyph, now);
    EXPECT_FALSE(pacer.ready(plain, Shows::glyph, now + 24ms));
    EXPECT_TRUE(pacer.ready(plain, Shows::glyph, now + 25ms));
    pacer.sent(with_shift, Shows::glyph, now);
    EXPECT_FALSE(pacer.ready(plain, Shows::glyph, now + 40ms));
    EXPECT_TRUE(pacer.ready(plain, Shows::glyph, now + 48ms));
    EXPECT_EQ(pacer.due(plain, Shows::glyph), now + 48ms);
}

// A log that scrolls: something always changes, and nothing of it is an echo.
TEST(Pacer, WhatNeverSettlesIsGivenUpInTheEnd) {
    Pace pace;
    pace.begin();
    pace.send();
    pace.now += 25ms;
    pace.send();
    const auto end = pace.now + 2min;
    while (pace.now < end && !pace.pacer.given_up(pace.now)) {
        pace.now += 300ms;
        pace.see(0, Sight::Kind::elsewhere);
        EXPECT_FALSE(pace.ready());
    }
    EXPECT_TRUE(pace.pacer.given_up(pace.now));
    EXPECT_LE(pace.pacer.due(plain, Shows::glyph), pace.now);
}

}  // namespace
}  // namespace ecsview::typing

// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/tunnel/liveness.h"

#include <gtest/gtest.h>

#include <random>

namespace ecsview::link {
namespace {

using namespace std::chrono_literals;
using screen::Activity;
using screen::activity_word;
using TimePoint = Liveness::TimePoint;

constexpr TimePoint start{std::chrono::hours(1)};
const Limits usual;

Liveness::View rests(std::uint32_t changes = 1) {
    return {activity_word(changes, Activity::resting), false, false};
}
Liveness::View works(std::uint32_t changes = 1) {
    return {activity_word(changes, Activity::working), false, false};
}
Liveness::View waits(std::uint32_t changes = 1) {
    return {activity_word(changes, Activity::waiting), true, true};
}

// Looks whenever it asked to be looked at, until it dies or `end` comes.
struct Watched {
    explicit Watched(TimePoint at) : liveness(usual, at), now(at) { liveness.live(at); }

    // The time of death, if any.
    std::optional<TimePoint> until(TimePoint end, const Liveness::View& view) {
        for (;;) {
            const auto verdict = liveness.look(view, now);
            asked += verdict.ask;
            ++looks;
            death = verdict.death;
            if (death) return now;
            EXPECT_GT(verdict.next, now);
            if (verdict.next > end) break;
            now = verdict.next;
        }
        now = end;
        return std::nullopt;
    }

    Liveness liveness;
    TimePoint now;
    std::optional<screen::Cause> death;
    int asked = 0, looks = 0;
};

TEST(LivenessTest, ASilentLinkIsAskedAndThenGivenUp) {
    Watched link(start);
    EXPECT_EQ(link.until(start + 1h, rests()), start + 35s);
    EXPECT_EQ(link.death, screen::Cause("silent"));
    EXPECT_EQ(link.asked, 1);
}

TEST(LivenessTest, AnAnswerIsEnoughForAnHourAndLooksAreRare) {
    Watched link(start);
    for (auto at = start + 20s; at < start + 1h; at += 20s + 100ms) {
        EXPECT_FALSE(link.until(at, rests()));
        link.liveness.received(16, at + 50ms);
        link.now = at + 50ms;
    }
    EXPECT_GE(link.asked, 170);
    EXPECT_LE(link.looks, 3 * 180);
}

TEST(LivenessTest, PongsOfAProxyDoNotHideADeadServer) {
    Watched link(start);
    std::optional<TimePoint> died;
    for (auto at = start + 1s; !died && at < start + 1min; at += 1s) {
        died = link.until(at, rests());
        link.liveness.answered(at);
    }
    EXPECT_EQ(died, start + 35s);
}

TEST(LivenessTest, APictureMustGoOn) {
    Watched link(start);
    link.liveness.received(100'000, start);
    const auto died = link.until(start + 1h, works(7));
    ASSERT_TRUE(died);
    EXPECT_LE(*died, start + 35s);
    EXPECT_EQ(link.death, screen::Cause("stalled"));
}

TEST(LivenessTest, ATrickleIsNoProgressAndAThinLineIs) {
    for (const int bytes : {1, 100}) {
        Watched link(start);
        std::optional<TimePoint> died;
        for (auto at = start; !died && at < start + 10min; at += 1s) {
            link.liveness.received(static_cast<std::size_t>(bytes), at);
            link.now = at;
            died = link.until(at, works(7));
        }
        EXPECT_EQ(died.has_value(), bytes == 1);
        EXPECT_LE(died.value_or(start), start + 35s);
    }
}

TEST(LivenessTest, ATrickleThatBeginsBehindALookIsSeenInTime) {
    Watched link(start);
    link.until(start + 1s, rests());
    std::optional<TimePoint> died;
    for (auto at = start + 1s; !died && at < start + 10min; at += 1s) {
        died = link.until(at, works(7));
        link.liveness.received(1, at);
        if (died || !link.liveness.worth_a_look(at)) continue;
        if (link.liveness.look(works(7), at).death) died = at;
    }
    ASSERT_TRUE(died);
    EXPECT_LE(*died, start + 36s);
}

TEST(LivenessTest, AStepOfTheDecoderIsNoProgressOfATrickle) {
    Watched link(start);
    std::optional<TimePoint> died;
    for (auto at = start; !died && at < start + 10min; at += 1s) {
        link.liveness.received(1, at);
        link.now = at;
        died = link.until(at, works(at < start + 16s ? 7 : 8));
    }
    ASSERT_TRUE(died);
    EXPECT_LE(*died, start + 35s);
}

TEST(LivenessTest, ASlowDecoderMayTakeItsTime) {
    Watched link(start);
    link.liveness.received(8'000'000, start);
    std::uint32_t changes = 0;
    for (auto at = start; at < start + 10min; at += 10s) {
        auto view = works(++changes);
        view.unread = true;
        link.liveness.received(0, at);
        EXPECT_FALSE(link.until(at, view)) << (at - start).count();
    }
}

TEST(LivenessTest, ADecoderThatSpinsIsNotTheServersFault) {
    Watched link(start);
    link.liveness.received(100, start);
    auto view = works(7);
    view.unread = true;
    const auto died = link.until(start + 1h, view);
    ASSERT_TRUE(died);
    EXPECT_LE(*died, start + 35s);
    EXPECT_EQ(link.death, screen::Cause("decoder_stuck"));
}

TEST(LivenessTest, ADecoderThatDoesNotWakeUpIsStuckWhateverTheServerSends) {
    Watched link(start);
    auto view = rests();
    view.unread = true;
    std::optional<TimePoint> died;
    for (auto at = start; !died && at < start + 10min; at += 1s) {
        link.liveness.received(5000, at);
        link.now = at;
        died = link.until(at, view);
    }
    ASSERT_TRUE(died);
    EXPECT_LE(*died, start + 35s);
    EXPECT_EQ(link.death, screen::Cause("decoder_stuck"));
}

TEST(LivenessTest, TheClockStandsStillWhileWeHoldTheServerBack) {
    Watched link(start);
    link.liveness.received(100'000, start);
    EXPECT_FALSE(link.until(start + 1h, waits()));
    EXPECT_EQ(link.asked, 0);
    // And runs from then on.
    const auto died = link.until(start + 3h, rests(2));
    ASSERT_TRUE(died);
    EXPECT_GE(*died, start + 1h + 15s);
    EXPECT_LE(*died, start + 1h + 35s);
}

// We hold the server back for as long as a slow decoder has much to do, and ask it nothing.
TEST(LivenessTest, ASlowDecodersBacklogIsNoSilence) {
    Watched link(start);
    EXPECT_FALSE(link.until(start + 21s, rests()));
    EXPECT_EQ(link.asked, 1);
    std::uint32_t changes = 1;
    auto view = works();
    for (auto at = start + 22s; at < start + 5min; at += 1s) {
        view = works(++changes);
        view.held = view.unread = true;
        const auto verdict = link.liveness.look(view, at);
        ASSERT_FALSE(verdict.death) << (at - start).count();
        EXPECT_FALSE(verdict.ask);
    }
}

TEST(LivenessTest, WhatStoppedIsCountedFromItsLastBytes) {
    Watched link(start);
    link.liveness.received(100'000, start + 1s);
    link.now = start + 9s;  // what came is seen only now
    EXPECT_EQ(link.until(start + 1h, works(7)), start + 1s + usual.stall_after);
    EXPECT_EQ(link.death, screen::Cause("stalled"));
}

TEST(LivenessTest, ASleepIsForgivenOnce) {
    Watched link(start);
    link.until(start + 10s, rests());
    // Stopped for an hour: whatever came is still in the kernel.
    link.now = start + 1h;
    const auto verdict = link.liveness.look(rests(), link.now);
    EXPECT_TRUE(verdict.ask);
    EXPECT_FALSE(verdict.death);
    link.now = verdict.next;
    EXPECT_EQ(link.until(start + 2h, rests()), start + 1h + 15s);
}

TEST(LivenessTest, ASuspectIsAskedAtOnce) {
    Watched link(start);
    link.until(start + 5s, rests());
    link.liveness.suspect(start + 5s);
    EXPECT_EQ(link.until(start + 1h, rests()), start + 20s);
    EXPECT_EQ(link.asked, 1);
}

// An attempt has its own deadline: until then a pong is all that can be had.
TEST(LivenessTest, BeforeItIsLiveItIsAskedAndNeverGivenUp) {
    Liveness liveness(usual, start);
    auto now = start;
    int asked = 0;
    while (now < start + 1h) {
        const auto verdict = liveness.look(works(), now);
        ASSERT_FALSE(verdict.death);
        ASSERT_GT(verdict.next, now);
        asked += verdict.ask;
        now = verdict.next;
    }
    EXPECT_EQ(asked, 1) << "the question is still open";
}

TEST(LivenessTest, BeforeItIsLiveAPongIsAnAnswer) {
    Liveness liveness(usual, start);
    auto now = start;
    int asked = 0;
    while (now < start + 1h) {
        const auto verdict = liveness.look(rests(), now);
        ASSERT_FALSE(verdict.death);
        asked += verdict.ask;
        if (verdict.ask) liveness.answered(now + 1ms);
        now = verdict.next;
    }
    EXPECT_GE(asked, 170);
    EXPECT_LE(asked, 180);
}

TEST(LivenessTest, BeforeItIsLiveNothingIsAskedWhileTheServerIsHeldBack) {
    Liveness liveness(usual, start);
    for (auto now = start; now < start + 1h;) {
        const auto verdict = liveness.look(waits(), now);
        ASSERT_FALSE(verdict.ask);
        ASSERT_GT(verdict.next, now);
        now = verdict.next;
    }
}

TEST(LivenessTest, WhateverHappensItIsNoticedInTimeAndNeverSpins) {
    std::mt19937 dice(1);
    for (int round = 0; round < 20'000; ++round) {
        Watched link(start);
        std::uint32_t changes = 0;
        for (auto steps = dice() % 30; steps > 0 && !link.death; --steps) {
            const auto at = link.now + std::chrono::milliseconds(dice() % 25'000);
            Liveness::View view{activity_word(++changes, static_cast<Activity>(dice() % 3)),
                                dice() % 2 == 0, dice() % 2 == 0};
            if (!link.until(at, view) && dice() % 2) link.liveness.received(dice() % 2000, at);
        }
        if (link.death) continue;
        const auto quiet = link.now;
        Liveness::View view = dice() % 2 ? rests(++changes) : works(++changes);
        const auto died = link.until(quiet + 1h, view);
        ASSERT_TRUE(died) << round;
        ASSERT_LE(*died, quiet + 35s) << round;
        ASSERT_LT(link.looks, 200) << round;
    }
}

}  // namespace
}  // namespace ecsview::link

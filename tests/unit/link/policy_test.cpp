// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/policy.h"

#include <gtest/gtest.h>

#include <random>

#include "link/budget.h"

namespace ecsview::link {
namespace {

using namespace std::chrono_literals;
using TimePoint = Policy::TimePoint;
using State = Policy::State;

constexpr TimePoint start{std::chrono::hours(1)};
const Limits usual;

// A policy that had its first picture and held it long enough to owe nothing.
Policy after_a_good_day(Patience patience = {}, bool take_over = false) {
    Policy policy(usual, patience, take_over);
    policy.begin(start);
    policy.live(start);
    return policy;
}

constexpr TimePoint evening = start + std::chrono::hours(8);

TEST(PolicyTest, ACleanDropIsRetriedAtOnceAndTheNextFailuresBackOff) {
    Policy policy = after_a_good_day();
    EXPECT_EQ(policy.lost({Again::back_off}, evening, 0.9), evening);
    auto bound = 2s;
    for (int i = 0; i < 12; ++i) {
        policy.begin(evening);
        EXPECT_EQ(policy.lost({Again::back_off}, evening, 1.0), evening + bound) << i;
        bound = std::min(bound * 2, 60s);
    }
}

TEST(PolicyTest, ALinkThatFallsAgainAndAgainIsNotRetriedAtOnce) {
    Policy policy = after_a_good_day();
    auto now = evening;
    policy.lost({Again::back_off}, now, 1);
    policy.begin(now);
    policy.live(now);
    now += usual.steady - 1s;
    EXPECT_EQ(policy.lost({Again::back_off}, now, 1), now + 2s);
    policy.begin(now);
    policy.live(now);
    now += usual.steady;
    EXPECT_EQ(policy.lost({Again::back_off}, now, 1), now);
}

TEST(PolicyTest, WithoutRetryAFailureBeforeTheFirstPictureEndsIt) {
    for (const auto again : {Again::back_off, Again::take_back, Again::throttled, Again::instance,
                             Again::in_line, Again::person, Again::never}) {
        Policy policy(usual, {}, false);
        policy.begin(start);
        EXPECT_FALSE(policy.lost({again}, start, 0.5)) << static_cast<int>(again);
        EXPECT_EQ(policy.state(), State::ended);
    }
}

TEST(PolicyTest, ADecoderIsReplacedTwiceBeforeTheFirstPicture) {
    Policy policy(usual, {}, false);
    policy.begin(start);
    EXPECT_EQ(policy.lost({Again::fresh_decoder}, start, 1), start);
    policy.begin(start);
    EXPECT_EQ(policy.lost({Again::fresh_decoder}, start, 1), start + 2s);
    policy.begin(start);
    EXPECT_FALSE(policy.lost({Again::fresh_decoder}, start, 1));
}

// It shows a picture each time and then dies: a place without memory, or a server that means it.
TEST(PolicyTest, ADecoderThatDiesAfterEachPictureIsNotReplacedAtOnceForEver) {
    Policy policy(usual, {}, false);
    for (const auto delay : {0s, 2s, 4s, 8s}) {
        policy.begin(start);
        policy.live(start);
        EXPECT_EQ(policy.lost({Again::fresh_decoder}, start, 1), start + delay);
    }
}

TEST(PolicyTest, ASteadyLinkForgivesTheDecodersBeforeIt) {
    Policy policy(usual, {}, false);
    for (int i = 0; i < 2; ++i) {
        policy.begin(start);
        policy.lost({Again::fresh_decoder}, start, 1);
    }
    policy.begin(start);
    policy.live(start);
    EXPECT_EQ(policy.lost({Again::fresh_decoder}, start + usual.steady, 1), start + usual.steady);
}

constexpr Next a_guess{.again = Again::fresh_decoder, .guess = true};

std::optional<Policy::TimePoint> guess(Policy& policy, Policy::TimePoint now) {
    policy.begin(now);
    policy.live(now);
    return policy.lost(a_guess, now, 1);
}

TEST(PolicyTest, TheEighthDecoderThatDiesInAnHourIsTheLastWhateverItShowed) {
    Policy policy(usual, {}, false);
    for (int i = 0; i < 7; ++i) EXPECT_TRUE(guess(policy, start + i * 5min)) << i;
    EXPECT_FALSE(guess(policy, start + 59min + 59s));
    EXPECT_EQ(policy.state(), Policy::State::ended);
    policy.restart();
    EXPECT_TRUE(guess(policy, start + 60min)) << "a person wants it";
}

TEST(PolicyTest, DecodersThatDieMoreSeldomAreReplacedForEver) {
    Policy policy(usual, {}, false);
    for (int i = 0; i < 100; ++i) EXPECT_TRUE(guess(policy, start + i * 9min)) << i;
    for (int i = 0; i < 20; ++i) {  // nor does anything else count
        policy.begin(start + 900min);
        policy.live(start + 900min);
        EXPECT_TRUE(policy.lost({Again::fresh_decoder}, start + 900min, 1));
    }
}

TEST(PolicyTest, AKioskWaitsUntilTheFirstOfTheEightIsAnHourAgo) {
    Policy policy(usual, {.forever = true, .count = {}, .after_picture = true}, false);
    for (int i = 0; i < 7; ++i) EXPECT_LE(guess(policy, start + 1min), start + 2min);
    EXPECT_EQ(guess(policy, start + 10min), start + 61min);
    EXPECT_EQ(guess(policy, start + 61min), start + 61min + usual.backoff_most);
}

// `shot` does not go on because there was a picture; but that picture's decoder was a good one.
TEST(PolicyTest, APictureBeginsTheCountOfDecodersAnew) {
    Policy policy(usual, {.forever = false, .count = {}, .after_picture = false}, false);
    for (const bool picture : {false, false, true, false}) {
        policy.begin(start);
        if (picture) policy.live(start);
        EXPECT_TRUE(policy.lost({Again::fresh_decoder}, start, 1));
    }
    policy.begin(start);
    EXPECT_FALSE(policy.lost({Again::fresh_decoder}, start, 1));
}

TEST(PolicyTest, AStaleAddressIsAskedForAnewAtOnceAndThenMoreSlowly) {
    Policy policy(usual, {}, false);
    for (const auto delay : {0s, 2s, 4s}) {
        policy.begin(start);
        EXPECT_EQ(policy.lost({Again::fresh_url}, start, 1), start + delay);
    }
}

TEST(PolicyTest, RetryForeverEndsOnlyWhenNothingCanBeTried) {
    Policy policy(usual, {.forever = true, .count = {}, .after_picture = true}, false);
    for (const auto again : {Again::person, Again::fresh_decoder, Again::fresh_decoder,
                             Again::fresh_decoder, Again::in_line, Again::back_off}) {
        policy.begin(start);
        EXPECT_TRUE(policy.lost({again}, start, 0.5));
    }
    policy.begin(start);
    EXPECT_FALSE(policy.lost({Again::never}, start, 0.5));
}

TEST(PolicyTest, RetryCountsAttemptsInARowWithoutAPicture) {
    Policy policy(usual, {.forever = false, .count = 2, .after_picture = true}, false);
    for (int round = 0; round < 2; ++round) {
        policy.begin(start);
        EXPECT_TRUE(policy.lost({Again::back_off}, start, 0));
        policy.begin(start);
        EXPECT_TRUE(policy.lost({Again::back_off}, start, 0));
        policy.begin(start);
        if (round == 0) {
            policy.live(start);
            EXPECT_TRUE(policy.lost({Again::back_off}, start, 0));
        }
    }
    EXPECT_FALSE(policy.lost({Again::back_off}, start, 0));
}

TEST(PolicyTest, WhatNeedsAPersonIsAskedSlowly) {
    Policy policy = after_a_good_day();
    for (const auto most : {60s, 120s, 240s, 300s, 300s}) {
        EXPECT_EQ(policy.lost({Again::person}, evening, 1), evening + most);
        policy.begin(evening);
    }
    EXPECT_EQ(policy.lost({Again::person}, evening, 0), evening + 150s);
    // A machine that wakes up is no person.
    EXPECT_EQ(policy.woke(evening + 1s, 0), evening + 150s);
    EXPECT_EQ(policy.hurry(evening + 1s), evening + 1s);
}

TEST(PolicyTest, TheInstanceIsWaitedForAndTheApisWishIsHeard) {
    Policy policy = after_a_good_day();
    EXPECT_EQ(policy.lost({Again::instance}, evening, 0), evening + 10s);
    EXPECT_EQ(policy.lost({Again::instance}, evening, 1), evening + 20s);
    EXPECT_EQ(policy.lost({Again::throttled, 90s}, evening, 0), evening + 90s);
    // On top of it comes more each time: some ask for next to nothing, over and over.
    EXPECT_EQ(policy.lost({Again::throttled, 50ms}, evening, 1), evening + 50ms + 8s);
    EXPECT_EQ(policy.lost({Again::throttled, 50ms}, evening, 1), evening + 50ms + 16s);
    EXPECT_EQ(policy.lost({Again::throttled}, evening, 0), evening + 30s);
}

TEST(PolicyTest, SleepShortensOnlyTheWaitForTheNetwork) {
    Policy policy = after_a_good_day();
    policy.lost({Again::back_off}, evening, 0);
    policy.begin(evening);
    for (int i = 0; i < 8; ++i) policy.lost({Again::back_off}, evening, 1);
    EXPECT_EQ(policy.woke(evening + 1s, 0.5), evening + 2s);
}

TEST(PolicyTest, WhoeverWasThrownOutAsksForAShareAndWaits) {
    Policy policy = after_a_good_day({}, true);
    EXPECT_TRUE(policy.exclusive());
    EXPECT_EQ(policy.lost({Again::back_off}, evening, 1), evening);  // it cannot know yet
    EXPECT_FALSE(policy.exclusive());
    policy.begin(evening);
    EXPECT_EQ(policy.lost({Again::in_line}, evening, 0), evening + 30s);
    EXPECT_FALSE(policy.exclusive());
    policy.take_over();
    EXPECT_TRUE(policy.exclusive());
}

TEST(PolicyTest, ALineThatFellSilentMayBeTakenBackOnce) {
    Policy policy = after_a_good_day({}, true);
    policy.lost({Again::take_back}, evening, 0);
    EXPECT_TRUE(policy.exclusive());
    policy.begin(evening);
    policy.lost({Again::in_line}, evening, 0);
    EXPECT_FALSE(policy.exclusive());
    policy.begin(evening);
    policy.live(evening);
    policy.lost({Again::take_back}, evening, 0);
    EXPECT_FALSE(policy.exclusive()) << "somebody else had it in between";
}

// --- any sequence of faults ---

// The connection's loop in small: budget, attempt, fate, wait.
class World {
public:
    World(unsigned seed, Patience patience, bool take_over)
        : dice_(seed), policy_(usual, patience, take_over), patience_(patience) {}

    void run(int events) {
        for (int i = 0; i < events && policy_.state() != State::ended; ++i) step();
    }

    long attempts = 0, pictures = 0, takeovers = 0;
    bool ended = false;
    std::string broken;

private:
    double die() { return std::uniform_real_distribution<>(0, 1)(dice_); }
    int pick(int sides) { return std::uniform_int_distribution<>(0, sides - 1)(dice_); }
    std::chrono::milliseconds clock() const {
        return std::chrono::duration_cast<std::chrono::milliseconds>(now_.time_since_epoch());
    }

    void pay() {
        for (int tries = 0;; ++tries) {
            const auto wait = budget_.wait(clock());
            if (wait == 0ms) break;
            if (wait > usual.budget_window || tries > 3) broken = "the budget does not open again";
            now_ += wait;
        }
        budget_.spend(clock());
        made_.push_back(now_);
        const auto n = made_.size();
        if (n > 20 && made_[n - 1] - made_[n - 21] < 60s) broken = "more than 20 in 60 s";
    }

    void step() {
        pay();
        policy_.begin(now_);
        ++attempts;
        if (policy_.exclusive() && fought_) broken = "takes over by itself after it was thrown out";
        now_ += std::chrono::milliseconds(pick(3000));
        const bool lives = pick(3) == 0;
        if (lives) {
            ++pictures;
            policy_.live(now_);
            now_ += std::chrono::milliseconds(pick(2) ? pick(1000) : pick(100'000'000));
        }
        lose(lives);
    }

    void lose(bool lived) {
        const auto again = static_cast<Again>(pick(8));
        const auto at = now_;
        const auto next = policy_.lost({again}, now_, die());
        // A line that is closed may have been closed by a newcomer.
        if (again == Again::in_line || (lived && again == Again::back_off)) fought_ = true;
        if (lived && again == Again::take_back && !in_use_seen_) fought_ = false;
        in_use_seen_ = in_use_seen_ || again == Again::in_line;
        if (!next) {
            ended = true;
            if (patience_.forever) broken = "it gave up";
            return;
        }
        if (*next < at || *next > at + 5min + 2s) broken = "it waits for ever";
        if (again == Again::person && *next < at + 30s) broken = "a refusal is asked fast";
        if (again == Again::in_line && *next < at + 30s) broken = "it fights";
        now_ = pick(50) == 0 ? policy_.hurry(now_) : *next;
        if (pick(200) == 0) {
            policy_.take_over();
            fought_ = in_use_seen_ = false;
            ++takeovers;
        }
    }

    std::mt19937 dice_;
    Policy policy_;
    const Patience patience_;
    Budget budget_{usual.budget_window, usual.budget_attempts};
    TimePoint now_ = start;
    std::vector<TimePoint> made_;
    bool fought_ = false, in_use_seen_ = false;
};

TEST(PolicyTest, NoSequenceOfFaultsBreaksTheRules) {
    long attempts = 0, pictures = 0, takeovers = 0;
    for (unsigned seed = 0; seed < 400; ++seed) {
        World world(seed, {.forever = true, .count = {}, .after_picture = true}, seed % 2 == 0);
        world.run(5000);
        ASSERT_EQ(world.broken, "") << "seed " << seed;
        attempts += world.attempts;
        pictures += world.pictures;
        takeovers += world.takeovers;
    }
    EXPECT_EQ(attempts, 2'000'000);
    EXPECT_GT(pictures, 500'000);
    EXPECT_GT(takeovers, 5'000);
}

TEST(PolicyTest, WithACountItEndsAndNotTooEarly) {
    for (unsigned seed = 0; seed < 200; ++seed) {
        World world(seed, {.forever = false, .count = 3, .after_picture = true}, false);
        world.run(100'000);
        ASSERT_EQ(world.broken, "") << "seed " << seed;
        EXPECT_TRUE(world.ended) << "seed " << seed;
        EXPECT_GE(world.attempts, 4);
    }
}

TEST(Policy, AfterTheEndThreeDecodersMayFailAgain) {
    Policy policy(Limits{}, Patience{}, false);
    for (int round = 0; round < 2; ++round) {
        for (int decoder = 1; decoder <= 3; ++decoder) {
            policy.begin({});
            EXPECT_EQ(policy.lost({Again::fresh_decoder}, {}, 0.5).has_value(), decoder < 3);
        }
        policy.restart();
    }
}

TEST(Policy, AfterTheEndAPersonMayBeginAnew) {
    Policy policy(Limits{}, Patience{false, 1, true}, false);
    const auto fail = [&] {
        policy.begin({});
        return policy.lost({Again::fresh_decoder}, {}, 0.5).has_value();
    };
    for (int round = 0; round < 3; ++round) {
        EXPECT_TRUE(fail());
        EXPECT_FALSE(fail());
        EXPECT_EQ(policy.state(), Policy::State::ended);
        policy.restart();
        EXPECT_EQ(policy.state(), Policy::State::ready);
        EXPECT_EQ(policy.attempts(), 0);
    }
}

}  // namespace
}  // namespace ecsview::link

// SPDX-License-Identifier: GPL-2.0-or-later
#include "screen/tally.h"

#include <gtest/gtest.h>

#include <thread>

namespace ecsview::screen {
namespace {

using namespace std::chrono_literals;

// No test lasts so long.
Tally::TimePoint much_later() {
    return std::chrono::steady_clock::now() + 10min;
}

TEST(Tally, CountsWhatHappens) {
    Tally tally;
    tally.attempt();
    tally.attempt();
    tally.connected();
    tally.ended("silent");
    tally.changed(Tally::TimePoint(5s));
    tally.changed(Tally::TimePoint(7s));
    const auto counts = tally.counts();
    EXPECT_EQ(counts.attempts, 2U);
    EXPECT_EQ(counts.connections, 1U);
    EXPECT_EQ(counts.changes, 2U);
    EXPECT_EQ(counts.last_change, Tally::TimePoint(7s));
    EXPECT_EQ(counts.ends[Cause("silent").number()], 1U);
    EXPECT_EQ(counts.ends[Cause("closed").number()], 0U);
}

TEST(Tally, SumsTheEndsByWhatComesNext) {
    Tally tally;
    for (const Cause why : {Cause("decoder_died"), Cause("decoder_lied"), Cause("decoder_died"),
                            Cause("silent"), Cause("no_spawner")})
        tally.ended(why);
    EXPECT_EQ(tally.counts().ends_with(Again::fresh_decoder), 3U);
    EXPECT_EQ(tally.counts().ends_with(Again::take_back), 1U);
    EXPECT_EQ(tally.counts().ends_with(Again::person), 0U);
}

TEST(Tally, AStateIsNewWhenItIsAnother) {
    Tally tally;
    tally.state(Phase::asking, false);
    EXPECT_EQ(tally.counts().news, 0U);
    tally.state(Phase::asking, true);
    tally.state(Phase::live, true);
    tally.state(Phase::live, true);
    EXPECT_EQ(tally.counts().news, 2U);
    EXPECT_EQ(tally.counts().phase, Phase::live);
    EXPECT_TRUE(tally.counts().prompting);
}

TEST(Tally, WhatTheScreenShowsIsNewWhenItIsAnother) {
    Tally tally;
    EXPECT_EQ(tally.counts().shown, ScreenState::unknown);
    tally.shows(ScreenState::panic);
    tally.shows(ScreenState::panic);
    EXPECT_EQ(tally.counts().shown, ScreenState::panic);
    EXPECT_EQ(tally.counts().news, 1U);
}

TEST(Tally, APictureIsNewsToo) {
    Tally tally;
    tally.connected();
    EXPECT_EQ(tally.counts().news, 1U);
}

TEST(Tally, NobodyWaitsForAStateThatWas) {
    Tally tally;
    tally.state(Phase::live, false);
    tally.await(0, much_later(), {});
}

TEST(Tally, TheNextStateWakes) {
    Tally tally;
    std::thread waits([&] { tally.await(0, much_later(), {}); });
    tally.state(Phase::live, false);
    waits.join();
}

TEST(Tally, SoDoTheTimeAndTheStop) {
    Tally tally;
    tally.await(0, std::chrono::steady_clock::now() + 1ms, {});
    std::stop_source stop;
    std::thread waits([&] { tally.await(0, much_later(), stop.get_token()); });
    stop.request_stop();
    waits.join();
    EXPECT_EQ(tally.counts().news, 0U);
}

}  // namespace
}  // namespace ecsview::screen

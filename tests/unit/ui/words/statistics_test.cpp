// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/words/statistics.h"

#include <gtest/gtest.h>

namespace ecsview::ui {
namespace {

using namespace std::chrono_literals;
using Milliseconds = Reading::Milliseconds;

constexpr Statistics::TimePoint start{1000s};

TEST(Statistics, NothingIsDueBeforeSomethingHappens) {
    const Statistics statistics;
    EXPECT_EQ(statistics.due(), std::nullopt);
}

TEST(Statistics, ASecondAfterTheFirstChangeItIsTold) {
    Statistics statistics;
    statistics.changed(start);
    statistics.changed(start + 300ms);
    EXPECT_EQ(statistics.due(), start + 1s);
}

TEST(Statistics, ASecondWithoutAChangeIsTheLastOne) {
    Statistics statistics;
    statistics.changed(start);
    statistics.read(start + 1s, {});
    EXPECT_EQ(statistics.due(), start + 2s);
    EXPECT_EQ(statistics.read(start + 2s, {}).changes, 0);
    EXPECT_EQ(statistics.due(), std::nullopt);
}

TEST(Statistics, RatesAreOfTheTimeThatItReallyWas) {
    Statistics statistics;
    statistics.changed(start);
    statistics.read(start + 1s, {.bytes = 5000});
    for (int i = 0; i < 30; ++i) statistics.changed(start + 1s);
    const Reading reading = statistics.read(start + 3s, {.bytes = 205'000});
    EXPECT_DOUBLE_EQ(reading.changes, 15);
    EXPECT_DOUBLE_EQ(reading.kilobytes, 100);
}

TEST(Statistics, TheFirstFiguresAreOfTheTimeThatIsLookedAt) {
    Statistics statistics;
    statistics.key(start - 1h);
    statistics.begin_at({.link = 1, .bytes = 9'000'000, .decoding = 60s});
    EXPECT_EQ(statistics.due(), std::nullopt);
    statistics.changed(start);
    const Reading reading =
        statistics.read(start + 1s, {.link = 1, .bytes = 9'005'000, .decoding = 60s + 7ms});
    EXPECT_DOUBLE_EQ(reading.kilobytes, 5);
    EXPECT_EQ(reading.decoding, Milliseconds(7));
    EXPECT_EQ(reading.key, std::nullopt);
}

TEST(Statistics, TheDecoderOfAnotherLinkBeginsAtZero) {
    Statistics statistics;
    statistics.changed(start);
    statistics.read(start + 1s, {.link = 1, .bytes = 5000, .decoding = 2ms});
    statistics.changed(start + 1s);
    const Reading reading =
        statistics.read(start + 2s, {.link = 2, .bytes = 13'000, .decoding = 3ms});
    EXPECT_DOUBLE_EQ(reading.kilobytes, 8);
    EXPECT_EQ(reading.decoding, Milliseconds(3));
}

TEST(Statistics, WhatAnAnswerTookLongerThanTheFastestIsAQueue) {
    Statistics statistics;
    statistics.changed(start);
    const Reading reading = statistics.read(start + 1s, {.round_trip = 230ms, .fastest = 200ms});
    EXPECT_EQ(reading.round_trip, Milliseconds(230));
    EXPECT_EQ(reading.queue, Milliseconds(30));
    EXPECT_EQ(reading.age, Milliseconds(130));
}

TEST(Statistics, WithoutAnAnswerNothingIsSaidOfTheWay) {
    Statistics statistics;
    statistics.changed(start);
    const Reading reading = statistics.read(start + 1s, {});
    EXPECT_EQ(reading.round_trip, std::nullopt);
    EXPECT_EQ(reading.queue, std::nullopt);
    EXPECT_EQ(reading.age, std::nullopt);
    EXPECT_EQ(text_of(reading), "1.0 changes/s \u00b7 0.0 kB/s \u00b7 decoding 0.0 ms");
}

TEST(Statistics, DecodingIsForEachChangeAndOfOneDecoder) {
    Statistics statistics;
    statistics.changed(start);
    statistics.read(start + 1s, {.decoding = 10ms});
    for (int i = 0; i < 4; ++i) statistics.changed(start + 1s);
    EXPECT_EQ(statistics.read(start + 2s, {.decoding = 18ms}).decoding, Milliseconds(2));
    statistics.changed(start + 2s);
    EXPECT_EQ(statistics.read(start + 3s, {.decoding = 3ms}).decoding, std::nullopt);
}

TEST(Statistics, AKeyWaitsForTheNextChangeAndTheSlowestCounts) {
    Statistics statistics;
    statistics.key(start);
    statistics.key(start + 50ms);  // of the same change
    statistics.changed(start + 120ms);
    statistics.changed(start + 500ms);
    statistics.key(start + 600ms);
    statistics.changed(start + 640ms);
    EXPECT_EQ(statistics.read(start + 1s, {}).key, Milliseconds(120));
    statistics.changed(start + 1100ms);
    EXPECT_EQ(statistics.read(start + 2s, {}).key, std::nullopt);
}

TEST(Statistics, AKeyWithoutAChangeIsForgottenWhenTheScreenRests) {
    Statistics statistics;
    statistics.key(start);
    statistics.read(start + 1s, {});
    EXPECT_EQ(statistics.due(), std::nullopt);
    statistics.changed(start + 60s);
    EXPECT_EQ(statistics.read(start + 61s, {}).key, std::nullopt);
}

TEST(Statistics, OneLineHasAllOfIt) {
    EXPECT_EQ(text_of({33.04, 210.3, Milliseconds(201), Milliseconds(3.14), Milliseconds(103),
                       Milliseconds(1.25), Milliseconds(230)}),
              "33 changes/s \u00b7 210 kB/s \u00b7 round trip 201 ms \u00b7 queue 3.1 ms \u00b7 "
              "picture's age 103 ms "
              "\u00b7 decoding 1.2 ms \u00b7 key to change 230 ms");
}

}  // namespace
}  // namespace ecsview::ui

// SPDX-License-Identifier: GPL-2.0-or-later
// Simulated time: no noise, so the bounds are close. ECSVIEW_TEST_TABLE=1 prints what each one is.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "far_simulation.h"

namespace ecsview::link {
namespace {

constexpr FarGuest small{.update_bytes = 1500}, raw{.update_bytes = 33500};

FarResult run(FarLine line, FarServer server, FarGuest guest, double decode_mb_s = 400,
              double seconds = 25) {
    const auto result = FarConsole(line, server, guest, decode_mb_s).run(seconds);
    if (std::getenv("ECSVIEW_TEST_TABLE"))
        std::printf(
            "%4.0f ms %4.0f Mbit/s %5.0f B: %5.1f/s p50 %5.0f p95 %5.0f ms, %3.0f %% of "
            "the line, %5.1f questions/s\n",
            line.round_trip_ms, line.mbit, guest.update_bytes, result.rate, result.p50, result.p95,
            result.share * 100, result.pairs);
    return result;
}

TEST(Far, ShowsEachLookOfQemuAtAnyDistance) {
    for (const double round_trip : {0.0, 5.0, 20.0, 50.0, 100.0, 200.0, 300.0, 600.0}) {
        const auto result = run({.round_trip_ms = round_trip}, FarServer::qemu, small);
        EXPECT_GE(result.rate, 33) << round_trip;
        EXPECT_LE(result.p95, round_trip / 2 + 3) << round_trip;
    }
}

TEST(Far, NearTheServerAsksHardlyAnyQuestion) {
    EXPECT_LE(run({.round_trip_ms = 5}, FarServer::qemu, small).pairs, 0.2);
}

TEST(Far, FillsAThinLineAndDoesNotQueue) {
    for (const double buffer : {128.0, 4096.0}) {
        const auto result =
            run({.round_trip_ms = 200, .mbit = 4, .buffer_kb = buffer}, FarServer::qemu, raw);
        EXPECT_GE(result.share, 0.94) << buffer;
        EXPECT_LE(result.p95, 230) << buffer;  // 100 on the way, 67 for an update
    }
    const auto wider = run({.round_trip_ms = 200, .mbit = 8}, FarServer::qemu, raw);
    EXPECT_GE(wider.share, 0.92);
    EXPECT_LE(wider.p95, 165);
    const auto thinner = run({.round_trip_ms = 200, .mbit = 2}, FarServer::qemu, raw);
    EXPECT_GE(thinner.share, 0.94);
    EXPECT_LE(thinner.p95, 300);
    const auto thinnest = run({.round_trip_ms = 200, .mbit = 1}, FarServer::qemu, raw, 400, 40);
    EXPECT_GE(thinnest.share, 0.93);
    EXPECT_LE(thinnest.p50, 560);
    EXPECT_LE(thinnest.p95, 700);
}

// Two of them on the way would be one that waits for the other.
TEST(Far, LargeUpdatesFillAThinLineAndHardlyWait) {
    struct Size {
        double bytes, p95;
    };
    // 100 ms on the way, and 120 to 400 to come through.
    for (const auto& [bytes, p95] :
         {Size{60'000, 290}, Size{87'000, 380}, Size{120'000, 560}, Size{200'000, 1090}}) {
        const auto result = run({.round_trip_ms = 200, .mbit = 4}, FarServer::qemu,
                                {.update_bytes = bytes}, 400, 60);
        EXPECT_GE(result.share, 0.93) << bytes;
        EXPECT_LE(result.p95, p95) << bytes;
    }
}

// Before anything is known of the line: 480 ms to come through, and 100 on the way.
TEST(Far, TheStartDoesNotFloodAThinLine) {
    const auto start =
        FarConsole({.round_trip_ms = 200, .mbit = 1}, FarServer::qemu, {.update_bytes = 60'000})
            .run(20, 0);
    EXPECT_LE(start.p95, 2500);
    EXPECT_GE(start.share, 0.8);
}

TEST(Far, JitterCostsLittle) {
    const auto fast = run({.round_trip_ms = 200, .jitter_ms = 30}, FarServer::qemu, small);
    EXPECT_GE(fast.rate, 0.9 * 33);
    EXPECT_LE(fast.p95, 135);
    const auto thin = run({.round_trip_ms = 200, .mbit = 4, .jitter_ms = 30}, FarServer::qemu, raw);
    EXPECT_GE(thin.rate, 0.95 * 14.3);
    EXPECT_LE(thin.p95, 265);
}

// A segment that comes a round trip late holds back what is behind it, whatever we do: 0.8 updates
// and 0.4 requests a second do.
TEST(Far, LateSegmentsDoNotCloseTheWindow) {
    const auto fast = run({.round_trip_ms = 200, .late = 0.01}, FarServer::qemu, small);
    EXPECT_GE(fast.rate, 0.78 * 33);
    EXPECT_LE(fast.p50, 105);
    const auto thin = run({.round_trip_ms = 200, .mbit = 4, .late = 0.01}, FarServer::qemu, raw);
    EXPECT_GE(thin.rate, 0.78 * 14.3);
    EXPECT_LE(thin.p95, 480);
}

TEST(Far, ADownloadNeitherStarvesNorIsStarved) {
    const FarLine line{.round_trip_ms = 200, .mbit = 4, .download = true};
    const auto light = run(line, FarServer::qemu, small, 400, 60);
    EXPECT_GE(light.rate, 13);        // one request a round trip would be 2.5
    EXPECT_LE(light.p95, 100 + 268);  // the way and the full buffer
    const auto heavy = run(line, FarServer::qemu, raw, 400, 60);
    EXPECT_GE(heavy.share, 0.35);
    EXPECT_LE(heavy.share, 0.65);
    EXPECT_LE(heavy.p95, 400);
}

TEST(Far, ASlowDecoderHoldsTheServerBack) {
    const auto result = run({.round_trip_ms = 200}, FarServer::qemu, raw, 0.5);
    EXPECT_GE(result.rate, 0.94 * 500000 / 33500);
    EXPECT_LE(result.p95, 230);
}

TEST(Far, ACursorWithEachAnswerIsAskedForSeldom) {
    const FarGuest guest{.update_bytes = 1500, .cursor_bytes = 16384};
    const auto result = run({.round_trip_ms = 200, .mbit = 4}, FarServer::qemu, guest);
    EXPECT_GE(result.rate, 33);
    EXPECT_LE(result.share, 0.2);   // with each answer it would be more than there is
    EXPECT_GT(result.share, 0.14);  // but twice a second it comes
}

TEST(Far, ServersWithFencesOrBehindAProxyAreAskedTheirOwnQuestion) {
    for (const auto server : {FarServer::fence, FarServer::proxied}) {
        const auto fast = run({.round_trip_ms = 200}, server, small);
        EXPECT_GE(fast.rate, 45);
        EXPECT_LE(fast.p95, 105);
        const auto thin = run({.round_trip_ms = 200, .mbit = 4}, server, raw);
        EXPECT_GE(thin.share, 0.94);
        EXPECT_LE(thin.p95, 245);
    }
}

TEST(Far, AServerThatAnswersNothingIsPacedByItsUpdates) {
    const auto result = run({.round_trip_ms = 200}, FarServer::mute, small);
    EXPECT_GE(result.rate, 4.9);
    EXPECT_LE(result.p95, 105);
}

TEST(Far, ARouteThatGetsLongerIsLearned) {
    FarConsole console({.round_trip_ms = 50}, FarServer::qemu, small);
    EXPECT_GE(console.run(10).rate, 33);
    console.set_line({.round_trip_ms = 300});
    const auto learned = console.run(40, 25);
    EXPECT_GE(learned.rate, 33);
    EXPECT_LE(learned.p95, 153);
    console.set_line({.round_trip_ms = 100});
    EXPECT_GE(console.run(20).rate, 33);
}

TEST(Far, ANearServerThatGoesFarIsLearned) {
    FarConsole console({.round_trip_ms = 1}, FarServer::qemu, small);
    EXPECT_GE(console.run(10).rate, 33);
    console.set_line({.round_trip_ms = 200});
    EXPECT_GE(console.run(60, 45).rate, 33);
}

TEST(Far, WhenTheScreenRestsItIsWholeAndNothingIsPlanned) {
    for (const auto server :
         {FarServer::qemu, FarServer::fence, FarServer::proxied, FarServer::mute})
        for (const double round_trip : {1.0, 40.0, 200.0}) {
            FarConsole console({.round_trip_ms = round_trip, .mbit = 20}, server, small);
            console.run(8);
            console.rest(true);
            console.run(3, 0);
            EXPECT_TRUE(console.up_to_date()) << round_trip;
            EXPECT_FALSE(console.planned()) << round_trip;
            const auto sent = console.sent();
            console.run(600, 0);
            EXPECT_EQ(console.sent(), sent);
            console.rest(false);
            EXPECT_GE(console.run(3, 2).rate, server == FarServer::mute ? 4.5 : 20) << round_trip;
        }
}

TEST(Far, AGuestWithACursorOfItsOwnGetsTheWholeListWhenItRests) {
    const FarGuest guest{.update_bytes = 1500, .cursor_bytes = 4096};
    FarConsole console({.round_trip_ms = 200}, FarServer::qemu, guest);
    console.run(8);
    console.rest(true);
    console.run(3, 0);
    EXPECT_TRUE(console.has_whole_list());
    EXPECT_FALSE(console.planned());
}

TEST(Far, AServerThatAnswersOnlyTheFirstListIsWholeWhenItRests) {
    FarConsole console({.round_trip_ms = 200}, FarServer::qemu, small);
    console.mute();
    EXPECT_GE(console.run(40, 5).rate, 4.5);
    console.rest(true);
    console.run(3, 0);
    EXPECT_TRUE(console.up_to_date());
    EXPECT_FALSE(console.planned());
}

// A text cursor that blinks is no film: it costs a pair each time, no window of them.
TEST(Far, ABlinkingCursorOpensNoWindow) {
    const FarGuest blink{.change_ms = 500, .update_bytes = 200};
    const auto result = run({.round_trip_ms = 200}, FarServer::qemu, blink);
    EXPECT_NEAR(result.rate, 2, 0.1);
    EXPECT_LE(result.pairs, 2.2);
}

// Its answers come at once and its pictures an encoder's time behind them: they still follow soon.
TEST(Far, AServerThatEncodesSlowlyGetsAWindow) {
    for (const double encode : {25.0, 55.0}) {  // one a round trip would be less than 4 a second
        const FarGuest slow{.update_bytes = 1500, .encode_ms = encode};
        FarConsole console({.round_trip_ms = 200}, FarServer::qemu, slow);
        console.run(8);
        console.rest(true);
        console.run(3, 0);  // closes it: it has to open anew, without input
        console.rest(false);
        const auto result = console.run(8, 3);
        EXPECT_GE(result.rate, encode < 30 ? 33 : 16) << encode;
        EXPECT_LE(result.p95, 105) << encode;
    }
}

TEST(Far, InputOpensTheWindowBeforeTheEchoComes) {
    FarConsole console({.round_trip_ms = 200}, FarServer::qemu, small);
    console.run(8);
    console.rest(true);
    console.run(5, 0);
    const auto sent = console.sent();
    console.input();
    console.run(0.15, 0);  // less than a round trip
    EXPECT_GE(console.sent(), sent + 4 * 80);
    console.run(5, 0);
    EXPECT_FALSE(console.planned());
    EXPECT_LE(console.sent(), sent + 30 * 120);
}

TEST(Far, AServerThatStopsAnsweringIsPacedByItsUpdates) {
    for (const auto server : {FarServer::qemu, FarServer::fence}) {
        FarConsole console({.round_trip_ms = 200}, server, small);
        EXPECT_GE(console.run(8).rate, 33);
        console.mute();
        EXPECT_GE(console.run(20, 10).rate, 4.5);
    }
}

}  // namespace
}  // namespace ecsview::link

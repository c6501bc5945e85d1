// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/tunnel/keepalive.h"

#include <gtest/gtest.h>

namespace ecsview::link {
namespace {

using namespace std::chrono_literals;
using rfb::MessageKind;

constexpr Keepalive::TimePoint start{std::chrono::hours(1)};

Limits cut_after(std::chrono::milliseconds idle_limit) {
    Limits limits;
    limits.idle_limit = idle_limit;
    return limits;
}

TEST(KeepaliveTest, NothingBeforeTheLinkIsLive) {
    Keepalive keepalive(cut_after(60s));
    EXPECT_FALSE(keepalive.next());
    EXPECT_FALSE(keepalive.due(start + 1h));
    keepalive.sent(rfb::key_event(true, 'a'), start);
    EXPECT_FALSE(keepalive.next());
}

// The platform counts what a person does at the console; nothing is known of texts.
TEST(KeepaliveTest, AClipboardsTextIsNoInput) {
    Keepalive keepalive(cut_after(60s));
    keepalive.live(start, false);
    const auto due = keepalive.next();
    keepalive.sent({MessageKind::text, "x"}, start + 30s);
    EXPECT_EQ(keepalive.next(), due);
    keepalive.sent(rfb::key_event(true, 'a'), start + 30s);
    EXPECT_NE(keepalive.next(), due);
}

TEST(KeepaliveTest, AfterTwoThirdsOfTheLimitWithoutInput) {
    Keepalive keepalive(cut_after(60s));
    keepalive.live(start, false);
    EXPECT_EQ(keepalive.next(), start + 40s);
    EXPECT_FALSE(keepalive.due(start + 40s - 1ms));
    EXPECT_TRUE(keepalive.due(start + 40s));
    EXPECT_EQ(keepalive.next(), start + 80s);
}

TEST(KeepaliveTest, InputPutsItOffAndRequestsDoNot) {
    Keepalive keepalive(cut_after(60s));
    keepalive.live(start, false);
    keepalive.sent(rfb::key_event(true, 'a'), start + 30s);
    keepalive.sent(rfb::framebuffer_update_request(true, {0, 0, 9, 9}), start + 60s);
    keepalive.sent(rfb::set_encodings({}, true), start + 65s);
    EXPECT_EQ(keepalive.next(), start + 70s);
}

TEST(KeepaliveTest, WakesAServerAtOnceAndKeepsItAwakeUntilItsLinkEnds) {
    Keepalive keepalive(cut_after(60s));
    keepalive.live(start, true);
    EXPECT_TRUE(keepalive.due(start));
    EXPECT_EQ(keepalive.next(), start + 2s);
    EXPECT_TRUE(keepalive.due(start + 2s));
    keepalive.sent(rfb::key_event(true, 'a'), start + 3s);
    EXPECT_EQ(keepalive.next(), start + 5s);
    keepalive.live(start + 9s, false);
    EXPECT_EQ(keepalive.next(), start + 49s);
}

TEST(KeepaliveTest, KeepsAServerAwakeNoLessOftenThanItsLimitAsks) {
    Keepalive keepalive(cut_after(1500ms));
    keepalive.live(start, true);
    EXPECT_TRUE(keepalive.due(start));
    EXPECT_EQ(keepalive.next(), start + 1s);
}

TEST(KeepaliveTest, ReleasesAKeyThatIsNotDown) {
    Keepalive keepalive(cut_after(60s));
    keepalive.live(start, false);
    keepalive.sent(rfb::pointer_event(1, {30, 40}, MessageKind::press), start);
    const auto message = keepalive.due(start + 40s);
    ASSERT_TRUE(message);
    EXPECT_EQ(message->bytes, rfb::key_event(false, 0xff14).bytes);
    EXPECT_EQ(message->kind, MessageKind::release);
}

// --- the other steps ---

constexpr screen::DesktopPoint place{30, 40};
const auto pointer_at = [](int x, int y, rfb::ButtonMask buttons = 0) {
    return rfb::pointer_event(buttons, {x, y}, MessageKind::motion);
};

// Live, at this step, and its user has left the pointer at `place`.
Keepalive at_step(IdleStep step, bool keep_awake = false) {
    Keepalive keepalive(cut_after(60s));
    keepalive.live(start, keep_awake, step);
    keepalive.sent(pointer_at(place.x, place.y), start);
    return keepalive;
}

TEST(KeepaliveTest, ThePointerAtItsPlaceWithItsButtons) {
    Keepalive keepalive = at_step(IdleStep::same_place);
    keepalive.sent(pointer_at(50, 60, 4), start);
    EXPECT_EQ(keepalive.due(start + 40s)->bytes, pointer_at(50, 60, 4).bytes);
}

TEST(KeepaliveTest, OnePixelAsideAndBackAsOneMessage) {
    const auto bytes = [](int x) {
        Keepalive keepalive = at_step(IdleStep::nudge);
        keepalive.sent(pointer_at(x, 40), start);
        const auto message = keepalive.due(start + 40s);
        EXPECT_NE(message->kind, MessageKind::motion) << "it would be merged";
        return message->bytes;
    };
    EXPECT_EQ(bytes(30), pointer_at(29, 40).bytes + pointer_at(30, 40).bytes);
    EXPECT_EQ(bytes(0), pointer_at(1, 40).bytes + pointer_at(0, 40).bytes);
}

TEST(KeepaliveTest, ThePointerIsNeverPutWhereNobodyPutIt) {
    for (const auto step : {IdleStep::same_place, IdleStep::nudge}) {
        Keepalive keepalive(cut_after(60s));
        keepalive.live(start, false, step);
        EXPECT_EQ(keepalive.due(start + 40s)->bytes, rfb::key_event(false, 0xff14).bytes);
        EXPECT_EQ(keepalive.failed(start + 60s), IdleStep::release);
    }
}

// Differences: what moves it by nothing, and by one and back.
TEST(KeepaliveTest, AMouseThatTakesStepsIsMovedByNothingOrOneAndBack) {
    for (const auto step : {IdleStep::same_place, IdleStep::nudge}) {
        Keepalive keepalive(cut_after(60s));
        keepalive.live(start, false, step);
        keepalive.pointer_takes(true);
        keepalive.sent(rfb::pointer_step(4, {9, 9}), start);
        const auto at = [](int x) { return pointer_at(0x7fff + x, 0x7fff, 4).bytes; };
        EXPECT_EQ(keepalive.due(start + 40s)->bytes,
                  step == IdleStep::nudge ? at(-1) + at(1) : at(0));
    }
}

TEST(KeepaliveTest, WhatIsNoMotionForOneKindOfMouseIsNotSentToTheOther) {
    const auto release = rfb::key_event(false, 0xff14).bytes;
    Keepalive keepalive = at_step(IdleStep::same_place);
    keepalive.pointer_takes(false);  // told anew, and nothing new
    EXPECT_EQ(keepalive.due(start + 40s)->bytes, pointer_at(place.x, place.y).bytes);
    keepalive.pointer_takes(true);
    EXPECT_EQ(keepalive.due(start + 80s)->bytes, release);
    keepalive.sent(rfb::pointer_step(0, {1, 1}), start + 80s);
    keepalive.live(start + 1h, false, IdleStep::same_place);  // and places, until it is told
    EXPECT_EQ(keepalive.due(start + 1h + 40s)->bytes, release);
}

TEST(KeepaliveTest, ThePlaceOutlivesTheLink) {
    Keepalive keepalive = at_step(IdleStep::release);
    keepalive.live(start + 1h, false, IdleStep::same_place);
    EXPECT_EQ(keepalive.due(start + 1h + 40s)->bytes, pointer_at(place.x, place.y).bytes);
}

TEST(KeepaliveTest, WhatKeepsAServerAwakeStaysTheRelease) {
    Keepalive keepalive = at_step(IdleStep::nudge, true);
    int releases = 0, nudges = 0;
    for (auto now = start; now <= start + 60s; now = *keepalive.next()) {
        const auto message = keepalive.due(now);
        if (!message) continue;
        (message->bytes.size() == 12 ? nudges : releases) += 1;
    }
    EXPECT_EQ(nudges, 1);
    EXPECT_GE(releases, 27);
}

// --- what a cut says ---

TEST(KeepaliveTest, ACutAtTheLimitInSpiteOfItHasFailed) {
    Keepalive keepalive = at_step(IdleStep::same_place);
    EXPECT_FALSE(keepalive.failed(start + 60s)) << "nothing was sent yet";
    keepalive.due(start + 40s);
    EXPECT_EQ(keepalive.failed(start + 60s), IdleStep::same_place);
    EXPECT_FALSE(keepalive.failed(start + 44s));
    EXPECT_FALSE(keepalive.failed(start + 80s));
    // The first one was counted, and those that changed nothing after it were not.
    keepalive.due(start + 80s);
    EXPECT_EQ(keepalive.failed(start + 100s), IdleStep::same_place);
    keepalive.due(start + 120s);
    EXPECT_FALSE(keepalive.failed(start + 140s));
}

TEST(KeepaliveTest, InputBeginsTheTimeAnew) {
    Keepalive keepalive = at_step(IdleStep::release);
    keepalive.due(start + 40s);
    keepalive.sent(rfb::key_event(true, 'a'), start + 59s);
    EXPECT_FALSE(keepalive.failed(start + 60s));
    keepalive.due(start + 99s);
    EXPECT_EQ(keepalive.failed(start + 119s), IdleStep::release);
    keepalive.live(start + 119s, false, IdleStep::release);
    EXPECT_FALSE(keepalive.failed(start + 120s));
}

TEST(KeepaliveTest, ThatWhichKeepsAServerAwakeIsNoReasonToSpareTheCut) {
    Keepalive keepalive = at_step(IdleStep::release, true);
    for (auto now = start; now < start + 60s; now = *keepalive.next()) keepalive.due(now);
    EXPECT_EQ(keepalive.failed(start + 60s), IdleStep::release);
}

}  // namespace
}  // namespace ecsview::link

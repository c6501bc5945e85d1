// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/keepalive.h"

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

}  // namespace
}  // namespace ecsview::link

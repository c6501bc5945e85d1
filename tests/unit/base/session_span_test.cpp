// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/session_span.h"

#include <gtest/gtest.h>

namespace ecsview {
namespace {

using namespace std::chrono_literals;
using Time = SessionSpan::Time;

const Time now = std::chrono::sys_days(std::chrono::year(2026) / 11 / 30);

TEST(SessionSpan, NoneHoldsNever) {
    for (const auto at : {Time{}, now, Time::min(), Time::max()})
        EXPECT_FALSE(SessionSpan().holds(at));
}

TEST(SessionSpan, EndsWithTheCertificate) {
    const SessionSpan span(now, now + 10min);
    EXPECT_TRUE(span.holds(now));
    EXPECT_TRUE(span.holds(now + 10min - 1s));
    EXPECT_FALSE(span.holds(now + 10min));
}

TEST(SessionSpan, EndsAfterADay) {
    const SessionSpan span(now, now + 24h * 365);
    EXPECT_TRUE(span.holds(now + 24h - 1s));
    EXPECT_FALSE(span.holds(now + 24h));
}

// A certificate may hold until the year 9999.
TEST(SessionSpan, TheLastEndThatACertificateCanHave) {
    const SessionSpan span(now, std::chrono::sys_days(std::chrono::year(9999) / 12 / 31));
    EXPECT_TRUE(span.holds(now + 1h));
}

TEST(SessionSpan, AClockThatGoesBackEndsIt) {
    const SessionSpan span(now, now + 10min);
    EXPECT_FALSE(span.holds(now - 1s));
}

TEST(SessionSpan, ACertificateThatHasEndedIsNoReason) {
    const SessionSpan span(now, now - 1s);
    EXPECT_FALSE(span.holds(now));
    EXPECT_FALSE(span.holds(now - 2s));
}

TEST(SessionSpan, OfTwoTheNarrower) {
    const auto both = SessionSpan(now, now + 1h).within(SessionSpan(now + 1min, now + 10min));
    EXPECT_FALSE(both.holds(now));
    EXPECT_TRUE(both.holds(now + 1min));
    EXPECT_FALSE(both.holds(now + 10min));
    EXPECT_FALSE(both.within(SessionSpan()).holds(now + 1min));
}

}  // namespace
}  // namespace ecsview

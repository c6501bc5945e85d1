// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/fault.h"

#include <gtest/gtest.h>

namespace ecsview::link {
namespace {

using namespace std::chrono_literals;

Fault lost(ExitCode code, RetryAdvice advice = {}) {
    return fault_of(Outcome{OutcomeKind::lost, {code, "It failed.", advice}});
}

TEST(FaultTest, WithoutAdviceTheExitCodeSays) {
    EXPECT_EQ(lost(ExitCode::network).cause, Cause::network);
    EXPECT_EQ(lost(ExitCode::credentials).cause, Cause::person);
    EXPECT_EQ(lost(ExitCode::in_use).cause, Cause::in_use);
    EXPECT_EQ(lost(ExitCode::api).cause, Cause::instance);
    EXPECT_FALSE(lost(ExitCode::network).retry_after);
}

TEST(FaultTest, WhoeverRefusedKnowsBetter) {
    EXPECT_EQ(lost(ExitCode::api, {Retry::never}).cause, Cause::person);
    EXPECT_EQ(lost(ExitCode::api, {Retry::instance}).cause, Cause::instance);
    const auto throttled = lost(ExitCode::api, {Retry::later, 1500ms});
    EXPECT_EQ(throttled.cause, Cause::throttled);
    EXPECT_EQ(throttled.retry_after, 1500ms);
    EXPECT_EQ(lost(ExitCode::api, {Retry::later}).cause, Cause::network);
    EXPECT_EQ(lost(ExitCode::network, {Retry::later}).cause, Cause::network);
}

}  // namespace
}  // namespace ecsview::link

// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/stop_cause.h"

#include <gtest/gtest.h>

namespace ecsview::link {
namespace {

using screen::StopCause;

TEST(StopCause, EachHasItsExitCodeAndASentence) {
    const std::pair<StopCause, ExitCode> table[] = {
        {StopCause::closed_by_peer, ExitCode::network},
        {StopCause::not_rfb, ExitCode::protocol},
        {StopCause::no_security_type, ExitCode::protocol},
        {StopCause::refused, ExitCode::protocol},
        {StopCause::password_refused, ExitCode::password},
        {StopCause::password_missing, ExitCode::password},
        {StopCause::size_refused, ExitCode::protocol},
        {StopCause::protocol_fault, ExitCode::protocol},
        {StopCause::internal, ExitCode::decoder},
    };
    for (const auto& [cause, code] : table) {
        const auto failure = failure_of({cause, ""}, "host:5900");
        EXPECT_EQ(failure.code, code);
        EXPECT_EQ(failure.sentence.back(), '.');
    }
}

TEST(StopCause, TheServersWordsAreMadePrintable) {
    const auto failure = failure_of({StopCause::refused, "no\x1b[31m\n"}, "host:5900");
    EXPECT_NE(failure.sentence.find("\"no?[31m?\""), std::string::npos) << failure.sentence;
}

}  // namespace
}  // namespace ecsview::link

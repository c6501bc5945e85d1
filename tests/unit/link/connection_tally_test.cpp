// SPDX-License-Identifier: GPL-2.0-or-later
// What the connection counts of all its attempts.
#include "connection_fixture.h"

namespace ecsview::link {
namespace {

screen::Counts counts(const Connection& connection) {
    return connection.tally().counts();
}

TEST_F(ConnectionTest, CountsAttemptsPicturesAndWhyTheyEnded) {
    start();
    shown(0);
    tunnel->end("silent");
    decoders->decoder(1)->say(screen::Stopped{"not_rfb", ""});
    shown(2);
    tunnel->end("silent");
    shown(3);
    const auto seen = counts(*connection);
    EXPECT_EQ(seen.attempts, 4u);
    EXPECT_EQ(seen.connections, 3u);
    EXPECT_EQ(seen.changes, 3u);
    EXPECT_EQ(seen.ends[Cause("silent").number()], 2u);
    EXPECT_EQ(seen.ends[Cause("not_rfb").number()], 1u);
    EXPECT_EQ(seen.phase, Phase::live);
    EXPECT_TRUE(seen.last_change);
}

TEST_F(ConnectionTest, WhatAPersonEndsIsNoLoss) {
    start();
    shown(0);
    connection->reconnect_now();
    shown(1);
    const auto seen = counts(*connection);
    EXPECT_EQ(seen.attempts, 2u);
    for (const auto ends : seen.ends) EXPECT_EQ(ends, 0u);
}

TEST_F(ConnectionTest, ARefusalOfTheApiIsCounted) {
    refusal = Failure{ExitCode::api, "There is no such instance; check it.", {Retry::never}};
    start();
    wait(Phase::ended);
    const auto seen = counts(*connection);
    EXPECT_EQ(seen.attempts, 1u);
    EXPECT_EQ(seen.connections, 0u);
    EXPECT_EQ(seen.ends[Cause("platform_refused").number()], 1u);
    EXPECT_EQ(seen.phase, Phase::ended);
}

TEST_F(ConnectionTest, AQuestionForThePasswordIsAState) {
    start();
    decoders->decoder(0)->say(screen::NeedPassword{});
    wait_prompt();
    EXPECT_TRUE(counts(*connection).prompting);
    connection->cancel_password();
    wait(Phase::ended);
    const auto seen = counts(*connection);
    EXPECT_FALSE(seen.prompting);
    EXPECT_EQ(seen.ends[Cause("password_unanswered").number()], 1u);
}

TEST_F(ConnectionTest, ADecoderIsNamedWhileItLives) {
    settings.patience.forever = true;
    settings.limits.backoff_first = settings.limits.backoff_most = 24h;
    start();
    const auto decoder = shown(0);
    EXPECT_EQ(connection->decoder(), decoder->pid());
    tunnel->end("silent");
    shown(1);
    tunnel->end("silent");
    wait([](const ConsoleState& s) { return s.phase == Phase::waiting && s.next_attempt; });
    EXPECT_EQ(connection->decoder(), 0);
}

}  // namespace
}  // namespace ecsview::link

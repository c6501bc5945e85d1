// SPDX-License-Identifier: GPL-2.0-or-later
// Whom the connection asks for the password, how often, and what it keeps of what was typed.
#include <gmock/gmock.h>

#include "connection_fixture.h"

namespace ecsview::link {
namespace {

using testing::HasSubstr;

TEST_F(ConnectionTest, APasswordThatWasGivenIsUsedAndNobodyIsAsked) {
    settings.password = Secret(std::string("given"));
    start();
    decoders->decoder(0)->say(screen::NeedPassword{});
    EXPECT_EQ(decoders->decoder(0)->hear_password(), "given");
    refuse_password(0);
    EXPECT_EQ(wait(Phase::ended).ending->code, ExitCode::password);
    EXPECT_EQ(decoders->count(), 1u);
}

TEST_F(ConnectionTest, WhereNobodyCanBeAskedNoneIsGiven) {
    settings.can_prompt = false;
    start();
    decoders->decoder(0)->say(screen::NeedPassword{});
    EXPECT_EQ(decoders->decoder(0)->hear_password(), "");
}

TEST_F(ConnectionTest, ThreePasswordsMayBeTyped) {
    start();
    int last = 0;
    for (const int attempt : {1, 2, 3}) {
        const auto decoder = decoders->decoder(static_cast<std::size_t>(attempt - 1));
        decoder->say(screen::NeedPassword{});
        const auto prompt = *wait_prompt(last).prompt;
        EXPECT_EQ(prompt.attempt, attempt);
        EXPECT_THAT(prompt.text, HasSubstr(attempt == 1 ? "has a VNC password" : "was refused"));
        last = prompt.number;
        connection->answer_password(Secret("wrong" + std::to_string(attempt)));
        EXPECT_EQ(decoder->hear_password(), "wrong" + std::to_string(attempt));
        refuse_password(static_cast<std::size_t>(attempt - 1));
    }
    EXPECT_EQ(wait(Phase::ended).ending->code, ExitCode::password);
    EXPECT_EQ(decoders->count(), 3u);
}

TEST_F(ConnectionTest, APictureBetweenBeginsTheCountAnew) {
    settings.patience.forever = true;
    start();
    decoders->decoder(0)->say(screen::NeedPassword{});
    const auto first = *wait_prompt().prompt;
    connection->answer_password(Secret(std::string("right")));
    EXPECT_EQ(decoders->decoder(0)->hear_password(), "right");
    shown(0);
    tunnel->end("silent");
    // What was typed is kept for the reconnect; it has been changed at the server meanwhile.
    decoders->decoder(1)->say(screen::NeedPassword{});
    EXPECT_EQ(decoders->decoder(1)->hear_password(), "right");
    refuse_password(1);
    decoders->decoder(2)->say(screen::NeedPassword{});
    const auto second = *wait_prompt(first.number).prompt;
    EXPECT_EQ(second.attempt, 1);
    EXPECT_GT(second.number, first.number);
}

TEST_F(ConnectionTest, AfterThreeWrongOnesAPatientProgramBeginsAnew) {
    settings.patience.forever = true;
    start();
    int last = 0;
    for (const int attempt : {1, 2, 3, 1}) {
        const auto number = decoders->count() ? decoders->count() - 1 : 0;
        const auto decoder = decoders->decoder(number);
        decoder->say(screen::NeedPassword{});
        const auto prompt = *wait_prompt(last).prompt;
        EXPECT_EQ(prompt.attempt, attempt);
        last = prompt.number;
        connection->answer_password(Secret(std::string("wrong")));
        EXPECT_EQ(decoder->hear_password(), "wrong");
        refuse_password(number);
        decoders->decoder(number + 1);
    }
}

TEST_F(ConnectionTest, WhoeverCancelsEndsIt) {
    start();
    decoders->decoder(0)->say(screen::NeedPassword{});
    wait_prompt();
    connection->cancel_password();
    const auto state = wait(Phase::ended);
    EXPECT_EQ(state.ending->code, ExitCode::password);
    EXPECT_FALSE(state.prompt);
}

TEST_F(ConnectionTest, AnAnswerToALinkThatIsGoneIsForTheNext) {
    settings.patience.forever = true;
    settings.limits.person_first = settings.limits.person_most = 24h;
    start();
    decoders->decoder(0)->say(screen::NeedPassword{});
    wait_prompt();
    tunnel->end("closed");
    tunnel->wait_closed(1);
    connection->answer_password(Secret(std::string("late")));
    decoders->decoder(1)->say(screen::NeedPassword{});
    EXPECT_EQ(decoders->decoder(1)->hear_password(), "late");
}

TEST_F(ConnectionTest, AfterARetryTheQuestionIsTheFirstAgain) {
    settings.stays = true;
    start();
    decoders->decoder(0)->say(screen::NeedPassword{});
    const auto first = *wait_prompt().prompt;
    connection->answer_password(Secret(std::string("wrong")));
    EXPECT_EQ(decoders->decoder(0)->hear_password(), "wrong");
    refuse_password(0);
    decoders->decoder(1)->say(screen::NeedPassword{});
    const auto second = *wait_prompt(first.number).prompt;
    EXPECT_EQ(second.attempt, 2);
    connection->cancel_password();
    wait(Phase::ended);
    connection->reconnect_now();
    decoders->decoder(2)->say(screen::NeedPassword{});
    const auto third = *wait_prompt(second.number).prompt;
    EXPECT_EQ(third.attempt, 1);
    EXPECT_THAT(third.text, HasSubstr("has a VNC password"));
}

TEST_F(ConnectionTest, AfterARetryWhatWasTypedIsAskedForAgain) {
    settings.stays = true;
    start();
    decoders->decoder(0)->say(screen::NeedPassword{});
    const auto first = *wait_prompt().prompt;
    connection->answer_password(Secret(std::string("typed")));
    EXPECT_EQ(decoders->decoder(0)->hear_password(), "typed");
    tunnel->end("silent");
    wait(Phase::ended);
    connection->reconnect_now();
    decoders->decoder(1)->say(screen::NeedPassword{});
    EXPECT_EQ(wait_prompt(first.number).prompt->attempt, 1);
    connection->answer_password(Secret(std::string("again")));
    EXPECT_EQ(decoders->decoder(1)->hear_password(), "again");
}

TEST_F(ConnectionTest, WhatWasGivenBeforeIsKeptOverARetry) {
    settings.stays = true;
    settings.password = Secret(std::string("given"));
    start();
    for (const std::size_t number : {0u, 1u}) {
        decoders->decoder(number)->say(screen::NeedPassword{});
        EXPECT_EQ(decoders->decoder(number)->hear_password(), "given");
        tunnel->end("silent");
        wait(Phase::ended);
        connection->reconnect_now();
    }
}

}  // namespace
}  // namespace ecsview::link

// SPDX-License-Identifier: GPL-2.0-or-later
// What the connection has said for the decoder, and what it does when that was not right.
#include <gmock/gmock.h>
#include <stdlib.h>

#include <filesystem>

#include "connection_fixture.h"
#include "rfb/client_messages.h"
#include "rfb/handshake.h"

namespace ecsview::link {
namespace {

using testing::EndsWith;
using testing::StartsWith;

class GreetingTest : public ConnectionTest {
protected:
    GreetingTest() { settings.runtime_directory = directory; }
    ~GreetingTest() override {
        connection.reset();
        std::filesystem::remove_all(directory);
    }

    // The number-th link went well, and the decoder said what is foreseen.
    void plain(std::size_t number, std::string name = "x") {
        tunnel->say_and_wait({tunnel->links(), TunnelPhase::open});
        shown(number, std::move(name));
        tunnel->say_and_wait({tunnel->links(), TunnelPhase::live, std::nullopt, true});
    }
    // What the number-th link began with.
    std::string foreword(std::size_t number) {
        tunnel->wait_links(number + 1);
        return tunnel->forewords()[number];
    }
    void lose() { tunnel->end("silent"); }
    void take_amiss() { tunnel->end("greeting_changed"); }
    void begin_anew() {
        settings = {};
        settings.runtime_directory = directory;
        settings.attempt_limit = patience;
        start();
    }

    std::string path = "/tmp/ecsview-greetings-XXXXXX";
    const std::string directory = mkdtemp(path.data());
    const std::string all = rfb::plain_handshake(true, {}) +
                            rfb::framebuffer_update_request(false, {0, 0, 0xffff, 0xffff}).bytes;
};

TEST_F(GreetingTest, AStrangerIsToldNothingAndWhoeverTookNoneAllAtOnce) {
    start();
    EXPECT_EQ(foreword(0), "");
    plain(0);
    lose();
    EXPECT_EQ(foreword(1), all);
    plain(1);
    connection.reset();
    begin_anew();
    EXPECT_EQ(foreword(0), all) << "another process";
}

TEST_F(GreetingTest, QemuIsWokenInTheSameBreath) {
    start();
    plain(0, "QEMU (x)");
    lose();
    EXPECT_EQ(foreword(1), all + awakener().bytes);
}

TEST_F(GreetingTest, AHandshakeThatWasNotForeseenIsNotForeseenTheNextTime) {
    start();
    shown(0);
    tunnel->say_and_wait({tunnel->links(), TunnelPhase::live, std::nullopt, false});
    lose();
    EXPECT_EQ(foreword(1), "");
}

TEST_F(GreetingTest, WhereAPasswordIsKnownEachWordWaitsForItsTurn) {
    start();
    plain(0);
    connection.reset();
    settings = {};
    settings.runtime_directory = directory;
    settings.password = Secret(std::string("given"));
    start();
    EXPECT_EQ(foreword(0), "");
}

TEST_F(GreetingTest, WhatWasTakenAmissIsTriedAnewAtOnceWithoutItAndNobodySees) {
    start();
    plain(0);
    lose();
    EXPECT_EQ(foreword(1), all);
    const int before = asked;
    take_amiss();
    EXPECT_EQ(foreword(2), "");
    EXPECT_EQ(asked, before + 1) << "a URL is good once";
    EXPECT_TRUE(mailbox.take().state.loss.starts_with("It ended")) << "of the first loss alone";
    plain(2);
    lose();
    EXPECT_EQ(foreword(3), all);
}

TEST_F(GreetingTest, AConsoleWithANewPasswordIsTriedAnewBeforeAnybodyIsAskedForIt) {
    start();
    plain(0);
    lose();
    EXPECT_EQ(foreword(1), all);
    decoders->decoder(1)->say(screen::NeedPassword{});
    EXPECT_EQ(foreword(2), "");
    decoders->decoder(2)->say(screen::NeedPassword{});
    EXPECT_EQ(wait_prompt().prompt->number, 1);
}

TEST_F(GreetingTest, SoIsOneThatNobodyCanBeAskedAbout) {
    settings.can_prompt = false;
    start();
    plain(0);
    lose();
    EXPECT_EQ(foreword(1), all);
    decoders->decoder(1)->say(screen::NeedPassword{});
    tunnel->wait_links(3);
    EXPECT_EQ(decoders->decoder(1)->hear_password(), "(none)");
}

TEST_F(GreetingTest, AnythingElseThatAConsoleSaysToItIsHeardOnceMoreWithoutIt) {
    start();
    plain(0);
    lose();
    EXPECT_EQ(foreword(1), all);
    decoders->decoder(1)->say(screen::Stopped{"refused", "no"});
    EXPECT_EQ(foreword(2), "");
    decoders->decoder(2)->say(screen::Stopped{"refused", "no"});
    wait([](const ConsoleState& s) { return s.loss.find("no") != std::string::npos; });
}

TEST_F(GreetingTest, AfterTheSecondTimeItIsNotTriedAgain) {
    start();
    plain(0);
    for (std::size_t link = 1; link < 5; link += 2) {
        lose();
        EXPECT_EQ(foreword(link), all);
        take_amiss();
        EXPECT_EQ(foreword(link + 1), "");
        plain(link + 1);
    }
    lose();
    EXPECT_EQ(foreword(5), "");
}

TEST_F(GreetingTest, OneThatNeverAnswersIsToldLessTheNextTime) {
    start();
    plain(0);
    connection.reset();
    settings = {};
    settings.runtime_directory = directory;
    settings.attempt_limit = patience;
    start();
    EXPECT_EQ(foreword(0), all);
    tunnel->say_and_wait({tunnel->links(), TunnelPhase::open});
    tunnel->end("out_of_time");
    wait(Phase::ended);
    connection.reset();
    begin_anew();
    EXPECT_EQ(foreword(0), "");
}

TEST_F(GreetingTest, OneThatWasNotReachedInTimeWasToldNothing) {
    start();
    plain(0);
    connection.reset();
    settings = {};
    settings.runtime_directory = directory;
    settings.attempt_limit = patience;
    start();
    EXPECT_EQ(foreword(0), all);
    tunnel->end("out_of_time");
    wait(Phase::ended);
    connection.reset();
    begin_anew();
    EXPECT_EQ(foreword(0), all);
}

TEST_F(GreetingTest, TheExclusiveWishIsInIt) {
    settings.take_over = true;
    start();
    plain(0);
    connection.reset();
    settings = {};
    settings.runtime_directory = directory;
    settings.take_over = true;
    start();
    EXPECT_THAT(foreword(0), StartsWith(rfb::plain_handshake(false, {})));
}

}  // namespace
}  // namespace ecsview::link

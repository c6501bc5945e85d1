// SPDX-License-Identifier: GPL-2.0-or-later
// What the pump says for the decoder (Foreword), with real sockets; the test plays both of its
// ends.
#include <gmock/gmock.h>

#include "link/tunnel/pump.h"
#include "pump_fixture.h"

namespace ecsview::link {
namespace {

class PumpForewordTest : public PumpTest {
protected:
    void speak(Foresay when) { foreword = {when, "version1-init", 8, "+ask"}; }
    void say(std::string_view words) const {
        ::send(decoder.get(), words.data(), words.size(), MSG_NOSIGNAL);
    }
    // Nothing else came before this.
    void expect_next(std::string_view words) { EXPECT_EQ(server.receive(words.size()), words); }
    Cause end() { return wait(TunnelPhase::closed).ending->cause; }
};

TEST_F(PumpForewordTest, IsThereBeforeTheServerHasSaidAnything) {
    speak(Foresay::at_once);
    open_and_accept();
    expect_next("version1-init+ask");
}

TEST_F(PumpForewordTest, WhatTheDecoderRepeatsIsNotSentAgainAndWeSpeakNext) {
    speak(Foresay::at_once);
    open_and_accept();
    expect_next("version1-init+ask");
    say("version1");
    say("-init");
    tunnel().go_live(false, IdleStep::release);
    EXPECT_TRUE(wait(TunnelPhase::live).plain);
    tunnel().send(key);
    expect_next(key.bytes);
}

TEST_F(PumpForewordTest, TheScreenIsNotAskedForTwice) {
    speak(Foresay::at_once);
    open_and_accept();
    say("version1-init");
    tunnel().tell(SizeTold{{8, 4}});
    tunnel().go_live(false, IdleStep::release);
    tunnel().tell(UpdateTold{.pixels = true});
    const auto again = rfb::framebuffer_update_request(true, {0, 0, 8, 4}).bytes;
    expect_next("version1-init+ask" + again);
    tunnel().tell(SizeTold{{4, 4}});
    expect_next(rfb::framebuffer_update_request(false, {0, 0, 4, 4}).bytes);
}

TEST_F(PumpForewordTest, WithoutItTheScreenIsAskedForWhenItIsLive) {
    speak(Foresay::nothing);
    open_and_accept();
    say("version1-init");
    tunnel().tell(SizeTold{{8, 4}});
    tunnel().go_live(false, IdleStep::release);
    EXPECT_TRUE(wait(TunnelPhase::live).plain);
    expect_next("version1-init" + rfb::framebuffer_update_request(false, {0, 0, 8, 4}).bytes);
}

TEST_F(PumpForewordTest, AfterTheChoiceAllTheRestGoesAtOnce) {
    speak(Foresay::after_choice);
    open_and_accept();
    say("version");
    expect_next("version");
    say("1");
    expect_next("1-init+ask");
}

TEST_F(PumpForewordTest, ADecoderThatSpeaksAnotherWayIsNoPlainOne) {
    speak(Foresay::nothing);
    open_and_accept();
    say("version2-more-init");
    tunnel().go_live(false, IdleStep::release);
    EXPECT_FALSE(wait(TunnelPhase::live).plain);
}

TEST_F(PumpForewordTest, OtherWordsThanWereSaidEndTheLinkAndDoNotReachTheServer) {
    speak(Foresay::at_once);
    open_and_accept();
    expect_next("version1-init+ask");
    say("version2");
    EXPECT_EQ(end(), Cause("greeting_changed"));
    tunnel().close();
    char byte = 0;
    ASSERT_TRUE(readable(server.fd()));
    EXPECT_EQ(recv(server.fd(), &byte, 1, 0), 0) << "and nothing else";
}

TEST_F(PumpForewordTest, ADecoderThatIsReadyWithoutHavingSaidAllEndsIt) {
    speak(Foresay::at_once);
    open_and_accept();
    say("version1");
    tunnel().go_live(false, IdleStep::release);
    EXPECT_EQ(end(), Cause("greeting_changed"));
}

TEST_F(PumpForewordTest, AServerThatHangsUpBeforeItHasHeardTheDecoderTookItAmiss) {
    speak(Foresay::at_once);
    open_and_accept();
    expect_next("version1-init+ask");
    server.hang_up();
    EXPECT_EQ(end(), Cause("greeting_changed"));
}

TEST_F(PumpForewordTest, OneThatWasToldNothingEarlyDidNot) {
    speak(Foresay::after_choice);
    open_and_accept();
    say("version");
    expect_next("version");
    server.hang_up();
    EXPECT_EQ(end(), Cause("closed"));
}

TEST_F(PumpForewordTest, NorDidOneThatHangsUpLater) {
    speak(Foresay::at_once);
    open_and_accept();
    say("version1-init");
    tunnel().go_live(false, IdleStep::release);
    wait(TunnelPhase::live);
    expect_next("version1-init+ask");
    server.hang_up();
    EXPECT_EQ(end(), Cause("closed"));
}

TEST_F(PumpForewordTest, AServerThatSwallowedItIsNotWaitedForForEver) {
    limits.foreword_limit = 1ms;
    speak(Foresay::at_once);
    number = open();
    server.accept();
    EXPECT_EQ(end(), Cause("greeting_changed"));
}

// However long it then takes somebody to type a password.
TEST_F(PumpForewordTest, AServerThatWasToldNothingEarlyMayTakeItsTime) {
    limits.foreword_limit = 1ms;
    limits.ping_after = 5ms;  // looks are due
    speak(Foresay::after_choice);
    open_and_accept();
    for (const char* words : {"vers", "ion2", "answer"}) {
        std::this_thread::sleep_for(10ms);
        say(words);
        expect_next(words);
    }
}

}  // namespace
}  // namespace ecsview::link

// SPDX-License-Identifier: GPL-2.0-or-later
// One attempt: its tunnel, its decoder, and a person who is asked for a password.
#include <signal.h>

#include "attempt_fixture.h"

namespace ecsview::link {
namespace {

// --- the tunnel ---

TEST_F(AttemptTest, TheEndOfTheLastLinkDoesNotEndThisOne) {
    closed(0, "silent");
    EXPECT_EQ(run(20ms).code(), ExitCode::out_of_time);
}

TEST_F(AttemptTest, HowATunnelEndsIsTold) {
    for (const Cause cause : {Cause("unreachable"), Cause("silent"), Cause("decoder_stuck")}) {
        FakeTunnel other;
        Attempt one({other, decoders, listener, {}, {}});
        other.say({1, TunnelPhase::closed, Ending{cause, "Closed."}});
        const auto end =
            one.run(destination, Addresses{{"127.0.0.1"}}, Attempt::Clock::now() + patience);
        EXPECT_EQ(end->cause, cause);
    }
}

TEST_F(AttemptTest, ABrokenPumpIsBrokenForEveryLink) {
    closed(0, "no_pump");
    EXPECT_EQ(run().cause, Cause("no_pump"));
}

TEST_F(AttemptTest, TheDecodersVerdictComesBeforeTheTunnels) {
    closed(1, "closed");
    decoder->say(screen::Stopped{"password_refused", "no"});
    EXPECT_EQ(run().cause, Cause("password_refused"));
}

TEST_F(AttemptTest, AnOrderlyCloseInPlaceOfServerInitIsAnotherSession) {
    closed(1, "closed");
    decoder->say(screen::Stopped{"in_use", ""});
    EXPECT_EQ(run().code(), ExitCode::in_use);
}

TEST_F(AttemptTest, AResetInPlaceOfServerInitIsTheNetwork) {
    closed(1, "reset");
    decoder->say(screen::Stopped{"in_use", ""});
    EXPECT_EQ(run().code(), ExitCode::network);
}

TEST_F(AttemptTest, WithoutAPictureInTimeItEnds) {
    EXPECT_EQ(run(1ms).code(), ExitCode::out_of_time);
}

TEST_F(AttemptTest, ADecoderThatGoesOnTalkingDoesNotPutThatOff) {
    decoder->say(screen::LogLine{"and so on"});
    decoder->say(screen::Stopped{"not_rfb", ""});
    EXPECT_EQ(run(0ms).code(), ExitCode::out_of_time);
}

// --- the decoder ---

TEST_F(AttemptTest, AWholePictureIsHandedOnAndTheNextIsAskedFor) {
    decoder->show(size);
    decoder->say(screen::Stopped{"not_rfb", ""});
    run();
    ASSERT_EQ(listener.pictures.size(), 2u);
    EXPECT_TRUE(listener.pictures[0].resized);
    EXPECT_FALSE(listener.pictures[0].complete);
    EXPECT_TRUE(listener.pictures[1].complete);
    EXPECT_EQ(tunnel.lives(), std::vector<bool>{false});
    const auto told = tunnel.told();
    ASSERT_EQ(told.size(), 2u);
    EXPECT_EQ(std::get<SizeTold>(told[0]).size, size);
    EXPECT_TRUE(std::get<UpdateTold>(told[1]).pixels);
}

TEST_F(AttemptTest, WhatThePacingHasToKnowIsToldInTheDecodersOrder) {
    decoder->show(size);
    decoder->say(screen::Answered{1, true});
    decoder->say(screen::Answered{0, true});
    decoder->say(screen::Answered{1, false});
    decoder->say(screen::Fenced{3, "ab"});
    decoder->say(screen::ContinuousEnded{});
    decoder->say(screen::Lossy{{0, 0, 2, 1}, true});
    decoder->say(screen::Stopped{"not_rfb", ""});
    run();
    const auto told = tunnel.told();
    ASSERT_EQ(told.size(), 8u);
    const auto update = [&](std::size_t i) { return std::get<UpdateTold>(told[i]); };
    EXPECT_TRUE(update(2).answered && update(2).other && !update(2).pixels);
    EXPECT_TRUE(!update(3).answered && update(3).other);
    EXPECT_TRUE(update(4).answered && !update(4).other);
    EXPECT_EQ(std::get<screen::Fenced>(told[5]).data, "ab");
    EXPECT_TRUE(std::holds_alternative<screen::ContinuousEnded>(told[6]));
    EXPECT_EQ(std::get<screen::Lossy>(told[7]).area, (screen::DesktopRect{0, 0, 2, 1}));
}

TEST_F(AttemptTest, AFenceBeforeTheHandshakeIsOverBreaksTheRules) {
    decoder->say(screen::Fenced{0, ""});
    EXPECT_EQ(run().cause, Cause("decoder_lied"));
}

TEST_F(AttemptTest, ContinuousUpdatesBeforeTheHandshakeIsOverBreakTheRules) {
    decoder->say(screen::ContinuousEnded{});
    EXPECT_EQ(run().cause, Cause("decoder_lied"));
}

TEST_F(AttemptTest, JpegBeforeTheHandshakeIsOverBreaksTheRules) {
    decoder->say(screen::Lossy{{}, true});
    EXPECT_EQ(run().cause, Cause("decoder_lied"));
}

TEST_F(AttemptTest, AQemuIsKeptAwakeByItsNameOrAsThePlatforms) {
    decoder->show(size, "QEMU (machine)");
    decoder->say(screen::Stopped{"not_rfb", ""});
    run();
    EXPECT_EQ(tunnel.lives(), std::vector<bool>{true});
}

TEST_F(AttemptTest, AConsoleOfThePlatformIsKeptAwakeWhateverItsName) {
    destination.expires = true;
    decoder->show(size);
    decoder->say(screen::Stopped{"not_rfb", ""});
    run();
    EXPECT_EQ(tunnel.lives(), std::vector<bool>{true});
}

TEST_F(AttemptTest, AnUpdateWithoutPixelsIsNoPicture) {
    decoder->say(screen::Ready{"x"});
    decoder->say(screen::Resized{1, 1, size});
    decoder->say(screen::Damaged{2, 1, true, {}});
    EXPECT_EQ(run(50ms).code(), ExitCode::out_of_time);
    EXPECT_FALSE(listener.pictures.back().complete);
}

TEST_F(AttemptTest, AfterANewSizeItIsNoPictureEither) {
    decoder->show(size);
    decoder->say(screen::Resized{3, 2, size});
    decoder->say(screen::Damaged{4, 2, true, {}});
    decoder->say(screen::Stopped{"not_rfb", ""});
    run();
    ASSERT_EQ(listener.pictures.size(), 4u);
    EXPECT_TRUE(listener.pictures[1].complete);
    EXPECT_FALSE(listener.pictures[3].complete);
}

TEST_F(AttemptTest, OfANameAndAReasonThereIsWhatCanBePrinted) {
    decoder->show(size, "a\x1b[31m\nb");
    decoder->say(screen::Stopped{"refused", "no\x1b[31m"});
    EXPECT_THAT(run().sentence, HasSubstr("(\"no?[31m\")"));
    EXPECT_EQ(listener.name, "a?[31m?b");
}

TEST_F(AttemptTest, ADecoderThatDiesIsToldWithItsSignal) {
    decoders.exited(decoder->pid(), SIGSYS);
    decoder->die();
    const auto outcome = run();
    EXPECT_EQ(outcome.cause, Cause("decoder_died"));
    EXPECT_THAT(outcome.sentence, HasSubstr("signal"));
}

TEST_F(AttemptTest, TheExitOfTheDecoderBeforeIsNotThisOnes) {
    decoders.exited(decoder->pid() - 1, SIGKILL);
    decoders.exited(decoder->pid(), 3 << 8);
    decoder->die();
    EXPECT_THAT(run().sentence, HasSubstr("exit status 3"));
}

TEST_F(AttemptTest, WithoutASpawnerThereIsNoHope) {
    decoders.leave();
    EXPECT_EQ(run().cause, Cause("no_spawner"));
}

TEST_F(AttemptTest, WithoutAProcessThereIsNoAttempt) {
    decoders.refuse(true);
    EXPECT_THROW(Attempt{parts()}, Error);
}

// --- a person ---

TEST_F(AttemptTest, APasswordThatIsThereIsGiven) {
    listener.answer = "secret";
    decoder->say(screen::NeedPassword{});
    decoder->say(screen::Stopped{"not_rfb", ""});
    run();
    EXPECT_EQ(decoder->hear_password(), "secret");
}

TEST_F(AttemptTest, TheTimeStandsStillWhileAPersonIsAsked) {
    decoder->say(screen::NeedPassword{});
    // Woken when the time would be over long since.
    listener.on_wake = [&](Attempt& asked) {
        EXPECT_TRUE(asked.wants_password());
        asked.give_password(Secret(std::string("typed")));
        EXPECT_FALSE(asked.wants_password());
        decoder->show(size);
        decoder->say(screen::Stopped{"not_rfb", ""});
        return true;
    };
    std::thread person([&] {
        std::this_thread::sleep_for(60ms);
        eventfd_write(listener.wake.get(), 1);
    });
    const auto outcome = run(50ms);
    person.join();
    EXPECT_EQ(outcome.code(), ExitCode::protocol);
    EXPECT_EQ(decoder->hear_password(), "typed");
}

TEST_F(AttemptTest, ALinkThatClosesWhileAPersonIsAskedIsLostAtOnce) {
    decoder->say(screen::NeedPassword{});
    listener.on_wake = [&](Attempt&) {
        closed(1, "closed");
        return true;
    };
    eventfd_write(listener.wake.get(), 1);
    const auto outcome = run();
    EXPECT_EQ(outcome.cause, Cause("closed"));
    EXPECT_EQ(outcome.sentence, "Closed.");
}

TEST_F(AttemptTest, ADecoderThatWaitsForAPersonCannotBeThroughTheHandshake) {
    decoder->say(screen::NeedPassword{});
    decoder->say(screen::Ready{"x"});
    expect_broken(run());
}

// The first message is read before the end of the link, the others after it.
TEST_F(AttemptTest, APasswordMayBeAskedForAfterTheLinkHasClosed) {
    closed(1, "closed");
    decoder->say(screen::LogLine{"x"});
    decoder->say(screen::NeedPassword{});
    EXPECT_EQ(run().sentence, "Closed.");
    EXPECT_EQ(listener.asked, 1);
}

TEST_F(AttemptTest, ButNotTwice) {
    listener.answer = "secret";
    closed(1, "closed");
    decoder->say(screen::LogLine{"x"});
    decoder->say(screen::NeedPassword{});
    decoder->say(screen::NeedPassword{});
    expect_broken(run());
    EXPECT_EQ(listener.asked, 1);
}

TEST_F(AttemptTest, OurOwnWishEndsIt) {
    eventfd_write(listener.wake.get(), 1);
    EXPECT_FALSE(run_to_the_end());
}

}  // namespace
}  // namespace ecsview::link

// SPDX-License-Identifier: GPL-2.0-or-later
// The connection's loop: what it asks, whom it asks, what it forgets between two servers and what
// it keeps. Its passwords: connection_password_test.cpp.
#include "connection_fixture.h"

#include <signal.h>

namespace ecsview::link {
namespace {

// --- an offer that is refused ---

constexpr const char* offered = "127.0.0.1:443 at 127.0.0.1";
constexpr const char* bare = "127.0.0.1:443 at 127.0.0.1, without a subprotocol";

TEST_F(ConnectionTest, ARefusedSubprotocolIsLeftOutWithTheSameUrlAndFromThenOn) {
    start();
    tunnel->wait_links(1);
    tunnel->end("http_400");
    shown(1);
    EXPECT_EQ(asked, 1);
    tunnel->end("silent");
    tunnel->wait_links(3);
    EXPECT_EQ(tunnel->opened(), (std::vector<std::string>{offered, bare, bare}));
}

TEST_F(ConnectionTest, AnotherReasonForHttp400IsNoReasonToOfferNothing) {
    settings.patience.forever = true;
    start();
    for (std::size_t link = 1; link <= 2; ++link) {
        tunnel->wait_links(link);
        tunnel->end("http_400");
    }
    tunnel->wait_links(3);
    EXPECT_EQ(tunnel->opened(), (std::vector<std::string>{offered, bare, offered}));
}

TEST_F(ConnectionTest, TheSecondTryAfterHttp400IsCountedLikeAnyOther) {
    settings.patience.forever = true;
    settings.limits.budget_attempts = 1;
    start();
    tunnel->wait_links(1);
    tunnel->end("http_400");
    wait([](const ConsoleState& s) { return s.phase == Phase::waiting && s.next_attempt; });
    EXPECT_EQ(tunnel->links(), 1u);
}

// --- what is known of one server ---

TEST_F(ConnectionTest, NothingOfOneServerIsBelievedOfTheNext) {
    start();
    const auto first = shown(0);
    first->say(screen::ExtendedKeys{});
    first->say(screen::ExtendedButtons{});
    first->say(screen::Leds{4});
    first->say(screen::PointerType{false});
    first->say(screen::CursorChanged{3, 1, 1, 0, 0});
    wait([](const ConsoleState& s) {
        return s.extended_keys && s.extended_buttons && s.leds && s.pointer_steps && s.cursor;
    });
    tunnel->end("silent");
    shown(1);
    const auto state = mailbox.take().state;
    EXPECT_FALSE(state.extended_keys);
    EXPECT_FALSE(state.extended_buttons);
    EXPECT_FALSE(state.leds);
    EXPECT_FALSE(state.pointer_steps);
    EXPECT_FALSE(state.cursor);
}

TEST_F(ConnectionTest, WhatAnIdleConsoleNeedsIsFoundOutAndUsed) {
    start();
    for (std::size_t number = 0; number < 3; ++number) {
        cut_for_idleness(number);
        decoders->decoder(number + 1);
    }
    EXPECT_EQ(tunnel->steps(),
              (std::vector{IdleStep::release, IdleStep::release, IdleStep::same_place}));
}

TEST_F(ConnectionTest, AnAttemptThatFailsBetweenTwoSuchCutsSaysNothingOfThem) {
    start();
    cut_for_idleness(0);
    decoders->decoder(1)->say(screen::Stopped{"not_rfb", ""});
    cut_for_idleness(2);
    shown(3);
    EXPECT_EQ(tunnel->steps().back(), IdleStep::same_place);
}

TEST_F(ConnectionTest, APersonWhoWantsANewLinkBetweenThemSaysNothingEither) {
    start();
    cut_for_idleness(0);
    shown(1);
    connection->reconnect_now();
    cut_for_idleness(2);
    shown(3);
    EXPECT_EQ(tunnel->steps().back(), IdleStep::same_place);
}

// --- the address ---

TEST_F(ConnectionTest, AnAddressThatGrewOldIsNotUsedButAskedForAnew) {
    expires = true;
    settings.limits.url_life = -1ms;
    start();
    while (asked < 3) std::this_thread::sleep_for(1ms);
    EXPECT_EQ(tunnel->links(), 0u);
}

TEST_F(ConnectionTest, OneThatDoesNotExpireIsUsed) {
    settings.limits.url_life = -1ms;
    start();
    tunnel->wait_links(1);
}

TEST_F(ConnectionTest, ARefusalOfTheApiEndsItBeforeThereIsALink) {
    refusal = Failure{ExitCode::api, "There is no such instance; check it."};
    start();
    EXPECT_EQ(wait(Phase::ended).ending->code, ExitCode::api);
    EXPECT_EQ(tunnel->links(), 0u);
}

TEST_F(ConnectionTest, WithAPatientUserItIsAskedAgain) {
    refusal = Failure{ExitCode::api, "It starts."};
    settings.patience.forever = true;
    start();
    while (asked < 3) std::this_thread::sleep_for(1ms);
}

// --- how it ends ---

TEST_F(ConnectionTest, ALossBeforeThePictureEndsIt) {
    start();
    tunnel->wait_links(1);
    tunnel->end("silent", "Nothing comes.");
    EXPECT_EQ(wait(Phase::ended).ending->sentence, "Nothing comes.");
}

TEST_F(ConnectionTest, ALossAfterThePictureIsMendedAndTold) {
    start();
    shown(0);
    tunnel->end("silent", "Nothing comes.");
    wait([](const ConsoleState& s) { return s.lost_since && s.loss == "Nothing comes."; });
    shown(1);
    EXPECT_TRUE(mailbox.take().state.loss.empty());
}

TEST_F(ConnectionTest, TheTimeWithoutAConsoleBeginsWithTheFirstLoss) {
    start();
    shown(0);
    tunnel->end("silent", "First.");
    const auto first = wait([](const ConsoleState& s) { return s.loss == "First."; }).lost_since;
    tunnel->wait_links(2);
    tunnel->end("silent", "Second.");
    EXPECT_EQ(wait([](const ConsoleState& s) { return s.loss == "Second."; }).lost_since, first);
}

TEST_F(ConnectionTest, WithoutAPumpThereIsNoHopeHoweverPatientOneIs) {
    settings.patience.forever = true;
    start();
    tunnel->wait_links(1);
    tunnel->say({0, TunnelPhase::closed, Ending{"no_pump", "Broken."}});
    EXPECT_EQ(wait(Phase::ended).ending->sentence, "Broken.");
}

TEST_F(ConnectionTest, WithoutASpawnerEither) {
    settings.patience.forever = true;
    start();
    tunnel->wait_links(1);
    decoders->leave();
    EXPECT_EQ(wait(Phase::ended).ending->code, ExitCode::decoder);
}

TEST_F(ConnectionTest, ThreeDecodersAreTriedForTheFirstPicture) {
    start();
    for (std::size_t number = 0; number < 3; ++number) {
        const auto decoder = decoders->decoder(number);
        decoders->exited(decoder->pid(), SIGSEGV);
        decoder->die();
    }
    EXPECT_EQ(wait(Phase::ended).ending->code, ExitCode::decoder);
    EXPECT_EQ(decoders->count(), 3u);
}

TEST_F(ConnectionTest, ADecoderThatDiesAfterEachPictureIsReplacedSevenTimes) {
    start();
    for (std::size_t number = 0; number < 8; ++number) {
        const auto decoder = shown(number);
        decoders->exited(decoder->pid(), SIGSEGV);
        decoder->die();
    }
    const auto ending = wait(Phase::ended).ending;
    EXPECT_EQ(ending->code, ExitCode::decoder);
    EXPECT_TRUE(ending->sentence.ends_with("somebody may be trying to take one over."));
    EXPECT_EQ(decoders->count(), 8u);
}

TEST_F(ConnectionTest, AKioskThatWaitsAnHourForTheNextDecoderSaysWhy) {
    settings.patience.forever = true;
    start();
    for (std::size_t number = 0; number < 8; ++number) {
        const auto decoder = shown(number);
        decoders->exited(decoder->pid(), SIGSEGV);
        decoder->die();
    }
    const auto state = wait([](const ConsoleState& seen) {
        return seen.next_attempt && seen.loss.ends_with("risked before the hour is over.");
    });
    EXPECT_EQ(state.headline, state.loss);  // what the window shows
    EXPECT_GE(*state.next_attempt, std::chrono::steady_clock::now() + 50min);
    EXPECT_EQ(decoders->count(), 8u);
}

TEST_F(ConnectionTest, WhenTheBudgetIsUsedUpItWaitsAndSaysWhy) {
    settings.limits.budget_attempts = 1;
    settings.limits.backoff_first = 1ms;
    settings.console = "unit test";
    start();
    shown(0);
    tunnel->end("silent");
    wait([](const ConsoleState& s) { return s.phase == Phase::waiting && s.next_attempt; });
    EXPECT_EQ(asked, 1);
}

TEST_F(ConnectionTest, OneOfSeveralWaitsForItsTurn) {
    std::atomic<int> turns{0};
    settings.turn = [&] { return ++turns < 3 ? 200ms : 0ms; };
    start();
    wait([](const ConsoleState& s) { return s.phase == Phase::waiting && s.next_attempt; });
    EXPECT_EQ(asked, 0);
    shown(0);
    EXPECT_EQ(turns, 3);
    EXPECT_EQ(asked, 1);
}

// --- a person ---

TEST_F(ConnectionTest, WhoeverDoesNotWantToWaitNeedNot) {
    settings.limits.backoff_first = settings.limits.backoff_most = 24h;
    settings.limits.steady = 24h;
    start();
    shown(0);
    tunnel->end("silent");  // the first is mended at once
    shown(1);
    tunnel->end("silent");
    wait([](const ConsoleState& s) { return s.phase == Phase::waiting && s.next_attempt; });
    connection->reconnect_now();
    shown(2);
}

TEST_F(ConnectionTest, TakingOverThrowsOthersOutAndIsNotTheDefault) {
    start();
    EXPECT_TRUE(shown(0)->order().shared);
    connection->take_over();
    EXPECT_FALSE(decoders->decoder(1)->order().shared);
}

}  // namespace
}  // namespace ecsview::link

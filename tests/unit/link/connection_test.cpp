// SPDX-License-Identifier: GPL-2.0-or-later
// The connection's loop, with a tunnel and decoders that the test plays: what it asks, whom it
// asks, what it forgets between two servers and what it keeps.
#include "link/connection.h"

#include <gmock/gmock.h>
#include <signal.h>

#include "fakes.h"

namespace ecsview::link {
namespace {

using namespace std::chrono_literals;
using screen::ConsoleState;
using screen::Phase;
using screen::StopCause;
using testing::HasSubstr;

constexpr screen::DesktopSize size{8, 4};

class ConnectionTest : public testing::Test {
protected:
    ConnectionTest() {
        auto& limits = settings.limits;
        for (auto* wait : {&limits.backoff_first, &limits.backoff_most, &limits.person_first,
                           &limits.person_most, &limits.instance_wait, &limits.in_use_wait})
            *wait = 1ms;
        limits.budget_attempts = 1000;
        settings.attempt_limit = patience;
    }

    void start() {
        auto far = std::make_unique<FakeTunnel>();
        auto makers = std::make_unique<FakeDecoders>();
        tunnel = far.get();
        decoders = makers.get();
        connection = std::make_unique<Connection>(
            Connection::Parts{std::move(makers), std::move(far)},
            [this](const std::stop_token&) { return ask(); }, std::move(settings), mailbox);
    }
    Result<Destination> ask() {
        ++asked;
        if (refusal) return *refusal;
        return Destination{.websocket = true,
                           .tls = true,
                           .host = "127.0.0.1",
                           .port = 443,
                           .expires = expires,
                           .resource = Secret(std::string("/"))};
    }

    // The state once it is so.
    ConsoleState wait(const std::function<bool(const ConsoleState&)>& so) {
        const auto end = std::chrono::steady_clock::now() + patience;
        for (;;) {
            auto [state, picture] = mailbox.take();
            pictures += picture && picture->complete;
            if (so(state)) return state;
            std::unique_lock lock(mutex);
            if (!changed.wait_until(lock, end, [&] { return std::exchange(news, false); })) break;
        }
        ADD_FAILURE() << "the state never came";
        return {};
    }
    ConsoleState wait(Phase phase) {
        return wait([&](const ConsoleState& state) { return state.phase == phase; });
    }
    // A question that was not answered yet.
    ConsoleState wait_prompt(int after = 0) {
        return wait([&](const ConsoleState& s) { return s.prompt && s.prompt->number > after; });
    }
    // The number-th server has shown its picture.
    std::shared_ptr<FakeDecoder> shown(std::size_t number) {
        auto decoder = decoders->decoder(number);
        const int before = pictures;
        decoder->show(size);
        wait([&](const ConsoleState&) { return pictures > before; });
        return decoder;
    }
    // The number-th link lives, and is cut at the idle limit in spite of the first step.
    void cut_for_idleness(std::size_t number) {
        shown(number);
        tunnel->say({tunnel->links(), TunnelPhase::closed, TunnelEnd::closed,
                     Failure{ExitCode::network, "Idle."}, IdleStep::release});
        decoders->decoder(number)->say(screen::Stopped{StopCause::closed_by_peer, ""});
    }
    void refuse_password(std::size_t number) {
        decoders->decoder(number)->say(screen::Stopped{StopCause::password_refused, ""});
    }

    ConnectionSettings settings;
    bool expires = false;
    std::optional<Failure> refusal;
    std::atomic<int> asked{0};
    std::mutex mutex;
    std::condition_variable changed;
    bool news = false;
    int pictures = 0;  // whole ones, so far
    screen::Mailbox mailbox{[this] {
        const std::lock_guard lock(mutex);
        news = true;
        changed.notify_all();
    }};
    FakeTunnel* tunnel = nullptr;
    FakeDecoders* decoders = nullptr;
    std::unique_ptr<Connection> connection;  // last: its thread uses the rest
};

// --- an offer that is refused ---

constexpr const char* offered = "127.0.0.1:443 at 127.0.0.1";
constexpr const char* bare = "127.0.0.1:443 at 127.0.0.1, without a subprotocol";

TEST_F(ConnectionTest, ARefusedSubprotocolIsLeftOutWithTheSameUrlAndFromThenOn) {
    start();
    tunnel->wait_links(1);
    tunnel->end(TunnelEnd::bad_request);
    shown(1);
    EXPECT_EQ(asked, 1);
    tunnel->end(TunnelEnd::silent);
    tunnel->wait_links(3);
    EXPECT_EQ(tunnel->opened(), (std::vector<std::string>{offered, bare, bare}));
}

TEST_F(ConnectionTest, AnotherReasonForHttp400IsNoReasonToOfferNothing) {
    settings.patience.forever = true;
    start();
    for (std::size_t link = 1; link <= 2; ++link) {
        tunnel->wait_links(link);
        tunnel->end(TunnelEnd::bad_request);
    }
    tunnel->wait_links(3);
    EXPECT_EQ(tunnel->opened(), (std::vector<std::string>{offered, bare, offered}));
}

TEST_F(ConnectionTest, TheSecondTryAfterHttp400IsCountedLikeAnyOther) {
    settings.patience.forever = true;
    settings.limits.budget_attempts = 1;
    start();
    tunnel->wait_links(1);
    tunnel->end(TunnelEnd::bad_request);
    wait([](const ConsoleState& s) { return s.phase == Phase::waiting && s.next_attempt; });
    EXPECT_EQ(tunnel->links(), 1u);
}

// --- what is known of one server ---

TEST_F(ConnectionTest, NothingOfOneServerIsBelievedOfTheNext) {
    start();
    const auto first = shown(0);
    first->say(screen::ExtendedKeys{});
    first->say(screen::Leds{4});
    first->say(screen::CursorChanged{3, 1, 1, 0, 0});
    wait([](const ConsoleState& s) { return s.extended_keys && s.leds && s.cursor; });
    tunnel->end(TunnelEnd::silent);
    shown(1);
    const auto state = mailbox.take().state;
    EXPECT_FALSE(state.extended_keys);
    EXPECT_FALSE(state.leds);
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
    decoders->decoder(1)->say(screen::Stopped{StopCause::not_rfb, ""});
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
    tunnel->end(TunnelEnd::silent, ExitCode::network, "Nothing comes.");
    EXPECT_EQ(wait(Phase::ended).ending->sentence, "Nothing comes.");
}

TEST_F(ConnectionTest, ALossAfterThePictureIsMendedAndTold) {
    start();
    shown(0);
    tunnel->end(TunnelEnd::silent, ExitCode::network, "Nothing comes.");
    wait([](const ConsoleState& s) { return s.lost_since && s.loss == "Nothing comes."; });
    shown(1);
    EXPECT_TRUE(mailbox.take().state.loss.empty());
}

TEST_F(ConnectionTest, WithoutAPumpThereIsNoHopeHoweverPatientOneIs) {
    settings.patience.forever = true;
    start();
    tunnel->wait_links(1);
    tunnel->say(
        {0, TunnelPhase::closed, TunnelEnd::broken, Failure{ExitCode::network, "Broken."}, {}});
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

TEST_F(ConnectionTest, WhenTheBudgetIsUsedUpItWaitsAndSaysWhy) {
    settings.limits.budget_attempts = 1;
    settings.limits.backoff_first = 1ms;
    settings.console = "unit test";
    start();
    shown(0);
    tunnel->end(TunnelEnd::silent);
    wait([](const ConsoleState& s) { return s.phase == Phase::waiting && s.next_attempt; });
    EXPECT_EQ(asked, 1);
}

// --- a person ---

TEST_F(ConnectionTest, WhoeverDoesNotWantToWaitNeedNot) {
    settings.limits.backoff_first = settings.limits.backoff_most = 24h;
    settings.limits.steady = 24h;
    start();
    shown(0);
    tunnel->end(TunnelEnd::silent);  // the first is mended at once
    shown(1);
    tunnel->end(TunnelEnd::silent);
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

// --- the password ---

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
    tunnel->end(TunnelEnd::silent);
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
    tunnel->end(TunnelEnd::closed);
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
    tunnel->end(TunnelEnd::silent);
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
        tunnel->end(TunnelEnd::silent);
        wait(Phase::ended);
        connection->reconnect_now();
    }
}

}  // namespace
}  // namespace ecsview::link

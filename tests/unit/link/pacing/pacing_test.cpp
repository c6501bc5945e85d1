// SPDX-License-Identifier: GPL-2.0-or-later
#include "desk.h"

namespace ecsview::link {
namespace {

TEST(Pacing, SaysNothingBeforeTheHandshakeIsOver) {
    Pacing pacing({}, true);
    const Pacing::TimePoint now{1h};
    pacing.resized(size);
    EXPECT_TRUE(pacing.due(now, false).messages.empty());
    EXPECT_FALSE(pacing.next(now));
}

TEST(Pacing, AsksForAllFirstThenForChanges) {
    Desk desk;
    EXPECT_EQ(desk.turn(), request(false));
    EXPECT_EQ(desk.turn(), "");
    EXPECT_FALSE(desk.pacing.next(desk.now));
    desk.picture();
    EXPECT_TRUE(desk.pacing.next(desk.now));
    EXPECT_EQ(desk.turn(), request(true));
    EXPECT_EQ(desk.turn(), "");
}

TEST(Pacing, AsksForAllAgainAfterANewSize) {
    Desk desk;
    desk.turn();
    desk.pacing.resized({1024, 768});
    desk.pacing.updated(false, desk.now);
    EXPECT_EQ(desk.turn(), request(false, 1024, 768));
    desk.picture();
    EXPECT_EQ(desk.turn(), request(true, 1024, 768));
}

TEST(Pacing, AnUpdateWithoutPixelsTookTheRequestToo) {
    Desk desk;
    desk.turn();
    desk.pacing.updated(false, desk.now);
    EXPECT_EQ(desk.turn(), request(true));
}

TEST(Pacing, AsksByListsOnceTheHandshakesListWasAnswered) {
    Desk desk;
    desk.turn();
    EXPECT_EQ(desk.pacing.question(), Question::none);
    desk.answer_handshake();
    EXPECT_EQ(desk.pacing.question(), Question::encodings);
    desk.picture();
    EXPECT_EQ(desk.turn(), request(true) + list());
    desk.picture();
    EXPECT_EQ(desk.turn(), request(true))
        << "one question is out, and nothing is known of the line";
}

// As the stand-in's own console and others do: they acknowledge what is new in a list, and no more.
TEST(Pacing, AServerThatAnswersOnlyTheFirstListIsAskedSomethingElse) {
    Desk desk(true);
    desk.turn();
    desk.answer_handshake();
    desk.picture();
    EXPECT_EQ(desk.turn(), request(true) + list());
    desk.pacing.updated(false, desk.now);
    EXPECT_EQ(desk.turn(), request(true)) << "its updates without pixels take the request, too";
    desk.now += 21s;
    desk.picture();
    EXPECT_EQ(desk.turn(), "P" + request(true));
    desk.pacing.answered(desk.now);
    EXPECT_EQ(desk.pacing.question(), Question::ping)
        << "whoever did not answer is not asked again";
}

TEST(Pacing, AsksByPingsWhereThereIsNothingBetter) {
    Desk desk(true);
    desk.turn();
    desk.picture();
    EXPECT_EQ(desk.turn(), "P" + request(true));
    desk.now += 200ms;
    desk.pacing.ponged(desk.now);
    desk.pacing.answered(desk.now);
    EXPECT_EQ(desk.pacing.question(), Question::encodings);
    EXPECT_EQ(desk.pacing.window().base(), Pacing::Duration(200ms));
    desk.now += 1min;
    desk.picture();
    EXPECT_EQ(desk.turn(), request(true) + list());
    EXPECT_FALSE(desk.pacing.window().base()) << "a proxy's pongs say nothing of the server";
}

TEST(Pacing, APongIsNoAnswerToAList) {
    Desk desk(true);
    desk.turn();
    desk.answer_handshake();
    desk.picture();
    EXPECT_EQ(desk.turn(), request(true) + list());
    desk.now += 5ms;
    desk.pacing.ponged(desk.now);
    EXPECT_FALSE(desk.pacing.window().base());
    desk.now += 195ms;
    desk.pacing.answered(desk.now);
    EXPECT_EQ(desk.pacing.window().base(), Pacing::Duration(200ms));
}

TEST(Pacing, NeverSendsAFenceBeforeTheServerDid) {
    Desk desk;
    desk.turn();
    desk.pacing.fenced(fence_request | 3 | 8, "abc", desk.now);
    EXPECT_EQ(desk.turn(), rfb::fence(3, "abc").bytes + alpha_list());
    desk.picture();
    EXPECT_EQ(desk.turn(), request(true) + rfb::fence(fence_request | 1, {}).bytes);
}

// It follows the registry, so what it means by a cursor with alpha is known.
TEST(Pacing, AServerWithAFenceIsOfferedTheCursorWithAlphaOnce) {
    Desk desk;
    desk.turn();
    for (int i = 0; i < 3; ++i) desk.pacing.fenced(fence_request, "", desk.now);
    EXPECT_EQ(desk.turn(), rfb::fence(0, "").bytes + rfb::fence(0, "").bytes +
                               rfb::fence(0, "").bytes + alpha_list());
    desk.pacing.fenced(fence_request, "", desk.now);
    EXPECT_EQ(desk.turn(), rfb::fence(0, "").bytes);
}

TEST(Pacing, LeavesThePaceToAServerThatOffersIt) {
    Desk desk;
    desk.turn();
    desk.pacing.fenced(fence_request, "", desk.now);
    desk.pacing.continuous_ended();
    EXPECT_EQ(desk.turn(), rfb::fence(0, "").bytes + alpha_list() +
                               rfb::enable_continuous_updates(true, {0, 0, 640, 480}).bytes);
    desk.picture();
    EXPECT_EQ(desk.turn(), "");
    EXPECT_FALSE(desk.pacing.next(desk.now));
    desk.pacing.resized({800, 600});
    EXPECT_EQ(desk.turn(), request(false, 800, 600) +
                               rfb::enable_continuous_updates(true, {0, 0, 800, 600}).bytes);
}

TEST(Pacing, FarAwayPairsFollowEachOtherWhenChangesDo) {
    Desk desk;
    desk.go_far();
    desk.now += 20ms;
    desk.picture();
    int pairs = 0;
    for (int i = 0; i < 20; ++i, desk.now += 10ms) pairs += !desk.turn().empty();
    EXPECT_EQ(pairs, 4) << "a window of two, doubled by the first answer";
    EXPECT_FALSE(desk.pacing.next(desk.now)) << "full: an answer is waited for";
}

TEST(Pacing, ThePixelThatWasAskedForBringsARequestAndNoQuestion) {
    Desk desk;
    desk.turn();
    desk.answer_handshake();
    desk.now += 1h;
    desk.pacing.pixel_asked();
    desk.picture();
    EXPECT_EQ(desk.turn(), request(true));
    desk.picture();
    EXPECT_EQ(desk.turn(), request(true) + list()) << "the guest's own change";
}

TEST(Pacing, FarAwayThatPixelOpensNoWindow) {
    Desk desk;
    desk.go_far();
    desk.now += 20ms;
    desk.pacing.pixel_asked();
    EXPECT_EQ(desk.turn(), "") << "a request is out already";
    desk.picture();
    EXPECT_EQ(desk.turn(), request(true));
    int pairs = 0;
    for (int i = 0; i < 20; ++i, desk.now += 1ms) pairs += !desk.turn().empty();
    EXPECT_EQ(pairs, 0);
    desk.picture();
    for (int i = 0; i < 20; ++i, desk.now += 10ms) pairs += !desk.turn().empty();
    EXPECT_EQ(pairs, 4) << "the guest's own change does";
}

TEST(Pacing, NearByItDoesNotMindWhatAPersonDoes) {
    Desk desk;
    EXPECT_FALSE(desk.pacing.minds_input());
    desk.go_far();
    EXPECT_TRUE(desk.pacing.minds_input());
}

TEST(Pacing, AChangeThatBeginsSoonMayTakeItsTimeOnAThinLine) {
    Desk desk;
    desk.go_far();
    desk.now += 20ms;
    desk.pacing.received(1, desk.now);
    desk.now += 300ms;
    desk.picture();
    int pairs = 0;
    for (int i = 0; i < 20; ++i, desk.now += 10ms) pairs += !desk.turn().empty();
    EXPECT_EQ(pairs, 4);
}

TEST(Pacing, AChangeThatComesLateOpensNoWindow) {
    Desk desk;
    desk.go_far();
    desk.now += 120ms;
    desk.picture();
    EXPECT_EQ(desk.turn(), request(true) + list());
    desk.now += 50ms;
    EXPECT_EQ(desk.turn(), "");
    EXPECT_FALSE(desk.pacing.next(desk.now));
}

TEST(Pacing, AWideLineIsToldOnceAndWithoutAQuestionWhereNoneIsAnswered) {
    Desk desk;
    desk.turn();
    desk.large_pictures();
    desk.picture();
    EXPECT_EQ(desk.turn(), quick_list() + request(true));
    desk.large_pictures();
    desk.picture();
    EXPECT_EQ(desk.turn(), request(true));
}

TEST(Pacing, WhereListsAreAnsweredItGoesWithTheNextQuestion) {
    Desk desk;
    desk.turn();
    desk.answer_handshake();
    desk.picture();
    EXPECT_EQ(desk.turn(), request(true) + list());
    desk.now += 1ms;
    desk.pacing.answered(desk.now);
    desk.large_pictures();
    EXPECT_EQ(desk.turn(), "") << "a request is out";
    desk.picture();
    EXPECT_EQ(desk.turn(), request(true) + quick_list());
    desk.now += 1ms;
    desk.pacing.answered(desk.now);
    desk.picture();
    EXPECT_EQ(desk.turn(), request(true));
}

TEST(Pacing, AServerThatPacesItselfIsToldToo) {
    Desk desk;
    desk.turn();
    desk.pacing.continuous_ended();
    desk.turn();
    desk.large_pictures();
    EXPECT_EQ(desk.turn(), quick_list());
    EXPECT_EQ(desk.turn(), "");
}

TEST(Pacing, WhatCameAfterAPauseOfOursTellsNothing) {
    Desk desk;
    desk.turn();
    for (int i = 0; i < 8; ++i) {
        desk.now += 1s;
        desk.pacing.received(100'000, desk.now);
        desk.pacing.held();
    }
    desk.picture();
    EXPECT_EQ(desk.turn(), request(true));
}

TEST(Pacing, RawPixelsAreNotCompressed) {
    Desk desk(false, {.raw_only = true});
    desk.turn();
    desk.large_pictures();
    desk.picture();
    EXPECT_EQ(desk.turn(), request(true));
}

TEST(Pacing, InventedAnswersBringNothing) {
    Desk desk;
    desk.go_far();
    for (int i = 0; i < 1000; ++i) desk.pacing.answered(desk.now);
    EXPECT_EQ(desk.pacing.window().base(), Pacing::Duration(200ms));
    EXPECT_EQ(desk.turn(), "");
    EXPECT_FALSE(desk.pacing.next(desk.now));
}

TEST(Pacing, AQuestionThatIsNotAnsweredWhileTheDecoderWaitsIsNotGivenUp) {
    Desk desk;
    desk.go_far();
    desk.now += 20ms;
    desk.picture();
    for (int i = 0; i < 20; ++i, desk.now += 10ms) desk.turn();
    desk.picture();  // and a window that does not take it
    for (int i = 0; i < 10; ++i, desk.now += 1s) EXPECT_EQ(desk.turn(true), "");
    EXPECT_EQ(desk.pacing.question(), Question::encodings);
    ASSERT_TRUE(desk.pacing.next(desk.now));
    desk.now += 10s;
    EXPECT_EQ(desk.turn(false), request(true)) << "nothing waits: the server is silent";
    EXPECT_EQ(desk.pacing.question(), Question::none);
}

}  // namespace
}  // namespace ecsview::link

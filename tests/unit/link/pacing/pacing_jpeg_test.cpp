// SPDX-License-Identifier: GPL-2.0-or-later
// When JPEG is offered, and when what it drew is asked for again.
#include "desk.h"

namespace ecsview::link {
namespace {

constexpr rfb::Offer with_jpeg{.jpeg = true};
constexpr screen::DesktopRect corner{0, 0, 64, 64};

TEST(PacingJpeg, WithoutAnOfferOfJpegAThinLineIsToldNothing) {
    Desk desk;
    desk.turn();
    for (int i = 0; i < 5; ++i) {
        desk.thin_picture();
        EXPECT_EQ(desk.turn(), request(true));
    }
}

TEST(PacingJpeg, AThinLineIsOfferedJpegOnce) {
    Desk desk(false, with_jpeg);
    desk.turn();
    desk.thin_picture();
    EXPECT_EQ(desk.turn(), jpeg_list() + request(true));
    desk.thin_picture();
    EXPECT_EQ(desk.turn(), request(true));
    EXPECT_FALSE(desk.pacing.next(desk.now)) << "a server that sends none costs nothing more";
}

TEST(PacingJpeg, WhereListsAreAnsweredTheOfferGoesWithTheNextQuestion) {
    Desk desk(false, with_jpeg);
    desk.turn();
    desk.answer_handshake();
    desk.thin_picture();
    EXPECT_EQ(desk.turn(), request(true) + jpeg_list());
}

TEST(PacingJpeg, WhatJpegDrewIsAskedForWithoutLossOnceItRests) {
    Desk desk(false, with_jpeg);
    desk.turn();
    desk.thin_picture();
    desk.turn();
    desk.lossy(corner, true);
    EXPECT_EQ(desk.turn(), request(true));
    ASSERT_EQ(desk.pacing.next(desk.now), desk.now + 600ms);
    desk.now += 600ms;
    EXPECT_EQ(desk.turn(), list() + request_of(corner));
    desk.now += 100ms;
    desk.lossy({}, false);
    EXPECT_EQ(desk.turn(), jpeg_list() + request(true)) << "for the next picture";
    EXPECT_FALSE(desk.pacing.next(desk.now)) << "one request is out, and no timer";
    desk.now += 1h;
    EXPECT_EQ(desk.turn(), "");
}

TEST(PacingJpeg, WhereListsAreAnsweredThatListIsAQuestion) {
    Desk desk(false, with_jpeg);
    desk.turn();
    desk.answer_handshake();
    desk.thin_picture();
    EXPECT_EQ(desk.turn(), request(true) + jpeg_list());
    desk.now += 1ms;
    desk.pacing.answered(desk.now);
    desk.lossy(corner, true);
    EXPECT_EQ(desk.turn(), request(true));
    desk.now += 600ms;
    EXPECT_EQ(desk.turn(), list() + request_of(corner));
    EXPECT_EQ(desk.pacing.window().out(), 1u);
    desk.now += 1ms;
    desk.pacing.answered(desk.now);
    EXPECT_EQ(desk.pacing.window().out(), 0u);
    desk.lossy({}, false);
    EXPECT_EQ(desk.turn(), request(true) + jpeg_list());
}

TEST(PacingJpeg, AServerThatPacesItselfIsAskedToMendToo) {
    Desk desk(false, with_jpeg);
    desk.turn();
    desk.pacing.continuous_ended();
    desk.turn();
    desk.lossy(corner, true);
    EXPECT_EQ(desk.turn(), "");
    ASSERT_EQ(desk.pacing.next(desk.now), desk.now + 600ms);
    desk.now += 600ms;
    EXPECT_EQ(desk.turn(), request_of(corner)) << "it was offered none, and sends some";
}

TEST(PacingJpeg, FarAwayMendingOpensNoWindow) {
    Desk desk(false, with_jpeg);
    desk.go_far();
    desk.now += 200ms;
    desk.lossy(corner, true);
    EXPECT_EQ(desk.turn(), request(true) + list());
    desk.now += 200ms;
    desk.pacing.answered(desk.now);
    desk.now += 400ms;
    EXPECT_EQ(desk.turn(), request_of(corner));
    desk.now += 200ms;
    desk.lossy({}, false);
    EXPECT_EQ(desk.turn(), request(true));
    for (int i = 0; i < 20; ++i, desk.now += 20ms) EXPECT_EQ(desk.turn(), "");
    EXPECT_FALSE(desk.pacing.next(desk.now));
}

TEST(PacingJpeg, APersonIsMindedWhileItMends) {
    Desk desk(false, with_jpeg);
    desk.turn();
    desk.lossy(corner, true);
    desk.turn();
    EXPECT_FALSE(desk.pacing.minds_input());
    desk.now += 600ms;
    desk.turn();
    EXPECT_TRUE(desk.pacing.minds_input());
    desk.pacing.input(desk.now);
    EXPECT_FALSE(desk.pacing.minds_input());
}

}  // namespace
}  // namespace ecsview::link

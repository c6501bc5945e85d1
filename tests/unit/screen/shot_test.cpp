// SPDX-License-Identifier: GPL-2.0-or-later
#include "screen/shot.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <future>

namespace ecsview::screen {
namespace {

using namespace std::chrono_literals;

class ShotTest : public testing::Test {
protected:
    void post(DesktopSize size, DesktopRect rect, bool complete, bool resized = false) {
        PictureUpdate update;
        update.framebuffer = framebuffer;
        update.size = size;
        update.resized = resized;
        update.damage.add(rect);
        update.complete = complete;
        mailbox.post(std::move(update));
    }
    void say(Phase phase) {
        ConsoleState state;
        state.phase = phase;
        mailbox.post(state);
    }
    void end() {
        ConsoleState state;
        state.ending = Failure{ExitCode::network, "It is over."};
        mailbox.post(state);
    }
    // As a server that has said all it will say.
    std::optional<Failure> wait() {
        end();
        return shot.wait(mailbox, std::chrono::steady_clock::now() + 60s, stop.get_token());
    }

    std::shared_ptr<const Framebuffer> framebuffer = std::make_shared<const Framebuffer>();
    Shot shot;
    Shot* wake = &shot;
    Mailbox mailbox{[this] { wake->wake(); }};
    std::stop_source stop;
};

TEST_F(ShotTest, APictureThatIsWholeIsTaken) {
    post({4, 4}, {0, 0, 4, 4}, true);
    EXPECT_FALSE(wait());
}

TEST_F(ShotTest, APictureThatIsNotEnoughIsNotTheLast) {
    int looks = 0;
    Shot picky([&](const PictureCopy& picture) {
        EXPECT_EQ(picture.size(), (DesktopSize{4, 4}));
        if (++looks == 1) post({4, 4}, {1, 1, 1, 1}, true);
        return looks == 2;
    });
    wake = &picky;
    post({4, 4}, {0, 0, 4, 4}, true);
    EXPECT_FALSE(picky.wait(mailbox, std::chrono::steady_clock::now() + 60s, stop.get_token()));
    EXPECT_EQ(looks, 2);
}

TEST_F(ShotTest, NoPictureIsLookedAtTwice) {
    int looks = 0;
    Shot picky([&](const PictureCopy&) {
        ++looks;
        ConsoleState state;
        state.ending = Failure{ExitCode::network, "It is over."};
        mailbox.post(state);
        return false;
    });
    wake = &picky;
    post({4, 4}, {0, 0, 4, 4}, true);
    const auto ended =
        picky.wait(mailbox, std::chrono::steady_clock::now() + 60s, stop.get_token());
    EXPECT_EQ(ended->code, ExitCode::network);
    EXPECT_EQ(looks, 1);
}

TEST_F(ShotTest, AfterAnotherSizeItHasToBeWholeAnew) {
    int looks = 0;
    Shot picky([&](const PictureCopy&) {
        if (++looks == 1) {
            post({4, 2}, {0, 0, 4, 1}, true, true);
            end();
        }
        return looks == 2;
    });
    wake = &picky;
    post({4, 4}, {0, 0, 4, 4}, true);
    EXPECT_TRUE(picky.wait(mailbox, std::chrono::steady_clock::now() + 60s, stop.get_token()));
    EXPECT_EQ(looks, 1);
}

TEST_F(ShotTest, APictureIsWrittenAgainUntilTheConsoleEnds) {
    say(Phase::live);
    post({4, 4}, {0, 0, 4, 4}, true);
    int writes = 0;
    const auto why = shot.repeat(
        mailbox, 1ms,
        [&](const PictureCopy& picture) -> std::optional<Failure> {
            EXPECT_EQ(picture.size(), (DesktopSize{4, 4}));
            if (++writes == 3) end();
            return std::nullopt;
        },
        stop.get_token());
    EXPECT_EQ(why.code, ExitCode::network);
    EXPECT_EQ(writes, 3);
}

TEST_F(ShotTest, ItEndsWhenItCannotBeWritten) {
    say(Phase::live);
    post({4, 4}, {0, 0, 4, 4}, true);
    const Failure full{ExitCode::usage, "The disk is full."};
    const auto why = shot.repeat(
        mailbox, 1h, [&](const PictureCopy&) { return std::optional(full); }, stop.get_token());
    EXPECT_EQ(why.sentence, full.sentence);
}

TEST_F(ShotTest, WhatIsNotCurrentIsNotWritten) {
    struct Case {
        Phase phase;
        DesktopRect drawn;
    };
    for (const auto& [phase, drawn] :
         {Case{Phase::waiting, {0, 0, 4, 4}}, {Phase::live, {0, 0, 4, 3}}}) {
        Shot fresh([](const PictureCopy&) { return true; },
                   [&, looks = 0](const ConsoleState&) mutable {
                       if (++looks == 3) end();
                   });
        wake = &fresh;
        say(phase);
        post({4, 4}, drawn, true);
        const auto why = fresh.repeat(
            mailbox, 1ms,
            [](const PictureCopy&) -> std::optional<Failure> {
                ADD_FAILURE();
                return std::nullopt;
            },
            stop.get_token());
        EXPECT_EQ(why.code, ExitCode::network);
    }
}

TEST_F(ShotTest, ASignalEndsTheWriting) {
    say(Phase::live);
    post({4, 4}, {0, 0, 4, 4}, true);
    const auto why = shot.repeat(
        mailbox, 1h,
        [&](const PictureCopy&) -> std::optional<Failure> {
            stop.request_stop();
            return std::nullopt;
        },
        stop.get_token());
    EXPECT_EQ(why.code, ExitCode::done);
}

TEST_F(ShotTest, HalfAPictureIsNone) {
    post({4, 4}, {0, 0, 4, 3}, true);
    EXPECT_EQ(wait()->code, ExitCode::network);
}

TEST_F(ShotTest, APictureWhoseUpdateHasNotEndedIsNone) {
    post({4, 4}, {0, 0, 4, 4}, false);
    EXPECT_EQ(wait()->code, ExitCode::network);
}

TEST_F(ShotTest, PixelsOfAnotherSizeDoNotCount) {
    post({4, 4}, {0, 0, 4, 2}, true, true);
    mailbox.post(ConsoleState{});
    // Taken before the size changes.
    auto taken = std::async(std::launch::async, [&] {
        return shot.wait(mailbox, std::chrono::steady_clock::now() + 60s, stop.get_token());
    });
    post({4, 2}, {0, 0, 4, 1}, true, true);
    ConsoleState state;
    state.ending = Failure{ExitCode::network, "It is over."};
    mailbox.post(state);
    EXPECT_EQ(taken.get()->code, ExitCode::network);
}

TEST_F(ShotTest, ItIsOverWhenItIsCancelledOrLate) {
    EXPECT_EQ(shot.wait(mailbox, std::chrono::steady_clock::now(), stop.get_token())->code,
              ExitCode::out_of_time);
    auto waits = std::async(std::launch::async, [&] {
        return shot.wait(mailbox, std::chrono::steady_clock::now() + 60s, stop.get_token());
    });
    stop.request_stop();
    EXPECT_EQ(waits.get()->code, ExitCode::done);
}

}  // namespace
}  // namespace ecsview::screen

// SPDX-License-Identifier: GPL-2.0-or-later
#include "screen/mailbox.h"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include "screen/messages.h"

namespace ecsview::screen {
namespace {

PictureUpdate update(std::shared_ptr<const Framebuffer> framebuffer, DesktopRect rect,
                     std::uint32_t sequence = 1) {
    PictureUpdate result;
    result.framebuffer = std::move(framebuffer);
    result.size = {100, 100};
    result.damage.add(rect);
    result.sequence = sequence;
    return result;
}

TEST(Mailbox, WakesOnceUntilItIsTaken) {
    int wakes = 0;
    Mailbox mailbox([&] { ++wakes; });
    mailbox.post(ConsoleState{});
    mailbox.post(ConsoleState{});
    EXPECT_EQ(wakes, 1);
    mailbox.take();
    mailbox.post(ConsoleState{});
    EXPECT_EQ(wakes, 2);
}

TEST(Mailbox, TheNewestStateWins) {
    Mailbox mailbox([] {});
    ConsoleState state;
    state.headline = "old";
    mailbox.post(state);
    state.headline = "new";
    mailbox.post(state);
    EXPECT_EQ(mailbox.take().state.headline, "new");
    EXPECT_EQ(mailbox.take().state.headline, "new");  // it stays
}

TEST(Mailbox, WhatIsKnownOfTheMachineStays) {
    int wakes = 0;
    Mailbox mailbox([&] { ++wakes; });
    mailbox.post(Machine{"i-1", "web", OsType::windows});
    EXPECT_EQ(wakes, 1);
    mailbox.post(ConsoleState{});
    const auto machine = mailbox.take().state.machine;
    EXPECT_EQ(machine.name, "web");
    EXPECT_EQ(machine.os, OsType::windows);
}

TEST(Mailbox, DamageAddsUpAndIsTakenOnce) {
    const auto framebuffer = std::make_shared<const Framebuffer>();
    Mailbox mailbox([] {});
    mailbox.post(update(framebuffer, {0, 0, 1, 1}, 1));
    mailbox.post(update(framebuffer, {50, 50, 1, 1}, 2));
    const auto picture = mailbox.take().picture;
    ASSERT_TRUE(picture);
    EXPECT_EQ(picture->damage.rects().size(), 2u);
    EXPECT_EQ(picture->sequence, 2u);
    EXPECT_FALSE(mailbox.take().picture);
}

TEST(Mailbox, ANewSizeKeepsItsMarkAndDropsOldDamage) {
    const auto framebuffer = std::make_shared<const Framebuffer>();
    Mailbox mailbox([] {});
    mailbox.post(update(framebuffer, {90, 90, 1, 1}, 1));
    auto resized = update(framebuffer, {}, 2);
    resized.resized = true;
    resized.size = {10, 10};
    mailbox.post(std::move(resized));
    auto damaged = update(framebuffer, {1, 1, 2, 2}, 3);
    damaged.size = {10, 10};
    mailbox.post(std::move(damaged));
    const auto picture = mailbox.take().picture;
    EXPECT_TRUE(picture->resized);
    ASSERT_EQ(picture->damage.rects().size(), 1u);
    EXPECT_EQ(picture->damage.rects()[0], (DesktopRect{1, 1, 2, 2}));
}

TEST(Mailbox, AnotherDecodersPictureReplacesTheLast) {
    Mailbox mailbox([] {});
    mailbox.post(update(std::make_shared<const Framebuffer>(), {0, 0, 5, 5}));
    const auto second = std::make_shared<const Framebuffer>();
    mailbox.post(update(second, {7, 7, 1, 1}));
    const auto picture = mailbox.take().picture;
    EXPECT_EQ(picture->framebuffer, second);
    ASSERT_EQ(picture->damage.rects().size(), 1u);
    EXPECT_EQ(picture->damage.rects()[0], (DesktopRect{7, 7, 1, 1}));
}

TEST(Mailbox, WhatWasTakenComesAgainAsAWhole) {
    const auto framebuffer = std::make_shared<const Framebuffer>();
    Mailbox mailbox([] {});
    mailbox.renew();
    EXPECT_FALSE(mailbox.take().picture) << "there was none";
    auto whole = update(framebuffer, {0, 0, 1, 1}, 1);
    whole.complete = true;
    whole.decoder = std::make_shared<DecoderLine>(UniqueFd(), nullptr);
    mailbox.post(whole);
    mailbox.take();
    mailbox.post(update(framebuffer, {5, 5, 1, 1}, 2));
    mailbox.take();
    mailbox.renew();
    const auto again = mailbox.take().picture;
    ASSERT_TRUE(again);
    EXPECT_EQ(again->framebuffer, framebuffer);
    EXPECT_TRUE(again->complete) << "once whole, it stays so";
    EXPECT_TRUE(again->resized);
    EXPECT_FALSE(again->decoder) << "it was acknowledged before";
    EXPECT_EQ(again->damage.bounds(), (DesktopRect{0, 0, 100, 100}));
    EXPECT_FALSE(mailbox.take().picture);
}

TEST(Mailbox, WhatIsDueIsAcknowledgedWithTheWhole) {
    const auto framebuffer = std::make_shared<const Framebuffer>();
    Mailbox mailbox([] {});
    auto whole = update(framebuffer, {0, 0, 1, 1}, 1);
    whole.complete = true;
    mailbox.post(whole);
    mailbox.take();
    auto larger = update(framebuffer, {2, 2, 1, 1}, 2);
    larger.size = {200, 150};
    larger.decoder = std::make_shared<DecoderLine>(UniqueFd(), nullptr);
    mailbox.post(larger);
    mailbox.renew();
    const auto again = mailbox.take().picture;
    ASSERT_TRUE(again);
    EXPECT_EQ(again->sequence, 2u);
    EXPECT_TRUE(again->decoder);
    EXPECT_TRUE(again->complete);
    EXPECT_TRUE(again->resized);
    EXPECT_EQ(again->size, (DesktopSize{200, 150}));
    EXPECT_EQ(again->damage.bounds(), (DesktopRect{0, 0, 200, 150}));
}

// What the other one has painted so far is not the whole of anything.
TEST(Mailbox, AnotherDecodersPictureIsNotMadeWhole) {
    Mailbox mailbox([] {});
    auto whole = update(std::make_shared<const Framebuffer>(), {0, 0, 1, 1}, 1);
    whole.complete = true;
    mailbox.post(whole);
    mailbox.take();
    mailbox.post(update(std::make_shared<const Framebuffer>(), {7, 7, 1, 1}, 1));
    mailbox.renew();
    const auto again = mailbox.take().picture;
    ASSERT_TRUE(again);
    EXPECT_FALSE(again->complete);
    EXPECT_EQ(again->damage.bounds(), (DesktopRect{7, 7, 1, 1}));
}

// A picture that begins where nobody looks comes to its end, and goes no further.
TEST(Mailbox, OnlyWhatIsNotWholeIsLetFinish) {
    const auto framebuffer = std::make_shared<const Framebuffer>();
    const auto decoder = std::make_shared<DecoderLine>(UniqueFd(), nullptr);
    int wakes = 0;
    Mailbox mailbox([&] { ++wakes; });
    mailbox.let_finish();
    auto part = update(framebuffer, {0, 0, 1, 1}, 1);
    part.decoder = decoder;
    mailbox.post(part);
    mailbox.let_finish();
    EXPECT_EQ(decoder->acknowledged(), 1u);
    auto rest = update(framebuffer, {5, 5, 1, 1}, 2);
    rest.decoder = decoder;
    rest.complete = true;
    mailbox.post(rest);
    EXPECT_EQ(wakes, 2) << "it is told of what comes next";
    mailbox.let_finish();
    EXPECT_EQ(decoder->acknowledged(), 1u);
    const auto picture = mailbox.take().picture;
    ASSERT_TRUE(picture);
    EXPECT_TRUE(picture->complete);
    EXPECT_EQ(picture->damage.rects().size(), 2u);
    Mailbox::acknowledge(*picture);
    EXPECT_EQ(decoder->acknowledged(), 2u);
}

TEST(Mailbox, WhatWasLetFinishIsAcknowledgedOnce) {
    const auto decoder = std::make_shared<DecoderLine>(UniqueFd(), nullptr);
    Mailbox mailbox([] {});
    auto part = update(std::make_shared<const Framebuffer>(), {0, 0, 1, 1}, 1);
    part.decoder = decoder;
    mailbox.post(part);
    mailbox.let_finish();
    mailbox.let_finish();
    const auto picture = mailbox.take().picture;
    ASSERT_TRUE(picture);
    EXPECT_FALSE(picture->decoder);
    EXPECT_EQ(picture->damage.bounds(), (DesktopRect{0, 0, 1, 1}));
}

TEST(Mailbox, AcknowledgesToTheDecoderThatDrew) {
    int ends[2];
    ASSERT_EQ(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends), 0);
    const UniqueFd decoder_end(ends[1]);
    auto picture = update(nullptr, {0, 0, 1, 1}, 42);
    picture.decoder = std::make_shared<DecoderLine>(UniqueFd(ends[0]), nullptr);
    Mailbox::acknowledge(picture);
    std::byte buffer[64];
    const auto size = recv(decoder_end.get(), buffer, sizeof buffer, MSG_DONTWAIT);
    ASSERT_GT(size, 0);
    const auto message = parse_to_decoder({buffer, static_cast<std::size_t>(size)});
    ASSERT_TRUE(message);
    EXPECT_EQ(std::get<Acknowledge>(*message).sequence, 42u);
}

TEST(Mailbox, AcknowledgingADeadDecoderIsNoError) {
    int ends[2];
    ASSERT_EQ(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends), 0);
    ::close(ends[1]);
    auto picture = update(nullptr, {0, 0, 1, 1});
    picture.decoder = std::make_shared<DecoderLine>(UniqueFd(ends[0]), nullptr);
    Mailbox::acknowledge(picture);
    Mailbox::acknowledge(PictureUpdate{});
}

}  // namespace
}  // namespace ecsview::screen

// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/tunnel/outbox.h"

#include <gtest/gtest.h>

namespace ecsview::link {
namespace {

using rfb::MessageKind;

TEST(Outbox, InputGoesBeforeRequests) {
    Outbox outbox;
    outbox.push({MessageKind::request, "R"});
    outbox.push({MessageKind::press, "p"});
    outbox.push({MessageKind::release, "r"});
    EXPECT_EQ(outbox.take(100), "prR");
    EXPECT_TRUE(outbox.empty());
}

TEST(Outbox, PairsAreInLineWithRequestsAndEachCounts) {
    Outbox outbox;
    outbox.push({MessageKind::ordered, "pair"});
    outbox.push({MessageKind::request, "R"});
    outbox.push({MessageKind::ordered, "pair"});
    outbox.push({MessageKind::request, "R"});
    EXPECT_EQ(outbox.take(100), "pairRpair");
    for (std::size_t i = 0; i < 2 * Outbox::max_ordered; ++i)
        outbox.push({MessageKind::ordered, "x"});
    EXPECT_EQ(outbox.take(10'000).size(), Outbox::max_ordered);
}

TEST(Outbox, MessagesStayWhole) {
    Outbox outbox;
    outbox.push({MessageKind::press, "12345678"});
    outbox.push({MessageKind::release, "abcdefgh"});
    EXPECT_EQ(outbox.take(15), "12345678");
    EXPECT_EQ(outbox.take(3), "abcdefgh");  // at least one, however long
    EXPECT_EQ(outbox.take(3), "");
}

TEST(Outbox, ALongTextGoesInPiecesWithNothingBetweenThem) {
    Outbox outbox;
    outbox.push({MessageKind::request, "R"});
    outbox.push({MessageKind::text, "0123456789"});
    outbox.push({MessageKind::press, "p"});
    EXPECT_EQ(outbox.take(4), "pR") << "what waits before it has begun goes first";
    EXPECT_EQ(outbox.take(4), "0123");
    outbox.push({MessageKind::press, "q"});
    EXPECT_EQ(outbox.take(4), "4567");
    EXPECT_FALSE(outbox.empty());
    EXPECT_EQ(outbox.take(4), "89");
    EXPECT_EQ(outbox.take(4), "q");
    EXPECT_TRUE(outbox.empty());
}

TEST(Outbox, OfTextsTheNewestWaitsAndOneThatHasBegunGoesOn) {
    Outbox outbox;
    outbox.push({MessageKind::text, "first"});
    outbox.push({MessageKind::text, "second"});
    EXPECT_EQ(outbox.take(3), "sec");
    outbox.push({MessageKind::text, "third"});
    EXPECT_EQ(outbox.take(9), "ond");
    EXPECT_EQ(outbox.take(3), "thi");
    outbox.clear();
    EXPECT_TRUE(outbox.empty());
    EXPECT_EQ(outbox.take(3), "");
}

TEST(Outbox, ARequestDoesNotOvertakeInputThatHasToWait) {
    Outbox outbox;
    outbox.push({MessageKind::request, "R"});
    outbox.push({MessageKind::press, "1234"});
    outbox.push({MessageKind::release, "abcd"});
    EXPECT_EQ(outbox.take(6), "1234");  // there is room for the request, but it is not its turn
    EXPECT_EQ(outbox.take(6), "abcdR");
}

TEST(Outbox, OnlyTheNewestOfARunOfMotionsIsKept) {
    Outbox outbox;
    outbox.push({MessageKind::motion, "1"});
    outbox.push({MessageKind::motion, "2"});
    outbox.push({MessageKind::press, "P"});
    outbox.push({MessageKind::motion, "3"});
    outbox.push({MessageKind::motion, "4"});
    EXPECT_EQ(outbox.take(100), "2P4");
}

TEST(Outbox, ARunOfStepsIsAddedUp) {
    const auto step = [](int x, int y) { return rfb::pointer_step(1, {x, y}); };
    Outbox outbox;
    outbox.push(step(3, -4));
    outbox.push(step(10, 1));
    outbox.push({MessageKind::press, "P"});
    outbox.push(step(-1, 0));
    outbox.push({MessageKind::motion, "M"});
    outbox.push(step(7, 0));
    EXPECT_EQ(outbox.take(100),
              step(13, -3).bytes + "P" + step(-1, 0).bytes + "M" + step(7, 0).bytes);
}

TEST(Outbox, WhenFullPressesAreDroppedAndReleasesNever) {
    Outbox outbox;
    for (std::size_t i = 0; i < Outbox::max_input; ++i) outbox.push({MessageKind::press, "p"});
    outbox.push({MessageKind::press, "X"});
    outbox.push({MessageKind::motion, "X"});
    outbox.push({MessageKind::release, "r"});
    const std::string all = outbox.take(10'000);
    EXPECT_EQ(all.size(), Outbox::max_input + 1);
    EXPECT_EQ(all.find('X'), std::string::npos);
    EXPECT_EQ(all.back(), 'r');
}

TEST(Outbox, RequestsForTheSameAreMergedAndBounded) {
    Outbox outbox;
    for (int i = 0; i < 100; ++i) outbox.push({MessageKind::request, "same"});
    EXPECT_EQ(outbox.take(1000), "same");
    for (int i = 0; i < 100; ++i)
        outbox.push({MessageKind::request, std::string(1, static_cast<char>('!' + i))});
    EXPECT_EQ(outbox.take(1000).size(), Outbox::max_requests);
}

TEST(Outbox, ClearForgetsAll) {
    Outbox outbox;
    outbox.push({MessageKind::press, "p"});
    outbox.push({MessageKind::request, "R"});
    outbox.clear();
    EXPECT_TRUE(outbox.empty());
    EXPECT_EQ(outbox.take(10), "");
}

}  // namespace
}  // namespace ecsview::link

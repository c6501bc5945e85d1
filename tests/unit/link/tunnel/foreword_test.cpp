// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/tunnel/foreword.h"

#include <gtest/gtest.h>

namespace ecsview::link {
namespace {

// "version1" ends with the choice.
constexpr const char* words = "version1-init";
constexpr std::size_t choice = 8;

Foreword foreword(Foresay when) {
    return {when, words, choice, "+ask"};
}

TEST(ForewordTest, ADecoderThatIsNotForeseenIsHeardAsItIs) {
    auto plain = foreword(Foresay::nothing);
    EXPECT_EQ(plain.opening(), "");
    EXPECT_EQ(plain.heard("vers"), "vers");
    EXPECT_FALSE(plain.borne_out());
    EXPECT_EQ(plain.heard("ion1-init"), "ion1-init");
    EXPECT_TRUE(plain.borne_out());
    EXPECT_FALSE(plain.spoken());
    EXPECT_EQ(plain.heard("more"), "more");
    EXPECT_FALSE(plain.borne_out());
    EXPECT_FALSE(plain.wrong());
}

TEST(ForewordTest, OneThatSpeaksAnotherWayIsNotForeseenTheNextTime) {
    auto plain = foreword(Foresay::nothing);
    EXPECT_EQ(plain.heard("version2"), "version2");
    EXPECT_EQ(plain.heard("1-init"), "1-init");
    EXPECT_FALSE(plain.borne_out());
    EXPECT_FALSE(plain.wrong());
}

TEST(ForewordTest, AllIsSaidAtOnceAndThenSwallowed) {
    auto early = foreword(Foresay::at_once);
    EXPECT_EQ(early.opening(), "version1-init+ask");
    EXPECT_TRUE(early.spoken());
    EXPECT_EQ(early.heard("version"), "");
    EXPECT_FALSE(early.borne_out());
    EXPECT_EQ(early.heard("1-init"), "");
    EXPECT_TRUE(early.borne_out());
    EXPECT_FALSE(early.wrong());
}

TEST(ForewordTest, AfterTheChoiceTheRestIsSaidAtOnce) {
    auto early = foreword(Foresay::after_choice);
    EXPECT_EQ(early.opening(), "");
    EXPECT_EQ(early.heard("version"), "version");
    EXPECT_FALSE(early.spoken());
    EXPECT_EQ(early.heard("1"), "1-init+ask");
    EXPECT_TRUE(early.spoken());
    EXPECT_EQ(early.heard("-init"), "");
    EXPECT_TRUE(early.borne_out());
}

TEST(ForewordTest, AnotherChoiceIsOnlyHeard) {
    auto early = foreword(Foresay::after_choice);
    EXPECT_EQ(early.heard("version2"), "version2");
    EXPECT_EQ(early.heard("response-init"), "response-init");
    EXPECT_FALSE(early.spoken());
    EXPECT_FALSE(early.wrong());
    EXPECT_FALSE(early.borne_out());
}

TEST(ForewordTest, NothingOfOtherWordsThanWereSaidIsPassedOn) {
    for (const char* other : {"x", "version2", "version1-inix"}) {
        auto early = foreword(Foresay::at_once);
        early.opening();
        EXPECT_EQ(early.heard(other), "") << other;
        EXPECT_TRUE(early.wrong()) << other;
        EXPECT_FALSE(early.borne_out()) << other;
        EXPECT_EQ(early.heard("more"), "");
    }
}

TEST(ForewordTest, MoreWordsThanWereSaidAreOtherWords) {
    auto early = foreword(Foresay::after_choice);
    early.heard("version1-init");
    EXPECT_FALSE(early.wrong());
    EXPECT_EQ(early.heard("!"), "");
    EXPECT_TRUE(early.wrong());
}

// Only a decoder that was taken over has anything to say before the link has opened.
TEST(ForewordTest, WhatWasHeardBeforeTheOpeningIsNotSaidTwice) {
    auto early = foreword(Foresay::at_once);
    EXPECT_EQ(early.heard("vers"), "vers");
    EXPECT_EQ(early.opening(), "ion1-init+ask");
    auto other = foreword(Foresay::at_once);
    EXPECT_EQ(other.heard("x"), "x");
    EXPECT_EQ(other.opening(), "");
    EXPECT_FALSE(other.spoken());
}

TEST(ForewordTest, WithoutWordsNothingIsForeseen) {
    Foreword none;
    EXPECT_EQ(none.opening(), "");
    EXPECT_EQ(none.heard("all"), "all");
    EXPECT_FALSE(none.borne_out());
}

}  // namespace
}  // namespace ecsview::link

// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/ladder.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include "link/idle_memory.h"

namespace ecsview::link {
namespace {

using enum IdleStep;

TEST(LadderTest, TwoCutsInARowTakeTheNextStep) {
    Ladder ladder;
    EXPECT_EQ(ladder.step(), release);
    EXPECT_FALSE(ladder.ended(release));
    EXPECT_TRUE(ladder.ended(release));
    EXPECT_EQ(ladder.step(), same_place);
    EXPECT_FALSE(ladder.ended(same_place));
    EXPECT_TRUE(ladder.ended(same_place));
    EXPECT_EQ(ladder.step(), nudge);
}

TEST(LadderTest, ALinkThatEndsForAnotherReasonBetweenThemIsAnExcuse) {
    Ladder ladder;
    for (int i = 0; i < 10; ++i) {
        EXPECT_FALSE(ladder.ended(release));
        EXPECT_FALSE(ladder.ended(std::nullopt));
    }
    EXPECT_EQ(ladder.step(), release);
}

TEST(LadderTest, AStepThatWasNotTakenIsNotToBlame) {
    Ladder ladder;
    ladder.read("same-place\n");
    for (int i = 0; i < 10; ++i) EXPECT_FALSE(ladder.ended(release));
    EXPECT_EQ(ladder.step(), same_place);
}

TEST(LadderTest, WhenNothingHelpsItIsTheFirstAgainAndForGood) {
    Ladder ladder;
    ladder.read("nudge\n");
    ladder.ended(nudge);
    EXPECT_TRUE(ladder.ended(nudge));
    EXPECT_EQ(ladder.step(), release);
    for (int i = 0; i < 10; ++i) EXPECT_FALSE(ladder.ended(release));
    Ladder next;
    next.read(ladder.text());
    for (int i = 0; i < 10; ++i) EXPECT_FALSE(next.ended(release));
    EXPECT_EQ(next.step(), release);
}

TEST(LadderTest, IsWrittenAndReadAndBelievesNoRubbish) {
    for (const auto step : {release, same_place, nudge}) {
        Ladder ladder, next;
        while (ladder.step() != step) ladder.ended(ladder.step());
        next.read(ladder.text());
        EXPECT_EQ(next.step(), step);
        for (const char* rubbish : {"", "\n", "nudg", "nudges\n", "2", "\xff"}) next.read(rubbish);
        EXPECT_EQ(next.step(), step);
    }
}

class IdleMemoryTest : public testing::Test {
protected:
    IdleMemoryTest() {
        std::string name = testing::TempDir() + "idleXXXXXX";
        runtime_ = mkdtemp(name.data());
    }
    ~IdleMemoryTest() override { std::filesystem::remove_all(runtime_); }
    void cut_twice(IdleMemory& memory, const std::string& proxy) {
        for (int i = 0; i < 2; ++i) memory.ended(proxy, memory.step(proxy));
    }
    std::string runtime_;
};

TEST_F(IdleMemoryTest, IsPerProxyAndOutlivesTheProcess) {
    {
        IdleMemory memory(runtime_);
        cut_twice(memory, "one");
        EXPECT_EQ(memory.step("one"), same_place);
        EXPECT_EQ(memory.step("other"), release);
    }
    IdleMemory memory(runtime_);
    EXPECT_EQ(memory.step("one"), same_place);
    EXPECT_EQ(memory.step("other"), release);
}

TEST_F(IdleMemoryTest, MakesAFileOnlyForWhatWasFound) {
    IdleMemory memory(runtime_);
    memory.step("one");
    memory.ended("one", std::nullopt);
    EXPECT_TRUE(std::filesystem::is_empty(runtime_ + "/ecsview"));
    cut_twice(memory, "one");
    const auto file = *std::filesystem::directory_iterator(runtime_ + "/ecsview");
    EXPECT_EQ(file.path().string().find("one"), std::string::npos);
}

TEST_F(IdleMemoryTest, WithoutADirectoryItIsInMemory) {
    IdleMemory memory(std::nullopt);
    cut_twice(memory, "one");
    EXPECT_EQ(memory.step("one"), same_place);
}

}  // namespace
}  // namespace ecsview::link

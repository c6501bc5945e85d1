// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/acquaintance.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include "link/console_memory.h"

namespace ecsview::link {
namespace {

using enum Foresay;

TEST(AcquaintanceTest, AStrangerIsSpokenToInTurnAndQemuOnceItHasOfferedNone) {
    const Acquaintance stranger;
    EXPECT_EQ(stranger.foresay(false), nothing);
    EXPECT_EQ(stranger.foresay(true), after_choice);
}

TEST(AcquaintanceTest, WhoeverTookEverybodyInIsToldAllAtOnce) {
    Acquaintance known;
    EXPECT_TRUE(known.greeted(true, true, false));
    EXPECT_EQ(known.foresay(false), at_once);
    EXPECT_EQ(known.foresay(true), at_once);
    EXPECT_TRUE(known.keep_awake());
    EXPECT_FALSE(known.greeted(true, true, true)) << "nothing new";
}

TEST(AcquaintanceTest, APasswordEndsThat) {
    Acquaintance known;
    known.greeted(true, false, false);
    EXPECT_TRUE(known.greeted(false, false, false));
    EXPECT_EQ(known.foresay(false), nothing);
    EXPECT_EQ(known.foresay(true), after_choice);
}

TEST(AcquaintanceTest, AfterItWasTakenAmissEachWordWaitsForItsTurn) {
    Acquaintance known;
    known.greeted(true, false, false);
    known.taken_amiss();
    EXPECT_EQ(known.foresay(false), nothing);
    EXPECT_EQ(known.foresay(true), nothing);
    known.greeted(true, false, false);
    EXPECT_EQ(known.foresay(true), at_once) << "once may have been a password";
}

TEST(AcquaintanceTest, AfterTheSecondTimeForGood) {
    Acquaintance known;
    for (int i = 0; i < 2; ++i) {
        known.greeted(true, false, false);
        known.taken_amiss();
    }
    known.greeted(true, false, false);
    EXPECT_EQ(known.foresay(true), nothing);
    known.taken_amiss();
    Acquaintance next;
    next.read(known.text());
    next.greeted(true, false, false);
    EXPECT_EQ(next.foresay(true), nothing);
}

TEST(AcquaintanceTest, OnceItWentWellTheOldTimesAreForgotten) {
    Acquaintance known;
    for (int i = 0; i < 5; ++i) {
        known.greeted(true, false, false);
        known.taken_amiss();
        known.greeted(true, false, false);
        EXPECT_TRUE(known.greeted(true, false, true));
        EXPECT_EQ(known.foresay(false), at_once);
    }
}

TEST(AcquaintanceTest, IsWrittenAndRead) {
    for (const bool plain : {false, true})
        for (const bool awake : {false, true})
            for (int amiss = 0; amiss < 3; ++amiss) {
                Acquaintance known, next;
                for (int i = 0; i < amiss; ++i) known.taken_amiss();
                known.greeted(plain, awake, false);
                next.read(known.text());
                EXPECT_EQ(next.foresay(true), known.foresay(true));
                EXPECT_EQ(next.keep_awake(), awake);
                EXPECT_EQ(next.text(), known.text());
            }
}

TEST(AcquaintanceTest, BelievesNoRubbish) {
    for (const char* text :
         {"", "\n", "rfb-3.8-none awake 0", "rfb-3.8-none awake 3\n", "rfb-3.8-none awake -\n",
          "rfb-3.8-none awake 00\n", "rfb-3.8-none awake 0\nx", "rfb-3.8-none awake 0 \n",
          "rfb-3.8-none awake 0 0\n", "rfb-3.8-none 0\n", "rfb-3.3-none awake 0\n",
          "rfb-3.8-none  0\n", "release\n", "rfb-3.8-none awake \n"}) {
        Acquaintance known;
        known.read(text);
        EXPECT_EQ(known.text(), Acquaintance().text()) << text;
    }
}

// --- in the runtime directory ---

class ConsoleMemoryTest : public testing::Test {
protected:
    ~ConsoleMemoryTest() override { std::filesystem::remove_all(directory); }

    ConsoleMemory memory(const char* console = "i-1") { return {console, directory}; }

    std::string name = "/tmp/ecsview-greeting-XXXXXX";
    std::string directory = mkdtemp(name.data());
};

TEST_F(ConsoleMemoryTest, TheNextProcessKnowsTheConsoleAndNoOther) {
    memory().greeted(true, true, false);
    EXPECT_EQ(memory().acquaintance().foresay(false), at_once);
    EXPECT_EQ(memory("i-2").acquaintance().foresay(false), nothing);
    memory().taken_amiss();
    EXPECT_EQ(memory().acquaintance().foresay(true), nothing);
}

TEST_F(ConsoleMemoryTest, AFileThatIsNotOursIsAsNone) {
    memory().greeted(true, true, false);
    for (const auto& file : std::filesystem::directory_iterator(directory + "/ecsview")) {
        EXPECT_EQ((file.status().permissions() & std::filesystem::perms::all),
                  std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
        std::ofstream(file.path()) << std::string(100'000, 'x');
    }
    EXPECT_EQ(memory().acquaintance().foresay(false), nothing);
    memory().greeted(true, true, false);
    EXPECT_EQ(memory().acquaintance().foresay(false), at_once);
}

TEST_F(ConsoleMemoryTest, WithoutADirectoryItIsKnownToThisProcessAlone) {
    ConsoleMemory alone("i-1", std::nullopt);
    alone.greeted(true, false, false);
    EXPECT_EQ(alone.acquaintance().foresay(false), at_once);
    EXPECT_EQ(ConsoleMemory("i-1", std::nullopt).acquaintance().foresay(false), nothing);
}

}  // namespace
}  // namespace ecsview::link

// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/use_memory.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

namespace ecsview::link {
namespace {

TEST(UseMemoryTest, ReadsWhatItWritesAndNoRubbish) {
    EXPECT_EQ(UseMemory::read("1800000000\n"), 1'800'000'000);
    for (const char* text : {"", "\n", "18", "-5\n", "0\n", "1 \n", " 1\n", "1x\n", "1\n\n",
                             "0x1\n", "99999999999999999999\n"})
        EXPECT_FALSE(UseMemory::read(text)) << text;
}

TEST(UseMemoryTest, EachConsoleHasItsOwn) {
    std::string path = "/tmp/ecsview-use-XXXXXX";
    const std::string directory = mkdtemp(path.data());
    const UseMemory memory(directory);
    EXPECT_FALSE(memory.last("/i-1"));
    memory.used("/i-1", 1'800'000'000);
    memory.used("/i-1", 1'800'000'007);
    EXPECT_EQ(UseMemory(directory).last("/i-1"), 1'800'000'007);
    EXPECT_FALSE(memory.last("/i-2"));
    // A file that somebody else has made longer is none.
    for (const auto& file : std::filesystem::directory_iterator(directory + "/ecsview"))
        std::ofstream(file.path(), std::ios::app) << "7\n";
    EXPECT_FALSE(memory.last("/i-1"));
    std::filesystem::remove_all(directory);
}

TEST(UseMemoryTest, WithoutADirectoryNothingIsRemembered) {
    const UseMemory memory(std::nullopt);
    memory.used("/i-1", 5);
    EXPECT_FALSE(memory.last("/i-1"));
}

}  // namespace
}  // namespace ecsview::link

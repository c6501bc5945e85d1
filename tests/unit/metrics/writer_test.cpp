// SPDX-License-Identifier: GPL-2.0-or-later
#include "metrics/writer.h"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "base/error.h"

namespace ecsview::metrics {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using screen::Phase;

class WriterTest : public testing::Test {
protected:
    void SetUp() override {
        ASSERT_NE(mkdtemp(folder.data()), nullptr);
        path = folder + "/a.prom";
    }
    void TearDown() override { fs::remove_all(folder); }
    std::string content() const {
        std::ifstream in(path);
        return std::string(std::istreambuf_iterator<char>(in), {});
    }
    std::size_t entries() const {
        return static_cast<std::size_t>(
            std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
    }
    std::optional<Failure> refusal(const std::string& where) const {
        try {
            const File file(where, "x\n");
            return std::nullopt;
        } catch (const Error& error) {
            return error.failure();
        }
    }
    Snapshot look() {
        ++looks;
        Snapshot seen;
        seen.counts = tally.counts();
        seen.steady_now = std::chrono::steady_clock::now();
        return seen;
    }
    bool wait(const std::string& words) const {
        const auto end = std::chrono::steady_clock::now() + 10s;
        while (std::chrono::steady_clock::now() < end) {
            if (content().find(words) != std::string::npos) return true;
            std::this_thread::sleep_for(1ms);
        }
        return false;
    }

    std::string folder = "/tmp/ecsview-metrics-XXXXXX", path;
    screen::Tally tally;
    std::atomic<int> looks{0};
};

TEST_F(WriterTest, EveryoneMayReadItWhateverTheUmask) {
    const mode_t before = umask(0077);
    const File file(path, "first\n");
    umask(before);
    EXPECT_EQ(content(), "first\n");
    struct stat there {};
    ASSERT_EQ(stat(path.c_str(), &there), 0);
    EXPECT_EQ(there.st_mode & 07777, 0644U);
}

TEST_F(WriterTest, ItIsReplacedWholeAndTakenAwayAtTheEnd) {
    {
        const File file(path, "first\n");
        std::ifstream reader(path);  // it goes on with what it has opened
        EXPECT_EQ(file.write("second\n"), 0);
        std::string line;
        EXPECT_TRUE(std::getline(reader, line) && line == "first");
        EXPECT_EQ(content(), "second\n");
        EXPECT_EQ(entries(), 1U);
    }
    EXPECT_EQ(entries(), 0U);
}

TEST_F(WriterTest, WithoutItsFolderItIsAUsageError) {
    const auto failure = refusal(folder + "/none/a.prom");
    ASSERT_TRUE(failure);
    EXPECT_EQ(failure->code, ExitCode::usage);
    EXPECT_EQ(failure->sentence, "The file of --metrics, " + folder +
                                     "/none/a.prom, cannot be written (No such file or directory); "
                                     "its folder has to be there, and ours to write in.");
}

// A device would be, too, by root: not tried on the machine's own.
TEST_F(WriterTest, WhatIsNoFileIsNotReplaced) {
    ASSERT_EQ(mkfifo(path.c_str(), 0600), 0);
    EXPECT_TRUE(refusal(path));
    EXPECT_TRUE(fs::is_fifo(path));
    fs::remove(path);
    fs::create_directory(path);
    EXPECT_TRUE(refusal(path));
    fs::remove(path);
    fs::create_symlink(folder + "/elsewhere", path);
    EXPECT_TRUE(refusal(path));
    EXPECT_EQ(entries(), 1U);
    EXPECT_TRUE(fs::is_symlink(path));
}

TEST_F(WriterTest, TellsEachNewState) {
    const File file(path, "first\n");
    const Writer writer(file, tally, [this] { return look(); });
    EXPECT_TRUE(wait("state=\"asking\"} 1"));
    tally.state(Phase::live, false);
    EXPECT_TRUE(wait("state=\"live\"} 1"));
    tally.state(Phase::live, true);
    EXPECT_TRUE(wait("state=\"password\"} 1"));
    EXPECT_LE(looks, 3);
}

TEST_F(WriterTest, WhatIsNoNewStateWakesNobody) {
    const File file(path, "first\n");
    const Writer writer(file, tally, [this] { return look(); });
    EXPECT_TRUE(wait("state=\"asking\"} 1"));
    for (int i = 0; i < 1000; ++i) {
        tally.changed({});
        tally.state(Phase::asking, false);
    }
    tally.state(Phase::ended, false);
    EXPECT_TRUE(wait("ecsview_changes_total{console=\"\"} 1000"));
    EXPECT_LE(looks, 2);
}

TEST_F(WriterTest, GoesOnWhenItCanBeWrittenAgain) {
    const File file(path, "first\n");
    const Writer writer(file, tally, [this] { return look(); });
    EXPECT_TRUE(wait("state=\"asking\"} 1"));
    fs::rename(folder, folder + "-away");
    const int before = looks;
    tally.state(Phase::live, false);
    while (looks == before) std::this_thread::sleep_for(1ms);
    fs::rename(folder + "-away", folder);
    tally.state(Phase::waiting, false);
    EXPECT_TRUE(wait("state=\"waiting\"} 1"));
}

}  // namespace
}  // namespace ecsview::metrics

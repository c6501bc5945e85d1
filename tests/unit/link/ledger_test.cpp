// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/ledger.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace ecsview::link {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

class LedgerTest : public testing::Test {
protected:
    LedgerTest() {
        std::string name = testing::TempDir() + "ledgerXXXXXX";
        runtime_ = mkdtemp(name.data());
    }
    ~LedgerTest() override { fs::remove_all(runtime_); }

    Ledger ledger(std::string_view console = "i-1") const {
        return Ledger(console, runtime_.string(), Budget(60s, 3));
    }
    fs::path folder() const { return runtime_ / "ecsview"; }
    fs::path file() const { return *fs::directory_iterator(folder()); }

    fs::path runtime_;
};

TEST_F(LedgerTest, OutlivesTheProcessAndIsPerConsole) {
    for (int i = 0; i < 3; ++i) EXPECT_EQ(ledger().take(), 0ms);
    const auto wait = ledger().take();
    EXPECT_GT(wait, 0ms);
    EXPECT_LE(wait, 60s);
    EXPECT_EQ(ledger("i-2").take(), 0ms);
}

TEST_F(LedgerTest, NamesNoConsoleAndIsForTheUserOnly) {
    EXPECT_EQ(ledger("i-secret").take(), 0ms);
    EXPECT_EQ(file().string().find("secret"), std::string::npos);
    struct stat about {};
    ASSERT_EQ(stat(file().c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 0777, 0600u);
    ASSERT_EQ(stat(folder().c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 0777, 0700u);
}

TEST_F(LedgerTest, FollowsNoLink) {
    const auto victim = runtime_ / "victim";
    std::ofstream(victim) << "precious";
    EXPECT_EQ(ledger().take(), 0ms);
    const auto name = file();
    fs::remove(name);
    fs::create_symlink(victim, name);
    Ledger careful = ledger();
    for (int i = 0; i < 3; ++i) EXPECT_EQ(careful.take(), 0ms);
    EXPECT_GT(careful.take(), 0ms);  // in memory
    std::string text;
    std::ifstream(victim) >> text;
    EXPECT_EQ(text, "precious");
}

TEST_F(LedgerTest, TakesNoFolderOfOthers) {
    fs::create_directory(folder());
    fs::permissions(folder(), fs::perms::all);
    EXPECT_EQ(ledger().take(), 0ms);
    EXPECT_TRUE(fs::is_empty(folder()));
    fs::remove(folder());
    const auto elsewhere = runtime_ / "elsewhere";
    fs::create_directory(elsewhere);
    fs::create_symlink(elsewhere, folder());
    EXPECT_EQ(ledger().take(), 0ms);
    EXPECT_TRUE(fs::is_empty(elsewhere));
}

TEST_F(LedgerTest, BelievesNothingThatIsAnothersButItsModeLooksGood) {
    if (geteuid() != 0) GTEST_SKIP() << "only root can give files away; run this as root, too";
    constexpr uid_t other = 65534;
    for (int i = 0; i < 3; ++i) EXPECT_EQ(ledger().take(), 0ms);
    ASSERT_GT(ledger().take(), 0ms);
    ASSERT_EQ(chown(file().c_str(), other, other), 0);
    EXPECT_EQ(ledger().take(), 0ms) << "a file";
    ASSERT_EQ(chown(file().c_str(), 0, 0), 0);
    ASSERT_EQ(chown(folder().c_str(), other, other), 0);
    EXPECT_EQ(ledger().take(), 0ms) << "a folder";
    ASSERT_EQ(chown(folder().c_str(), 0, 0), 0);
    ASSERT_EQ(chown(runtime_.c_str(), other, other), 0);
    EXPECT_EQ(ledger().take(), 0ms) << "the runtime directory";
    ASSERT_EQ(chown(runtime_.c_str(), 0, 0), 0);
    EXPECT_GT(ledger().take(), 0ms);
}

TEST_F(LedgerTest, SurvivesRubbishAFolderAndAPipe) {
    EXPECT_EQ(ledger().take(), 0ms);
    const auto name = file();
    std::ofstream(name) << std::string(100'000, 'x');
    EXPECT_EQ(ledger().take(), 0ms);
    fs::remove(name);
    fs::create_directory(name);
    EXPECT_EQ(ledger().take(), 0ms);
    fs::remove(name);
    ASSERT_EQ(mkfifo(name.c_str(), 0600), 0);
    EXPECT_EQ(ledger().take(), 0ms);
}

TEST_F(LedgerTest, NoDirectoryIsNoReasonToFail) {
    for (const std::optional<std::string>& none :
         {std::optional<std::string>(), std::optional<std::string>("/nonexistent"),
          std::optional<std::string>("relative")}) {
        Ledger memory("i-1", none, Budget(60s, 1));
        EXPECT_EQ(memory.take(), 0ms);
        EXPECT_GT(memory.take(), 0ms);
    }
}

TEST_F(LedgerTest, DoesNotWaitForWhoeverHoldsTheFile) {
    EXPECT_EQ(ledger().take(), 0ms);
    const UniqueFd other(open(file().c_str(), O_RDWR | O_CLOEXEC));
    ASSERT_EQ(flock(other.get(), LOCK_EX), 0);
    Ledger held = ledger();
    EXPECT_GT(held.take(), 0ms);
    EXPECT_LT(held.take(), 1s);
    int more = 0;
    while (held.take() > 0ms) ++more;
    EXPECT_LT(more, 100);  // in memory in the end
}

TEST_F(LedgerTest, ManyProcessesStayWithinOneBudget) {
    constexpr int processes = 8;
    for (int i = 0; i < processes; ++i)
        if (fork() == 0) {
            int taken = 0;
            Ledger mine = ledger();
            for (int tries = 0; tries < 40; ++tries) taken += mine.take() == 0ms;
            _exit(taken);
        }
    int all = 0, status = 0;
    while (wait(&status) > 0) all += WEXITSTATUS(status);
    // A process that finds the file locked tries again, and 40 tries are less than its patience.
    EXPECT_LE(all, 3);
    EXPECT_GE(all, 1);
}

}  // namespace
}  // namespace ecsview::link

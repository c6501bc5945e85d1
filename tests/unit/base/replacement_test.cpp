// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/replacement.h"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace ecsview {
namespace {

namespace fs = std::filesystem;

class ReplacementTest : public testing::Test {
protected:
    void SetUp() override {
        ASSERT_NE(mkdtemp(folder.data()), nullptr);
        path = folder + "/video";
        std::ofstream(path) << "before";
    }
    void TearDown() override { fs::remove_all(folder); }

    std::string content() const {
        std::ifstream in(path, std::ios::binary);
        return std::string(std::istreambuf_iterator<char>(in), {});
    }
    auto entries() const {
        return std::distance(fs::directory_iterator(folder), fs::directory_iterator());
    }

    std::string folder = "/tmp/ecsview-replacement-XXXXXX", path;
};

TEST_F(ReplacementTest, IsThereOnceItIsWhole) {
    Replacement file(path, 0600);
    EXPECT_EQ(file.append("head....", {}), 0);
    EXPECT_EQ(file.append("tail", {}), 0);
    EXPECT_EQ(content(), "before");
    EXPECT_EQ(file.overwrite_begin("HEAD"), 0);
    EXPECT_EQ(content(), "before");
    EXPECT_EQ(file.take_place(), 0);
    EXPECT_EQ(content(), "HEAD....tail");
    struct stat about {};
    ASSERT_EQ(stat(path.c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 0777, 0600u);
    EXPECT_EQ(entries(), 1);
}

TEST_F(ReplacementTest, LeavesNothingBehindThatIsNotWhole) {
    std::stop_source stop;
    {
        Replacement file(path, std::nullopt);
        EXPECT_EQ(file.append("half", stop.get_token()), 0);
        EXPECT_EQ(entries(), 2);
        stop.request_stop();
        EXPECT_EQ(file.append("half", stop.get_token()), ECANCELED);
        EXPECT_EQ(file.take_place(), ECANCELED) << "what has failed stays so";
    }
    EXPECT_EQ(content(), "before");
    EXPECT_EQ(entries(), 1);
}

TEST_F(ReplacementTest, TellsWhyItCannotBe) {
    Replacement nowhere(folder + "/no/such", std::nullopt);
    EXPECT_EQ(nowhere.append("a", {}), ENOENT);
    EXPECT_EQ(nowhere.take_place(), ENOENT);
    fs::create_directory(folder + "/a folder");
    Replacement folder_there(folder + "/a folder", std::nullopt);
    EXPECT_EQ(folder_there.append("a", {}), 0);
    EXPECT_EQ(folder_there.take_place(), EISDIR);
    EXPECT_EQ(entries(), 2);
}

}  // namespace
}  // namespace ecsview

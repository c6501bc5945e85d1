// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/output.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <future>
#include <iterator>

#include "base/unique_fd.h"

namespace ecsview {
namespace {

namespace fs = std::filesystem;

struct Pipe {
    Pipe() {
        int ends[2];
        EXPECT_EQ(pipe2(ends, O_CLOEXEC), 0);
        read.reset(ends[0]);
        write.reset(ends[1]);
    }
    UniqueFd read, write;
};

class OutputTest : public testing::Test {
protected:
    void SetUp() override {
        signal(SIGPIPE, SIG_IGN);
        ASSERT_NE(mkdtemp(folder.data()), nullptr);
        path = folder + "/file";
    }
    void TearDown() override {
        signal(SIGPIPE, SIG_DFL);
        fs::remove_all(folder);
    }
    std::string content() const {
        std::ifstream in(path, std::ios::binary);
        return std::string(std::istreambuf_iterator<char>(in), {});
    }
    std::size_t entries() const {
        return static_cast<std::size_t>(
            std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
    }
    int write(std::string_view bytes) { return write_file(path, bytes, stop.get_token()); }

    std::string folder = "/tmp/ecsview-output-XXXXXX", path;
    std::stop_source stop;
};

TEST_F(OutputTest, AllOfItComesThroughAPipe) {
    Pipe pipe;
    const std::string sent(300'000, 'x');
    auto writer = std::async(std::launch::async, [&, end = std::move(pipe.write)]() mutable {
        const int error = write_all(end.get(), sent, stop.get_token());
        end.reset();
        return error;
    });
    std::string got;
    char block[70'000];
    for (ssize_t size = 0; (size = read(pipe.read.get(), block, sizeof block)) > 0;)
        got.append(block, static_cast<std::size_t>(size));
    EXPECT_EQ(writer.get(), 0);
    EXPECT_EQ(got, sent);
}

TEST_F(OutputTest, AReaderThatStandsStillIsLeftWhenCancelled) {
    for (const int flags : {0, O_NONBLOCK}) {
        Pipe pipe;
        fcntl(pipe.write.get(), F_SETFL, flags);
        std::stop_source now;
        auto writer = std::async(std::launch::async, [&] {
            return write_all(pipe.write.get(), std::string(300'000, 'x'), now.get_token());
        });
        char first = 0;
        ASSERT_EQ(read(pipe.read.get(), &first, 1), 1);  // it has begun
        now.request_stop();
        EXPECT_EQ(writer.get(), ECANCELED);
    }
}

TEST_F(OutputTest, WhatTakesNothingIsTold) {
    Pipe closed;
    closed.read.reset();
    EXPECT_EQ(write_all(closed.write.get(), "x", {}), EPIPE);
    const UniqueFd full(open("/dev/full", O_WRONLY | O_CLOEXEC));
    EXPECT_EQ(write_all(full.get(), "x", {}), ENOSPC);
    const UniqueFd unwritable(open("/dev/null", O_RDONLY | O_CLOEXEC));
    EXPECT_EQ(write_all(unwritable.get(), "x", {}), EBADF);
    EXPECT_EQ(write_all(full.get(), "", {}), 0);
}

TEST_F(OutputTest, AFileIsMadeOrReplaced) {
    EXPECT_EQ(write("new"), 0);
    EXPECT_EQ(content(), "new");
    EXPECT_EQ(write("newer"), 0);
    EXPECT_EQ(content(), "newer");
    EXPECT_EQ(entries(), 1u);
}

TEST_F(OutputTest, WhoMayReadAFileStaysSo) {
    EXPECT_EQ(write("old"), 0);
    for (const mode_t mode : {0600, 0640, 0444}) {
        chmod(path.c_str(), mode);
        EXPECT_EQ(write("new"), 0);
        EXPECT_EQ(fs::status(path).permissions(), static_cast<fs::perms>(mode));
    }
}

TEST_F(OutputTest, NothingIsLeftOfWhatWasCancelledOrFailed) {
    EXPECT_EQ(write("old"), 0);
    stop.request_stop();
    EXPECT_EQ(write("new"), ECANCELED);
    EXPECT_EQ(content(), "old");
    EXPECT_EQ(entries(), 1u);
    EXPECT_EQ(write_file(folder + "/absent/file", "x", {}), ENOENT);
    EXPECT_EQ(write_file(folder, "x", {}), EISDIR);
}

TEST_F(OutputTest, ALinkIsFollowed) {
    fs::create_symlink("file", folder + "/link");
    EXPECT_EQ(write("old"), 0);
    EXPECT_EQ(write_file(folder + "/link", "new", {}), 0);
    EXPECT_TRUE(fs::is_symlink(folder + "/link"));
    EXPECT_EQ(content(), "new");
    fs::create_symlink("/dev/full", folder + "/full");
    EXPECT_EQ(write_file(folder + "/full", "x", {}), ENOSPC);
    EXPECT_TRUE(fs::is_symlink(folder + "/full"));
    EXPECT_EQ(entries(), 3u);
}

TEST_F(OutputTest, ANamedPipeStaysOne) {
    ASSERT_EQ(mkfifo(path.c_str(), 0600), 0);
    EXPECT_EQ(write("x"), ENXIO);  // nobody reads
    const UniqueFd reader(open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    EXPECT_EQ(write("xyz"), 0);
    char got[4] = {};
    EXPECT_EQ(read(reader.get(), got, sizeof got), 3);
    EXPECT_TRUE(fs::is_fifo(path));
}

}  // namespace
}  // namespace ecsview

// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/input.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <thread>

#include "base/unique_fd.h"

namespace ecsview {
namespace {

struct Pipe {
    Pipe() {
        std::array<int, 2> ends{};
        EXPECT_EQ(pipe(ends.data()), 0);
        from = UniqueFd(ends[0]);
        to = UniqueFd(ends[1]);
    }
    void put(std::string_view text) const {
        EXPECT_EQ(write(to.get(), text.data(), text.size()), static_cast<ssize_t>(text.size()));
    }
    UniqueFd from, to;
};

TEST(Input, ReadsUntilTheEnd) {
    Pipe pipe;
    Secret content;
    std::thread writer([&] {
        pipe.put("one, ");
        pipe.put("two");
        pipe.to = UniqueFd();
    });
    EXPECT_EQ(read_all(pipe.from.get(), 8, {}, content), 0);
    writer.join();
    EXPECT_EQ(content.reveal(), "one, two");
}

TEST(Input, TakesNoMoreThanItMay) {
    Pipe pipe;
    Secret content;
    pipe.put("123456789");
    pipe.to = UniqueFd();
    EXPECT_EQ(read_all(pipe.from.get(), 8, {}, content), EFBIG);
    EXPECT_TRUE(content.empty());
}

TEST(Input, CancelEndsTheWait) {
    Pipe pipe;
    Secret content;
    std::stop_source stop;
    std::thread other([&] { stop.request_stop(); });
    EXPECT_EQ(read_all(pipe.from.get(), 8, stop.get_token(), content), ECANCELED);
    other.join();
}

TEST(Input, SaysWhyAFileCannotBeRead) {
    Secret content;
    EXPECT_EQ(read_file("/nonexistent", 8, {}, content), ENOENT);
    EXPECT_EQ(read_file("/", 8, {}, content), EISDIR);
    EXPECT_EQ(read_file("/dev/null", 8, {}, content), 0);
}

}  // namespace
}  // namespace ecsview

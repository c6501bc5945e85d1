// SPDX-License-Identifier: GPL-2.0-or-later
#include "replay/stepper.h"

#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>

#include <filesystem>
#include <fstream>

#include "record/fbs.h"

namespace ecsview::replay {
namespace {

using record::Milliseconds;

const std::string key = record::desktop_size({8, 8}) + std::string(4, '\0');

std::string change(int number) {
    return std::string(4, '\0') + "change " + std::to_string(number);
}

// A key, two changes, a key, a change, the end; and a decoder that reads them.
class StepperTest : public testing::Test {
protected:
    StepperTest() {
        std::string text = record::file_head({8, 8}, "i-a");
        int at = 0;
        for (const std::string& bytes : {key, change(1), change(2), key, change(4), std::string()})
            record::put_block(text, bytes, Milliseconds(at += 100));
        std::ofstream(path_, std::ios::binary) << text;
        auto recording = Recording::open(path_);
        if (!recording) throw std::runtime_error(recording.failure().sentence);
        greeting_ = recording->greeting();
        stepper_.emplace(std::move(*recording), [this] { ++wakes_; });
    }
    ~StepperTest() override { std::filesystem::remove(path_); }

    // A decoder connects, as an attempt has it do.
    void connect() {
        int ends[2];
        ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
        decoder_.reset(ends[1]);
        stepper_->open(nowhere(), {}, UniqueFd(ends[0]), nullptr, {}, {});
        EXPECT_EQ(read(greeting_.size()), greeting_);
        stepper_->go_live(false, {});
    }
    std::string read(std::size_t size) {
        std::string bytes(size, '\0');
        EXPECT_EQ(recv(decoder_.get(), bytes.data(), size, MSG_WAITALL),
                  static_cast<ssize_t>(size));
        return bytes;
    }
    bool has_more() {
        pollfd wait{decoder_.get(), POLLIN, 0};
        return poll(&wait, 1, 50) > 0;
    }
    // What is said behind a block, with the block's number as its name.
    std::string fence() {
        EXPECT_EQ(read(4), std::string("\xf8\0\0\0", 4));
        EXPECT_EQ(read(5), std::string("\0\0\0\0\4", 5));
        return read(4);
    }
    void answer(const std::string& name) { stepper_->tell(screen::Fenced{0, name}); }

    const std::string path_ = testing::TempDir() + "ecsview-stepper-" + std::to_string(getpid());
    std::string greeting_;
    UniqueFd decoder_;
    std::atomic<int> wakes_{0};
    std::optional<Stepper> stepper_;
};

TEST_F(StepperTest, SaysABlockWhenTheLastIsDrawnAndNoLongerNeeded) {
    connect();
    EXPECT_EQ(read(key.size()), key);
    const auto name = fence();
    EXPECT_FALSE(has_more());
    EXPECT_FALSE(stepper_->drawn());
    stepper_->go_on();
    EXPECT_FALSE(has_more()) << "it is not drawn";
    answer(name);
    EXPECT_EQ(wakes_, 1);
    EXPECT_EQ(stepper_->drawn(), 0u);
    EXPECT_FALSE(has_more());
    stepper_->go_on();
    EXPECT_EQ(read(change(1).size()), change(1));
    EXPECT_FALSE(stepper_->drawn());
    EXPECT_NE(fence(), name);
}

TEST_F(StepperTest, GoesThroughAllOfIt) {
    connect();
    const std::string said[] = {key, change(1), change(2), key, change(4), ""};
    for (std::size_t block = 0; block < 6; ++block) {
        EXPECT_EQ(read(said[block].size()), said[block]);
        answer(fence());
        EXPECT_EQ(stepper_->drawn(), block);
        stepper_->go_on();
    }
    EXPECT_FALSE(has_more());
    EXPECT_FALSE(stepper_->drawn());
}

// A recording may say what it likes.
TEST_F(StepperTest, AFenceOfTheRecordingIsNoAnswer) {
    connect();
    EXPECT_EQ(read(key.size()), key);
    const auto name = fence();
    for (const std::string& other : {std::string(), std::string("\0\0\0\1", 4), name + name})
        answer(other);
    EXPECT_EQ(wakes_, 0);
    EXPECT_FALSE(stepper_->drawn());
}

TEST_F(StepperTest, AnotherDecoderBeginsAtTheKeyBefore) {
    connect();
    for (std::size_t block = 0; block < 4; ++block) {
        read((block == 0 || block == 3 ? key : change(1)).size());
        answer(fence());
        stepper_->go_on();
    }
    EXPECT_EQ(read(change(4).size()), change(4));
    connect();
    EXPECT_EQ(read(key.size()), key);
    answer(fence());
    EXPECT_EQ(stepper_->drawn(), 3u);
    stepper_->go_on();
    EXPECT_EQ(read(change(4).size()), change(4));
}

}  // namespace
}  // namespace ecsview::replay

// SPDX-License-Identifier: GPL-2.0-or-later
#include "screen/decoder_line.h"

#include <gtest/gtest.h>
#include <sys/mman.h>

#include "screen/activity.h"

namespace ecsview::screen {
namespace {

class DecoderLineTest : public testing::Test {
protected:
    DecoderLineTest() {
        memory_ = static_cast<std::uint32_t*>(
            mmap(nullptr, shared_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, picture->fd(), 0));
    }
    ~DecoderLineTest() override { munmap(memory_, shared_bytes); }

    void says(Activity activity) { memory_[activity_at] = activity_word(7, activity); }
    Activity does() const { return activity_of(line.activity()); }

    std::shared_ptr<const Framebuffer> picture = std::make_shared<const Framebuffer>();
    DecoderLine line{UniqueFd(), picture};

private:
    std::uint32_t* memory_;
};

TEST_F(DecoderLineTest, ADecoderWaitsForAsLongAsAReportIsNotAcknowledged) {
    says(Activity::waiting);
    line.reported(1);
    EXPECT_EQ(does(), Activity::waiting);
    EXPECT_EQ(line.activity() >> 2, 7u);
    line.acknowledge(1);
    EXPECT_EQ(does(), Activity::working);
    EXPECT_EQ(line.activity() >> 2, 7u);
    line.reported(2);
    EXPECT_EQ(does(), Activity::waiting);
}

TEST_F(DecoderLineTest, ADecoderThatNeverReportedWaitsForNothing) {
    says(Activity::waiting);
    EXPECT_EQ(does(), Activity::working);
}

TEST_F(DecoderLineTest, WhatElseItSaysIsBelieved) {
    for (const std::uint32_t report : {0u, 1u}) {
        line.reported(report);
        for (const Activity activity : {Activity::working, Activity::resting}) {
            says(activity);
            EXPECT_EQ(does(), activity);
        }
    }
}

}  // namespace
}  // namespace ecsview::screen

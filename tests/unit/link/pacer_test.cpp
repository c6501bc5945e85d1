// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/pacer.h"

#include <gtest/gtest.h>

namespace ecsview::link {
namespace {

std::string request(bool incremental, int width, int height) {
    return rfb::framebuffer_update_request(incremental, {0, 0, width, height}).bytes;
}

TEST(Pacer, SaysNothingBeforeTheHandshakeIsOver) {
    Pacer pacer;
    EXPECT_FALSE(pacer.resized({640, 480}));
    EXPECT_FALSE(pacer.update_complete());
}

TEST(Pacer, AsksForAllFirstThenForChanges) {
    Pacer pacer;
    pacer.resized({640, 480});
    EXPECT_EQ(pacer.live()->bytes, request(false, 640, 480));
    EXPECT_EQ(pacer.update_complete()->bytes, request(true, 640, 480));
}

TEST(Pacer, AsksForAllAgainAfterANewSize) {
    Pacer pacer;
    pacer.resized({640, 480});
    pacer.live();
    EXPECT_EQ(pacer.resized({1024, 768})->bytes, request(false, 1024, 768));
    EXPECT_EQ(pacer.update_complete()->bytes, request(true, 1024, 768));
}

}  // namespace
}  // namespace ecsview::link

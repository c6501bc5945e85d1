// SPDX-License-Identifier: GPL-2.0-or-later
#include "options/nearest.h"

#include <gtest/gtest.h>

#include <string>

namespace ecsview::options {
namespace {

constexpr std::string_view words[] = {"scale", "fullscreen", "password-file", "window-size", "os"};

TEST(NearestTest, FindsTheWordThatWasMeant) {
    EXPECT_EQ(nearest("scael", words), "scale");
    EXPECT_EQ(nearest("Scale", words), "scale");
    EXPECT_EQ(nearest("fulscreen", words), "fullscreen");
    EXPECT_EQ(nearest("full-screen", words), "fullscreen");
    EXPECT_EQ(nearest("window_size", words), "window-size");
    EXPECT_EQ(nearest("password", words), "password-file");
    EXPECT_EQ(nearest("os", words), "os");
}

TEST(NearestTest, SaysNothingWhereNoneIsNear) {
    EXPECT_EQ(nearest("colour", words), "");
    EXPECT_EQ(nearest("", words), "");
    EXPECT_EQ(nearest(std::string(65, 's'), words), "");
    EXPECT_EQ(nearest("scale", {}), "");
}

}  // namespace
}  // namespace ecsview::options

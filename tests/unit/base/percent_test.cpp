// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/percent.h"

#include <gtest/gtest.h>

namespace ecsview {
namespace {

using namespace std::string_literals;

TEST(PercentTest, EncodesAllButTheUnreserved) {
    const std::string unreserved =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";
    EXPECT_EQ(percent_encode(unreserved), unreserved);
    EXPECT_EQ(percent_encode(" *+/!'()"), "%20%2A%2B%2F%21%27%28%29");
    EXPECT_EQ(percent_encode("\0\x7f\xff"s), "%00%7F%FF");
    EXPECT_EQ(percent_encode("中"), "%E4%B8%AD");
    EXPECT_EQ(percent_encode(""), "");
}

TEST(PercentTest, DecodesOnceAndLeavesPlusAlone) {
    EXPECT_EQ(percent_decode("a+b%2Bc%2bd"), "a+b+c+d");
    EXPECT_EQ(percent_decode("%252F"), "%2F");
    EXPECT_EQ(percent_decode("%00"), "\0"s);
    EXPECT_EQ(percent_decode(""), "");
}

TEST(PercentTest, RefusesBrokenEscapes) {
    for (const char* text : {"%", "a%", "%4", "a%4", "%g0", "%0g", "%%41", "% 1", "%+1", "%-1"})
        EXPECT_FALSE(percent_decode(text)) << text;
}

TEST(PercentTest, EveryByteSurvives) {
    std::string bytes;
    for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
    EXPECT_EQ(percent_decode(percent_encode(bytes)), bytes);
}

}  // namespace
}  // namespace ecsview

// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/ascii.h"

#include <gtest/gtest.h>

namespace ecsview {
namespace {

using namespace std::string_literals;

TEST(Ascii, LowerCaseOfAsciiAlone) {
    EXPECT_EQ(lower_case("@AZ[`az{\xc4\xe4 09"), "@az[`az{\xc4\xe4 09");
}

TEST(Ascii, CaseIsIgnoredInTheTextAlone) {
    EXPECT_TRUE(starts_with_ignoring_case("WsS://h", "wss://"));
    EXPECT_FALSE(starts_with_ignoring_case("wss:/", "wss://"));
    EXPECT_FALSE(starts_with_ignoring_case("wss://", "WSS"));
    EXPECT_TRUE(equals_ignoring_case("HTTP", "http"));
    EXPECT_FALSE(equals_ignoring_case("https", "http"));
    EXPECT_TRUE(equals_ignoring_case("", ""));
}

TEST(Ascii, LettersAndDigits) {
    std::string found;
    for (int c = 0; c < 256; ++c)
        if (is_alphanumeric(static_cast<char>(c))) found += static_cast<char>(c);
    EXPECT_EQ(found, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
}

TEST(Ascii, VisibleIsNoSpaceNoControlByteAndAscii) {
    EXPECT_TRUE(is_visible("!~"));
    EXPECT_TRUE(is_visible(""));
    for (const std::string& text : {" "s, "a\x1f"s, "\x7f"s, "\x80"s, "a\0"s, "\xff"s})
        EXPECT_FALSE(is_visible(text)) << text;
}

TEST(Ascii, ControlBytes) {
    EXPECT_FALSE(has_control_bytes(" ~\x80\xff"));
    for (const std::string& text : {"a\0"s, "\x1f"s, "a\x7f"s, "\n"s})
        EXPECT_TRUE(has_control_bytes(text)) << text;
}

}  // namespace
}  // namespace ecsview

// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/json_depth.h"

#include <gtest/gtest.h>

#include <string>

namespace ecsview::ecs {
namespace {

const std::string many(40, '[');

TEST(JsonDepthTest, CountsArraysAndObjectsTogether) {
    EXPECT_FALSE(nested_too_deep(std::string(32, '[')));
    EXPECT_TRUE(nested_too_deep(std::string(33, '[')));
    EXPECT_TRUE(nested_too_deep(std::string(16, '[') + std::string(17, '{')));
    std::string side_by_side;
    for (int i = 0; i < 40; ++i) side_by_side += "[{}],";
    EXPECT_FALSE(nested_too_deep(side_by_side)) << "what has ended is not around the next";
}

TEST(JsonDepthTest, BracketsInAStringAreText) {
    EXPECT_FALSE(nested_too_deep(R"({"a":")" + many + R"("})"));
    EXPECT_TRUE(nested_too_deep(R"({"a":"","b":)" + many));
}

TEST(JsonDepthTest, AnEscapedQuoteEndsNoString) {
    EXPECT_FALSE(nested_too_deep(R"({"a":"\")" + many + R"("})"));
    EXPECT_FALSE(nested_too_deep(R"({"a":"\\\")" + many + R"("})"));
    EXPECT_TRUE(nested_too_deep(R"({"a":"\"","b":)" + many));
}

// The backslash that is escaped escapes nothing: the string ends, and what follows counts.
TEST(JsonDepthTest, AnEscapedBackslashHidesNoQuote) {
    EXPECT_TRUE(nested_too_deep(R"({"a":"\\","b":)" + many));
    EXPECT_FALSE(nested_too_deep(R"({"a":"\\","b":")" + many + R"("})"));
}

TEST(JsonDepthTest, ATextThatEndsInTheMiddleIsRead) {
    for (const char* text : {"", "\"", "\"\\", "\\", "]]]]"})
        EXPECT_FALSE(nested_too_deep(text)) << text;
}

}  // namespace
}  // namespace ecsview::ecs

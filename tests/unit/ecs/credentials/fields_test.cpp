// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/credentials/fields.h"

#include <gtest/gtest.h>

namespace ecsview::ecs {
namespace {

TEST(FieldsTest, TextsNumbersAndBooleans) {
    const auto fields = json_fields(
        R"({"a":"b","n":12,"t":true,"f":false,"x":null,"o":{"a":"c"},"l":["d"],"r":1.5})");
    ASSERT_TRUE(fields);
    EXPECT_EQ(fields->text("a"), "b");
    EXPECT_EQ(fields->text("n"), "12");
    EXPECT_TRUE(fields->flag("t"));
    EXPECT_FALSE(fields->flag("f") || fields->flag("a") || fields->flag("none"));
    for (const char* name : {"x", "o", "l", "r", "none"}) EXPECT_EQ(fields->text(name), "") << name;
}

TEST(FieldsTest, AnObjectInside) {
    EXPECT_EQ(json_fields(R"({"in":{"a":"b"},"a":"c"})", "in")->text("a"), "b");
    for (const char* text : {"", "{", "[]", "3", "null", R"({"in":3})", "{}"})
        EXPECT_FALSE(json_fields(text, "in")) << text;
}

TEST(FieldsTest, AList) {
    const auto list = json_list(R"({"l":[{"a":"1"},2,{"a":"3"},null]})", "l");
    ASSERT_EQ(list.size(), 2u);
    EXPECT_EQ(list[1].text("a"), "3");
    for (const char* text : {"", "[]", R"({"l":{}})", R"({"m":[]})"})
        EXPECT_TRUE(json_list(text, "l").empty()) << text;
}

// A walker that calls itself for each level overflows the stack: of main, where the keys are.
TEST(FieldsTest, NestedDeeperThanAnyHonestText) {
    const auto nested = [](std::size_t levels) {
        return R"({"a":)" + std::string(levels, '[') + std::string(levels, ']') + R"(,"b":"c"})";
    };
    EXPECT_EQ(json_fields(nested(31))->text("b"), "c");
    for (const std::size_t levels : {32u, 70'000u, 1'000'000u}) {
        EXPECT_FALSE(json_fields(nested(levels))) << levels;
        EXPECT_FALSE(json_fields(nested(levels), "a")) << levels;
        EXPECT_TRUE(json_list(nested(levels), "a").empty()) << levels;
    }
    std::string objects;
    for (int level = 0; level < 70'000; ++level) objects += R"({"a":)";
    EXPECT_FALSE(json_fields(objects + "1" + std::string(70'000, '}')));
    EXPECT_FALSE(json_fields(objects));
}

TEST(FieldsTest, BracketsInTextsAreNoLevels) {
    const std::string brackets(100, '[');
    EXPECT_EQ(json_fields(R"({"a":")" + brackets + R"(","b":"\"[","c":"\\"})")->text("a"),
              brackets);
    const auto many = json_list(R"({"l":[{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},)"
                                R"({},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{"a":"b"}]})",
                                "l");
    ASSERT_EQ(many.size(), 37u);
    EXPECT_EQ(many.back().text("a"), "b");
}

}  // namespace
}  // namespace ecsview::ecs

// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/credentials/ini_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ecsview::ecs {
namespace {

using testing::HasSubstr;

template <class Way>
Way good(const std::string& text, const std::string& name = "") {
    auto found = ini_section(text, name, Environment());
    auto* config = std::get_if<ProviderConfig>(&found);
    if (config == nullptr || !std::holds_alternative<Way>(config->provider)) {
        ADD_FAILURE() << text;
        return Way();
    }
    return std::get<Way>(std::move(config->provider));
}

std::string bad(const std::string& text) {
    const auto found = ini_section(text, "", Environment());
    const auto* failure = std::get_if<Failure>(&found);
    return failure == nullptr ? "(no failure)" : failure->sentence;
}

constexpr const char* usual =
    "[default]\ntype = access_key\naccess_key_id = foo\naccess_key_secret = bar\n";

TEST(IniFileTest, TheDefaultSectionAndOthers) {
    const std::string text = std::string("; comment\n# comment\n\n") + usual +
                             "[work]\r\ntype=ecs_ram_role\r\nrole_name=r\r\n";
    EXPECT_EQ(good<Credentials>(text).access_key_id, "foo");
    EXPECT_EQ(good<Credentials>(text).access_key_secret.reveal(), "bar");
    EXPECT_EQ(good<InstanceRole>(text, "work").name, "r");
    const auto none = ini_section(text, "other", Environment());
    EXPECT_THAT(std::get<Absent>(none).clause, HasSubstr("no section other"));
}

TEST(IniFileTest, ARole) {
    const auto role = good<AssumedRole>(
        "[default]\ntype=ram_role_arn\naccess_key_id=a\naccess_key_secret=b\nrole_arn=r\n"
        "role_session_name=s\npolicy={\"a\":1}");
    EXPECT_EQ(role.session.role_arn + role.session.session_name + role.session.policy,
              "rs{\"a\":1}");
    EXPECT_EQ(std::get<Credentials>(role.source->provider).access_key_id, "a");
}

TEST(IniFileTest, QuotesCommentsAndBlanks) {
    const auto secret = [](const std::string& value) {
        const auto keys = good<Credentials>(
            "[ default ]\n type =access_key # comment\naccess_key_id= a\naccess_key_secret =" +
            value);
        return std::string(keys.access_key_secret.reveal());
    };
    EXPECT_EQ(secret(" b "), "b");
    EXPECT_EQ(secret("\"b # c\""), "b # c");
    EXPECT_EQ(secret("'b'"), "b");
    EXPECT_EQ(secret("b ; c"), "b");
    EXPECT_EQ(secret("b;c#d=="), "b;c#d==");
}

TEST(IniFileTest, WhatCannotBeUsed) {
    EXPECT_THAT(bad("[default]\n"), HasSubstr("type is missing"));
    EXPECT_THAT(bad("[default]\ntype=bearer\n"), HasSubstr("type bearer"));
    EXPECT_THAT(bad("[default]\ntype=access_key\naccess_key_id=a\n"),
                HasSubstr("access_key_secret is missing"));
    EXPECT_THAT(bad("[default]\ntype=ram_role_arn\naccess_key_id=a\naccess_key_secret=b"),
                HasSubstr("role_arn is missing"));
}

TEST(IniFileTest, OddTexts) {
    for (const char* text : {"", "\n", "=", "[", "]", "[]", "[default", "type=access_key",
                             "default]\ntype=access_key", "\xff\xfe"})
        EXPECT_TRUE(std::holds_alternative<Absent>(ini_section(text, "", Environment()))) << text;
}

}  // namespace
}  // namespace ecsview::ecs

// SPDX-License-Identifier: GPL-2.0-or-later
#include "options/config_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

namespace ecsview::options {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

// "name = text" of each value, as the table has them.
std::string list(const Values& values) {
    std::string text;
    for (const auto& [option, value] : values)
        text += std::string(option->key) + "=" + value.text + " ";
    return text;
}

std::string general(const char* text) {
    return list(parse_config(text, "/f/c.toml").general);
}

std::string bad(std::string_view text) {
    try {
        parse_config(text, "/f/c.toml");
    } catch (const Error& error) {
        EXPECT_EQ(error.failure().code, ExitCode::usage);
        EXPECT_EQ(error.failure().sentence.find("geheim"), std::string::npos);
        return error.failure().sentence;
    }
    ADD_FAILURE() << "accepted: " << text;
    return "";
}

TEST(ConfigFileTest, KeysAreOptions) {
    EXPECT_EQ(general(""), "");
    EXPECT_EQ(general("# nothing\n"), "");
    EXPECT_EQ(general("scale = 'none'\nregion = \"cn-beijing\"\n"),
              "region=cn-beijing scale=none ");
    EXPECT_EQ(general("fullscreen = true\nview-only = false\n"),
              "fullscreen=true view-only=false ");
    EXPECT_EQ(general("retry = 3"), "retry=3 ");
    EXPECT_EQ(general("retry = 'forever'"), "retry=forever ");
}

TEST(ConfigFileTest, EachValueKnowsItsLine) {
    const auto file = parse_config("\nscale = 'fit'\n\n[console.i-1]\nscale = 'none'\n", "/f/c");
    EXPECT_EQ(file.general.at(find_option("--scale")).from, "/f/c:2");
    EXPECT_EQ(file.consoles.at("i-1").at(find_option("--scale")).from, "/f/c:5");
}

TEST(ConfigFileTest, SectionsAreNamedByTheirTarget) {
    const auto file = parse_config(
        "[console.\"i-bp1\"]\nscale = 'none'\n[console.\"web server\"]\nview-only = true\n"
        "[console.\"vnc://H\"]\nscale = 'fit'\n[console.\"wss://far.example/\"]\nos = 'linux'\n"
        "[console.'i-empty']\n",
        "c");
    EXPECT_EQ(file.consoles.size(), 4u);
    EXPECT_EQ(list(file.consoles.at("i-bp1")), "scale=none ");
    EXPECT_EQ(list(file.consoles.at("web server")), "view-only=true ");
    EXPECT_EQ(list(file.consoles.at("vnc://h:5900")), "scale=fit ");
    const auto target = parse_target("wss://far.example/?ticket=1");
    EXPECT_EQ(list(file.consoles.at(console_key(*target))), "os=linux ");
}

TEST(ConfigFileTest, ASectionHoldsNoSecretAndHasAName) {
    for (const char* text :
         {"[console.'wss://h/?s=geheim']", "[console.'vnc://h/?VncPassword=geheim']",
          "[console.'wss%3A%2F%2Fh%2F%3Fs%3Dgeheim']", "[console.'i-']", "[console]\nx = 1"})
        EXPECT_THAT(bad(text), HasSubstr("A section for one console is named by")) << text;
    EXPECT_THAT(bad("console = 3"), HasSubstr("console is a section"));
}

TEST(ConfigFileTest, AKeyThatThereIsNot) {
    EXPECT_EQ(bad("\n\nfulscreen = true"),
              "/f/c.toml:3: There is no key fulscreen; perhaps it is fullscreen");
    EXPECT_EQ(bad("[console.i-1]\nwindow_size = '1x1'"),
              "/f/c.toml:2: There is no key window_size; perhaps it is window-size");
    EXPECT_THAT(bad("zzzzzz = 1"), HasSubstr("no key zzzzzz; the keys are the names"));
    EXPECT_THAT(bad("password = 'geheim'"), HasSubstr("perhaps it is password-file"));
    EXPECT_THAT(bad("[window]\nscale = 'fit'"), HasSubstr("no key window;"));
    EXPECT_THAT(bad("\"a\\u001b[31mb\" = 1"), testing::Not(HasSubstr("\x1b")));
}

TEST(ConfigFileTest, AnOptionThatIsForTheCommandLineOnly) {
    for (const char* name : {"page", "json", "take-over", "version", "help", "config"}) {
        const auto said = bad(std::string(name) + " = true");
        EXPECT_EQ(said, "/f/c.toml:1: " + std::string(name) + " has no place in a file; give --" +
                            name + " on the command line");
    }
}

TEST(ConfigFileTest, AValueOfAnotherType) {
    EXPECT_EQ(bad("fullscreen = 'yes'"),
              "/f/c.toml:1: fullscreen is true or false, without quotes");
    EXPECT_THAT(bad("fullscreen = 1"), HasSubstr("true or false"));
    EXPECT_EQ(bad("scale = true"),
              "/f/c.toml:1: scale is a text in quotes: fit, integer, none or stretch");
    EXPECT_EQ(bad("region = 5"), "/f/c.toml:1: region is a text in quotes");
    EXPECT_THAT(bad("timeout = 30"), HasSubstr("timeout is a text in quotes: a time such as"));
    EXPECT_THAT(bad("retry = 3.5"), HasSubstr("retry is a text in quotes: forever or a number"));
    EXPECT_THAT(bad("scale = ['fit']"), HasSubstr("scale is a text"));
}

TEST(ConfigFileTest, AValueThatAnOptionDoesNotHave) {
    EXPECT_EQ(bad("scale = 'geheim'"), "/f/c.toml:1: scale is fit, integer, none or stretch");
    EXPECT_THAT(bad("region = 'a.geheim'"), StartsWith("/f/c.toml:1: The region is not"));
    EXPECT_THAT(bad("retry = -1"), HasSubstr("retry is forever or a number"));
    EXPECT_THAT(bad("hotkeys = 'menu=f11'"), testing::Not(HasSubstr("--hotkeys")));
    EXPECT_THAT(bad("profile = ''"), HasSubstr("profile is empty; leave the line out"));
    EXPECT_THAT(bad("proxy = 'gopher://u:geheim@h'"), HasSubstr(": proxy is [SCHEME"));
}

TEST(ConfigFileTest, NoSecretIsInIt) {
    for (const char* text : {"proxy = 'http://u:geheim@h:1'", "proxy = 'socks5h://geheim@h'"})
        EXPECT_THAT(bad(text), HasSubstr("proxy has a user name or a password, which no file"));
    EXPECT_EQ(general("proxy = 'socks5h://h:1080'"), "proxy=socks5h://h:1080 ");
}

TEST(ConfigFileTest, FilesAreBesideIt) {
    EXPECT_EQ(general("password-file = 'pw'\nca-file = '/c'"), "password-file=/f/pw ca-file=/c ");
    EXPECT_THAT(bad("ca-file = '~/c'"), HasSubstr("ca-file is a path without ~"));
    EXPECT_EQ(list(parse_config("ca-file = 'c'", "c.toml").general), "ca-file=c ");
}

TEST(ConfigFileTest, OfSeveralMistakesTheFirstLineIsTold) {
    EXPECT_THAT(bad("zzzzz = 1\naaaaa = 2\n"), StartsWith("/f/c.toml:1: There is no key zzzzz"));
    EXPECT_THAT(bad("aaaaa = 1\nzzzzz = 2\n"), StartsWith("/f/c.toml:1: There is no key aaaaa"));
    EXPECT_THAT(bad("[console.i-1]\nzzzzz = 1\n[console.i-0]\naaaaa = 2\n"),
                StartsWith("/f/c.toml:2: There is no key zzzzz"));
}

TEST(ConfigFileTest, WhatIsNotToml) {
    EXPECT_THAT(bad("\nscale = fit"), StartsWith("/f/c.toml:2: This is not TOML"));
    EXPECT_THAT(bad("scale = 'fit'\nscale = 'none'"), StartsWith("/f/c.toml:2: This is not TOML"));
    EXPECT_THAT(bad("scale = 'fit"), HasSubstr("This is not TOML"));
    EXPECT_THAT(bad("\xff\xfe"), HasSubstr("This is not TOML"));
    EXPECT_THAT(bad(std::string(100'000, '[')), HasSubstr("This is not TOML"));
    EXPECT_THAT(bad("a = " + std::string(100'000, '[')), HasSubstr("This is not TOML"));
    EXPECT_THAT(bad("a" + std::string(100'000, '.')), HasSubstr("This is not TOML"));
}

// toml++ asserts that there is none.
TEST(ConfigFileTest, ASectionWhoseNameBeginsAsNoneCan) {
    EXPECT_EQ(bad("scale = 'fit'\n\n[.a]\n"),
              "/f/c.toml:3: This is not TOML: a section's name begins with a letter or a quote");
    EXPECT_THAT(bad("[console.i-1]\n  [[ \xc3\xa4]]"), StartsWith("/f/c.toml:2: This is not TOML"));
    EXPECT_THAT(bad("[[["), StartsWith("/f/c.toml:1: This is not TOML"));
}

// toml++ says that it is unreachable to ask what they are; with SANITIZE=undefined this ends there.
TEST(ConfigFileTest, LettersBeyondAsciiOutsideOfQuotes) {
    EXPECT_THAT(bad("scale = 'fit'\n\xc3\xa4 = 1"), StartsWith("/f/c.toml:2: This is not TOML"));
    EXPECT_THAT(bad("retry = 3 \xe7\xbd\x91"), StartsWith("/f/c.toml:1: This is not TOML"));
    EXPECT_EQ(general("profile = '\xe7\xbd\x91' # \xc3\xa4"), "profile=\xe7\xbd\x91 ");
}

class LoadConfigTest : public testing::Test {
protected:
    void SetUp() override {
        char name[] = "/tmp/ecsview-config-XXXXXX";
        folder_ = mkdtemp(name);
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }
    std::string file(const std::string& text) const {
        std::ofstream(folder_ + "/c.toml") << text;
        return folder_ + "/c.toml";
    }
    static std::string refused(const std::string& name) {
        try {
            load_config(name);
        } catch (const Error& error) {
            return error.failure().sentence;
        }
        return "accepted";
    }

    std::string folder_;
};

TEST_F(LoadConfigTest, ReadsWhatIsThere) {
    EXPECT_FALSE(load_config(folder_ + "/absent"));
    EXPECT_FALSE(load_config(folder_ + "/absent/c.toml"));
    EXPECT_EQ(list(load_config(file("scale = 'none'")).value().general), "scale=none ");
    EXPECT_TRUE(load_config("/dev/null"));
}

TEST_F(LoadConfigTest, WhatCannotBeReadIsRefused) {
    EXPECT_THAT(refused(folder_), HasSubstr("cannot be read"));
    EXPECT_THAT(refused(file(std::string(300'000, '\n'))), HasSubstr("is too long"));
    EXPECT_THAT(refused(file("sacle = 'fit'")), HasSubstr("/c.toml:1: There is no key sacle"));
}

}  // namespace
}  // namespace ecsview::options

// SPDX-License-Identifier: GPL-2.0-or-later
// Several consoles on the command line and in the file of --wall.
#include "options/options.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "arguments.h"

namespace ecsview::options {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

struct WallTargets : testing::Test {
    std::filesystem::path folder;

    void SetUp() override {
        unsetenv("ALIBABA_CLOUD_REGION_ID");
        char name[] = "/tmp/ecsview-wall-XXXXXX";
        folder = mkdtemp(name);
    }
    void TearDown() override { std::filesystem::remove_all(folder); }

    std::string file(const std::string& name, const std::string& text) const {
        std::ofstream(folder / name) << text;
        return folder / name;
    }
    Parsed run(Words words) const {
        Arguments arguments(std::move(words));
        return parse(arguments.count(), arguments.pointers(), STDIN_FILENO,
                     Places{folder / "config.toml", {}});
    }
    // The consoles, each as its section would be called.
    std::vector<std::string> wall(Words words) const {
        const auto parsed = run(std::move(words));
        const auto* walled = std::get_if<Walled>(&parsed);
        if (const auto* finished = std::get_if<Finished>(&parsed)) ADD_FAILURE() << finished->text;
        std::vector<std::string> keys;
        if (walled)
            for (const auto& console : walled->consoles)
                keys.push_back(console_key(console.target));
        return keys;
    }
    std::string bad(Words words) const {
        const auto parsed = run(std::move(words));
        const auto* finished = std::get_if<Finished>(&parsed);
        return finished ? finished->text : "accepted";
    }
};

TEST_F(WallTargets, AreThoseOfTheCommandLineInTheirOrder) {
    EXPECT_THAT(wall({"i-b", "i-a", "--fullscreen", "vnc://h:5901"}),
                ElementsAre("i-b", "i-a", "vnc://h:5901"));
    EXPECT_TRUE(std::holds_alternative<Options>(run({"i-a"}))) << "one is no wall";
}

TEST_F(WallTargets, AreThoseOfTheFileBehindThem) {
    const auto list = file("list", "# the web\n\n  i-b\t\r\nvnc://h\n#i-c");
    EXPECT_THAT(wall({"--wall", list}), ElementsAre("i-b", "vnc://h:5900"));
    EXPECT_THAT(wall({"i-a", "--wall", list}), ElementsAre("i-a", "i-b", "vnc://h:5900"));
    EXPECT_THAT(wall({"--wall", file("one", "i-b")}), ElementsAre("i-b"));
}

TEST_F(WallTargets, AWrongLineIsToldByItsNumberAndNotByItsText) {
    const auto list = file("list", "i-a\n\nwss://geheim:x\n");
    const auto sentence = bad({"--wall", list});
    EXPECT_THAT(sentence, HasSubstr(list + ":3: "));
    EXPECT_THAT(sentence, Not(HasSubstr("geheim")));
    EXPECT_THAT(bad({"--wall", file("none", "# nothing\n")}), HasSubstr("no line with a TARGET"));
    EXPECT_THAT(bad({"--wall", folder / "missing"}), HasSubstr("could not be read (No such file"));
    EXPECT_THAT(bad({"--wall", file("large", std::string(70'000, 'x'))}),
                HasSubstr("could not be read"));
}

TEST_F(WallTargets, AConsoleIsThereOnce) {
    EXPECT_THAT(bad({"i-a", "i-b", "i-a"}), HasSubstr("i-a is named twice"));
    EXPECT_THAT(bad({"i-a", "--wall", file("list", "i-a")}), HasSubstr("list:1: i-a is named"));
}

TEST_F(WallTargets, ThereAreNoMoreThanAWindowShows) {
    std::string list;
    Words words;
    for (int i = 0; i < 64; ++i) {
        list += "i-" + std::to_string(i) + "\n";
        words.push_back("i-" + std::to_string(i));
    }
    EXPECT_EQ(wall({"--wall", file("list", list)}).size(), 64u);
    EXPECT_EQ(wall(words).size(), 64u);
    words.push_back("i-x");
    EXPECT_THAT(bad(words), HasSubstr("more TARGETs than one window shows: 64"));
    EXPECT_THAT(bad({"i-x", "--wall", file("list", list)}),
                HasSubstr("list:64: there are more TARGETs than one window shows: 64"));
}

TEST_F(WallTargets, WhatIsForOneConsoleIsRefused) {
    for (const char* option : {"--record", "--recordings", "--metrics"})
        EXPECT_THAT(bad({"i-a", "i-b", option, "x"}),
                    HasSubstr(std::string(option) + " is for one console"));
    EXPECT_THAT(bad({"i-a", "i-b", "--save-losses"}), HasSubstr("--save-losses is for one"));
    EXPECT_THAT(bad({"i-a", "i-b", "--stats"}), HasSubstr("--stats is for one"));
    EXPECT_THAT(bad({"i-a", "i-b", "--os", "linux"}), HasSubstr("--os is for one"));
    EXPECT_THAT(bad({"i-a", "i-b", "--on-state", "panic:true"}), HasSubstr("--on-state is for"));
    EXPECT_THAT(bad({"i-a", "-"}), HasSubstr("TARGET - is for one console"));
    EXPECT_THAT(bad({"i-a", ""}), HasSubstr("TARGET is missing"));
    EXPECT_THAT(bad({"i-a", "i-b", "--all-regions"}), HasSubstr("--all-regions"));
    EXPECT_THAT(bad({"shot", "i-a", "--wall", "x", "out.png"}), HasSubstr("does not use --wall"));
}

TEST_F(WallTargets, TakeTurnsIfTheyAreSeveral) {
    const auto turn = [&](Words words) {
        const auto parsed = run(std::move(words));
        const auto* walled = std::get_if<Walled>(&parsed);
        return walled ? walled->options.turn : std::nullopt;
    };
    EXPECT_EQ(turn({"i-a", "i-b", "--turn", "30s"}), std::chrono::seconds(30));
    EXPECT_EQ(turn({"i-a", "i-b"}), std::nullopt);
    file("config.toml", "turn = \"1m\"\n");
    EXPECT_EQ(turn({"i-a", "i-b"}), std::chrono::minutes(1));
    EXPECT_TRUE(std::holds_alternative<Options>(run({"i-a"}))) << "of a file it is for others";
    EXPECT_THAT(bad({"i-a", "--turn", "30s"}), HasSubstr("--turn is for several consoles"));
    EXPECT_THAT(bad({"i-a", "i-b", "--turn", "999ms"}), HasSubstr("--turn is a time of a second"));
}

// A wall of instances with strange names is not what was meant.
TEST_F(WallTargets, AMistypedCommandIsNoInstance) {
    EXPECT_THAT(bad({"doctors", "i-a"}), HasSubstr("no command doctors (doctor is one)"));
    EXPECT_THAT(bad({"--fullscreen", "sht", "i-a", "out.png"}), HasSubstr("(shot is one)"));
    EXPECT_EQ(wall({"--", "doctors", "i-a"}).size(), 2u);
    EXPECT_EQ(wall({"web", "i-a"}).size(), 2u);
    EXPECT_EQ(wall({"i-a", "doctors"}).size(), 2u);
    EXPECT_TRUE(std::holds_alternative<Options>(run({"doctors"}))) << "one instance's name";
}

TEST_F(WallTargets, EachHasItsSectionOfAFile) {
    file("config.toml", "[console.\"i-a\"]\nview-only = true\nregion = \"cn-beijing\"\n");
    const auto parsed = run({"i-a", "i-b"});
    const auto& consoles = std::get<Walled>(parsed).consoles;
    EXPECT_TRUE(consoles[0].view_only);
    EXPECT_EQ(consoles[0].region, "cn-beijing");
    EXPECT_FALSE(consoles[1].view_only);
}

// The keys are asked for once, and the proxy is the process's.
TEST_F(WallTargets, HaveOneAccountAndOneProxy) {
    for (const char* line : {"profile = \"x\"", "proxy = \"http://p\"", "ca-file = \"/x\"",
                             "signature = \"v1\"", "strict = true"}) {
        file("config.toml", std::string("[console.\"i-a\"]\n") + line + "\n");
        const std::string key = std::string(line).substr(0, std::string(line).find(' '));
        EXPECT_THAT(bad({"i-a", "i-b"}), HasSubstr("have the same --" + key)) << line;
        EXPECT_EQ(wall({"i-c", "i-b"}).size(), 2u) << line;
    }
}

}  // namespace
}  // namespace ecsview::options

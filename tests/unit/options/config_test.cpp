// SPDX-License-Identifier: GPL-2.0-or-later
#include "options/config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include "base/unique_fd.h"

namespace ecsview::options {
namespace {

using testing::HasSubstr;
using Line = std::vector<std::string>;

// parse() with the files of a folder of its own.
class ConfigTest : public testing::Test {
protected:
    void SetUp() override {
        char name[] = "/tmp/ecsview-config-XXXXXX";
        folder_ = mkdtemp(name);
        places_ = {folder_ + "/user.toml", folder_ + "/machine.toml"};
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    void user(const std::string& text) const { std::ofstream(places_.user) << text; }
    void machine(const std::string& text) const { std::ofstream(places_.machine) << text; }
    std::string file(const std::string& text) const {
        std::ofstream(folder_ + "/told.toml") << text;
        return folder_ + "/told.toml";
    }

    Parsed run(Line words, int input = -1) const {
        words.insert(words.begin(), "ecsview");
        std::vector<char*> pointers;
        for (auto& word : words) pointers.push_back(word.data());
        pointers.push_back(nullptr);
        return parse(static_cast<int>(words.size()), pointers.data(), input, places_);
    }
    Options good(Line words, int input = -1) const {
        auto parsed = run(std::move(words), input);
        if (auto* finished = std::get_if<Finished>(&parsed)) {
            ADD_FAILURE() << finished->text;
            return {};
        }
        return std::get<Options>(std::move(parsed));
    }
    Finished bad(Line words, int input = -1) const {
        const auto parsed = run(std::move(words), input);
        if (const auto* finished = std::get_if<Finished>(&parsed)) return *finished;
        ADD_FAILURE() << "accepted";
        return {};
    }

    std::string folder_;
    Places places_;
};

TEST_F(ConfigTest, WithoutFilesNothingChanges) {
    EXPECT_EQ(good({"i-1"}).scale, ui::ScaleMode::fit);
}

TEST_F(ConfigTest, AllRegionsAreMoreThanTheFilesRegion) {
    user("region = 'cn-a'");
    EXPECT_EQ(good({"list"}).region, "cn-a");
    EXPECT_EQ(good({"list", "--all-regions"}).region, "");
    EXPECT_THAT(bad({"list", "--all-regions", "--region", "cn-b"}).text,
                HasSubstr("give one of the two"));
    user("all-regions = true");  // it is asked for each time
    EXPECT_THAT(bad({"list"}).text, HasSubstr("all-regions"));
}

TEST_F(ConfigTest, TheChosenConsoleHasItsSection) {
    user("scale = 'none'\n[console.i-1]\nscale = 'integer'\n[console.i-2]\nscale = 'fit'");
    const auto parsed = run({"--view-only"});
    const auto& unaimed = std::get<Unaimed>(parsed);
    EXPECT_EQ(unaimed.options.scale, ui::ScaleMode::none);
    EXPECT_EQ(unaimed.at("i-1")->scale, ui::ScaleMode::integer);
    EXPECT_TRUE(unaimed.at("i-1")->view_only);
    EXPECT_EQ(unaimed.at("i-3")->scale, ui::ScaleMode::none);
    user("kiosk = true");
    EXPECT_THAT(bad({}).text, HasSubstr("a kiosk shows one console"));
}

TEST_F(ConfigTest, TheStrongerPlaceWins) {
    const auto scale = [&](Line words) { return good(std::move(words)).scale; };
    machine("scale = 'integer'");
    EXPECT_EQ(scale({"i-1"}), ui::ScaleMode::integer);
    user("scale = 'none'");
    EXPECT_EQ(scale({"i-1"}), ui::ScaleMode::none);
    machine("scale = 'integer'\n[console.i-1]\nscale = 'fit'");
    EXPECT_EQ(scale({"i-1"}), ui::ScaleMode::fit);
    EXPECT_EQ(scale({"i-2"}), ui::ScaleMode::none);
    user("scale = 'none'\n[console.i-1]\nscale = 'stretch'");
    EXPECT_EQ(scale({"i-1"}), ui::ScaleMode::stretch);
    EXPECT_EQ(scale({"--scale", "none", "i-1"}), ui::ScaleMode::none);
}

TEST_F(ConfigTest, EachKeyComesFromItsOwnPlace) {
    machine("timeout = '7s'\nview-only = true");
    user("region = 'cn-beijing'\n[console.web]\nfullscreen = true");
    const auto options = good({"--log-level", "debug", "web"});
    EXPECT_EQ(options.timeout, std::chrono::seconds(7));
    EXPECT_TRUE(options.view_only && options.fullscreen);
    EXPECT_EQ(options.region, "cn-beijing");
    EXPECT_EQ(options.log_level, log::Level::debug);
}

TEST_F(ConfigTest, AFlagCanBeTakenBack) {
    machine("view-only = true\nfullscreen = true");
    user("view-only = false\n[console.i-1]\nfullscreen = false");
    EXPECT_FALSE(good({"i-1"}).view_only || good({"i-1"}).fullscreen);
    EXPECT_TRUE(good({"i-2"}).fullscreen);
}

TEST_F(ConfigTest, AFileThatIsNamedIsReadInsteadOfTheOthers) {
    machine("timeout = '7s'");
    user("scale = 'none'\nnonsense = 1");
    const auto options = good({"--config", file("view-only = true"), "i-1"});
    EXPECT_TRUE(options.view_only);
    EXPECT_EQ(options.timeout, std::chrono::seconds(30));
    EXPECT_EQ(options.scale, ui::ScaleMode::fit);
    good({"--config", "/dev/null", "i-1"});
    EXPECT_THAT(bad({"--config", folder_ + "/absent", "i-1"}).text,
                HasSubstr("There is no file (--config)"));
}

TEST_F(ConfigTest, ACommandTakesWhatIsForIt) {
    user("retry = 3\nfullscreen = true\ntimeout = '7s'\nidle-limit = '5m'\nkiosk = true");
    const auto shot = good({"shot", "i-1", "a.png"});
    EXPECT_FALSE(shot.retry || shot.idle_limit || shot.fullscreen || shot.kiosk);
    EXPECT_EQ(shot.timeout, std::chrono::seconds(7));
    EXPECT_EQ(good({"list"}).timeout, std::chrono::seconds(7));
    EXPECT_EQ(good({"i-1"}).retry.value().count, 3);
}

TEST_F(ConfigTest, AMistakeEndsWithTheUsagesCode) {
    user("\nsacle = 'fit'");
    const auto finished = bad({"i-1"});
    EXPECT_EQ(finished.code, ExitCode::usage);
    EXPECT_TRUE(finished.to_stderr);
    EXPECT_EQ(finished.text, "ecsview: " + places_.user +
                                 ":2: There is no key sacle; perhaps it is scale; see ecsview "
                                 "--help\n");
    EXPECT_FALSE(finished.shown);
    EXPECT_TRUE(bad({"--stay", "i-1"}).shown);
    // Also in the section of another console, and before TARGET is waited for.
    user("[console.i-2]\nscale = 'big'");
    EXPECT_THAT(bad({"i-1"}).text, HasSubstr(":2: scale is fit"));
    EXPECT_THAT(bad({"-"}).text, HasSubstr(":2: scale is fit"));
    EXPECT_THAT(bad({"--nonsense", "i-1"}).text, HasSubstr("no option --nonsense"));
    EXPECT_EQ(std::get<Finished>(run({"--help"})).code, ExitCode::done);
}

TEST_F(ConfigTest, StayInAFileCountsForMistakesBehindIt) {
    user("stay = true");
    EXPECT_TRUE(bad({"vnc://"}).shown);
    user("");
    EXPECT_FALSE(bad({"vnc://"}).shown);
}

TEST_F(ConfigTest, ATargetOfStandardInputHasItsSection) {
    user("[console.'wss://h']\nscale = 'none'");
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    const UniqueFd input(ends[0]);
    ASSERT_EQ(write(ends[1], "wss://h/?s=1\n", 13), 13);
    close(ends[1]);
    EXPECT_EQ(good({"-"}, input.get()).scale, ui::ScaleMode::none);
}

TEST_F(ConfigTest, AKioskInAFileIsAKiosk) {
    machine("kiosk = true");
    const auto kiosk = good({"i-1"});
    EXPECT_TRUE(kiosk.kiosk && kiosk.fullscreen && kiosk.retry);
    EXPECT_EQ(kiosk.hotkeys.text_of(ui::command::ToggleFullscreen{}), "");
    // A desktop entry has --stay; the kiosk's word is kept.
    EXPECT_TRUE(good({"--stay", "i-1"}).kiosk && !good({"--stay", "i-1"}).stay);
    user("retry = 3\nhotkeys = 'none'");
    EXPECT_EQ(good({"i-1"}).retry.value().count, 3);
    EXPECT_EQ(good({"i-1"}).hotkeys.text_of(ui::command::ToggleMenu{}), "");
    user("kiosk = false");
    EXPECT_FALSE(good({"i-1"}).kiosk);
}

TEST_F(ConfigTest, APasswordOfTheTargetIsStrongerThanAFiles) {
    user("password-file = '/p'");
    EXPECT_EQ(good({"vnc://h"}).password_file, "/p");
    EXPECT_FALSE(good({"vnc://h/?VncPassword=a"}).password_file);
    EXPECT_EQ(good({"--password-file", "/q", "vnc://h/?VncPassword=a"}).password_file, "/q");
}

TEST_F(ConfigTest, PlainWebsocketsAreAllowedForOneConsole) {
    user("[console.'ws://h']\nallow-plain-ws = true");
    good({"ws://h/?s=1"});
    EXPECT_THAT(bad({"ws://g/?s=1"}).text, HasSubstr("--allow-plain-ws"));
}

TEST_F(ConfigTest, TellsWhatHoldsAndWhereItComesFrom) {
    const auto told = [&](Line words) {
        words.insert(words.begin(), "config");
        const auto finished = bad(std::move(words));
        EXPECT_EQ(finished.code, ExitCode::done);
        EXPECT_FALSE(finished.to_stderr);
        return finished.text;
    };
    machine("timeout = '7s'");
    user("\nscale = 'none'\n[console.i-1]\nscale = 'fit'\nretry = 3");
    const auto text = told({});
    EXPECT_THAT(text, HasSubstr("timeout = \"7s\"  # " + places_.machine + ":1\n"));
    EXPECT_THAT(text, HasSubstr("scale = \"none\"  # " + places_.user + ":2\n"));
    EXPECT_THAT(text, HasSubstr("log-level = \"warning\"  # default\n"));
    EXPECT_THAT(text, testing::Not(HasSubstr("region")));
    EXPECT_THAT(told({"i-1"}), HasSubstr("scale = \"fit\"  # " + places_.user + ":4\n"));
    EXPECT_THAT(told({"i-1"}), HasSubstr("retry = \"3\"  # "));
    EXPECT_THAT(told({"--fullscreen", "i-1"}),
                HasSubstr("fullscreen = true  # the command line\n"));
    // What it prints is a file that says the same.
    EXPECT_EQ(good({"--config", file(text), "i-1"}).timeout, std::chrono::seconds(7));
}

TEST_F(ConfigTest, TellsNoSecretAndNoMistakeAsIfItHeld) {
    const auto finished = bad({"config", "--proxy", "http://me:geheim@h:1", "wss://h/?s=geheim"});
    EXPECT_THAT(finished.text, HasSubstr("proxy = \"http://h:1\"  # the command line\n"));
    EXPECT_THAT(finished.text, testing::Not(HasSubstr("geheim")));
    EXPECT_EQ(bad({"config", "vnc://"}).code, ExitCode::usage);
    EXPECT_THAT(bad({"config", "--take-over"}).text, HasSubstr("config does not use --take-over"));
    EXPECT_THAT(bad({"config", "i-1", "i-2"}).text, HasSubstr("more arguments"));
    user("sacle = 'fit'");
    EXPECT_THAT(bad({"config"}).text, HasSubstr(":1: There is no key sacle"));
}

TEST(PlacesTest, AreThoseOfTheXdgSpecification) {
    const auto before = getenv("HOME") != nullptr ? std::string(getenv("HOME")) : "";
    const auto user = [](const char* config, const char* home) {
        setenv("XDG_CONFIG_HOME", config, 1);
        setenv("HOME", home, 1);
        return usual_places().user;
    };
    EXPECT_EQ(user("/c", "/h"), "/c/ecsview/config.toml");
    EXPECT_EQ(user("", "/h"), "/h/.config/ecsview/config.toml");
    EXPECT_EQ(user("relative", "/h"), "/h/.config/ecsview/config.toml");
    EXPECT_EQ(user("", ""), "");
    EXPECT_EQ(usual_places().machine, "/etc/ecsview/config.toml");
    unsetenv("XDG_CONFIG_HOME");
    setenv("HOME", before.c_str(), 1);
}

TEST_F(ConfigTest, ACommandForAStateMayBeGivenSeveralTimes) {
    const auto hooks = good({"--on-state", "panic:a", "--on-state=login:b c", "i-1"}).hooks;
    ASSERT_EQ(hooks.size(), 2u);
    EXPECT_EQ(hooks[0].state, screen::ScreenState::panic);
    EXPECT_EQ(hooks[1].state, screen::ScreenState::login);
    EXPECT_EQ(hooks[1].command, "b c");
    for (const Line& words : {Line{"--on-state", "panic:a", "--on-state", "--kiosk", "i-1"},
                              Line{"--on-state", "panic:a", "--on-state"},
                              Line{"--on-state", "panic:a", "--on-state="}})
        EXPECT_THAT(bad(words).text, HasSubstr("--on-state needs a value"));
    EXPECT_THAT(bad({"--on-state", "panic:a", "--on-state", "panik:b", "i-1"}).text,
                HasSubstr("--on-state is STATE:COMMAND, and STATE boot, panic"));
    EXPECT_THAT(bad({"text", "--on-state", "panic:a", "i-1"}).text, HasSubstr("does not use"));
}

TEST_F(ConfigTest, InAFileSeveralCommandsAreAList) {
    user("on-state = 'panic:a'");
    EXPECT_EQ(good({"i-1"}).hooks.size(), 1u);
    user("on-state = ['panic:a', 'login:b']\n[console.'i-2']\non-state = 'frozen:c'");
    const auto hooks = good({"i-1"}).hooks;
    ASSERT_EQ(hooks.size(), 2u);
    EXPECT_EQ(hooks[0].command, "a");
    EXPECT_EQ(hooks[1].command, "b");
    EXPECT_EQ(good({"i-2"}).hooks.size(), 1u) << "the section's count alone";
    EXPECT_EQ(good({"--on-state", "boot:d", "i-1"}).hooks.size(), 1u) << "so do the words";
    EXPECT_THAT(bad({"config"}).text, HasSubstr("on-state = [\"panic:a\", \"login:b\"]  # "));
    for (const char* text :
         {"on-state = []", "on-state = ['panic:a', 7]", "on-state = ['nothing:a']",
          "on-state = ['']", "on-state = true", "region = ['cn-a', 'cn-b']"}) {
        user(text);
        EXPECT_EQ(bad({"i-1"}).code, ExitCode::usage) << text;
    }
}

}  // namespace
}  // namespace ecsview::options

// SPDX-License-Identifier: GPL-2.0-or-later
#include "options/options.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include "arguments.h"
#include "base/unique_fd.h"
#include "options/help.h"

namespace ecsview::options {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;
using namespace std::chrono_literals;

UniqueFd input(const std::string& text) {
    int ends[2];
    EXPECT_EQ(pipe2(ends, O_CLOEXEC), 0);
    EXPECT_EQ(write(ends[1], text.data(), text.size()), static_cast<ssize_t>(text.size()));
    close(ends[1]);
    return UniqueFd(ends[0]);
}

class OptionsTest : public testing::Test {
protected:
    void SetUp() override { unsetenv("ALIBABA_CLOUD_REGION_ID"); }
    void TearDown() override { unsetenv("ALIBABA_CLOUD_REGION_ID"); }

    static Parsed run(Words words, const std::string& text = "") {
        Arguments arguments(std::move(words));
        const auto fd = input(text);
        return parse(arguments.count(), arguments.pointers(), fd.get(), Places{});
    }
    static Options good(Words words, const std::string& text = "") {
        auto parsed = run(std::move(words), text);
        if (auto* finished = std::get_if<Finished>(&parsed)) {
            ADD_FAILURE() << finished->text;
            return {};
        }
        return std::get<Options>(std::move(parsed));
    }
    // The sentence of a usage error.
    static std::string bad(Words words, const std::string& text = "") {
        std::string line;
        for (const auto& word : words) line += word + " ";
        const auto parsed = run(std::move(words), text);
        const auto* finished = std::get_if<Finished>(&parsed);
        if (finished == nullptr) {
            ADD_FAILURE() << "accepted: " << line;
            return "";
        }
        EXPECT_EQ(finished->code, ExitCode::usage) << line;
        EXPECT_TRUE(finished->to_stderr) << line;
        EXPECT_THAT(finished->text, StartsWith("ecsview: ")) << line;
        EXPECT_THAT(finished->text, testing::EndsWith("; see ecsview --help\n")) << line;
        EXPECT_EQ(std::count(finished->text.begin(), finished->text.end(), '\n'), 1) << line;
        EXPECT_THAT(finished->text, Not(HasSubstr("geheim"))) << line;
        return finished->text;
    }
};

TEST_F(OptionsTest, Defaults) {
    const auto options = good({"vnc://h"});
    EXPECT_EQ(options.command, Command::window);
    EXPECT_EQ(std::get<VncTarget>(options.target).address, (Authority{"h", 5900}));
    EXPECT_EQ(options.timeout, 30s);
    EXPECT_EQ(options.scale, ui::ScaleMode::fit);
    EXPECT_FALSE(options.fullscreen || options.view_only || options.take_over ||
                 options.allow_plain_ws || options.window_size || options.password_file ||
                 options.ca_file);
    EXPECT_EQ(options.log_level, log::Level::warning);
    EXPECT_EQ(options.log_format, log::Format::text);
}

TEST_F(OptionsTest, EveryOptionOfTheWindow) {
    const auto options = good({"--region",
                               "cn-beijing",
                               "--endpoint=h:1",
                               "--signature",
                               "v1",
                               "--os=windows",
                               "--password-file",
                               "/p",
                               "--fullscreen",
                               "--view-only",
                               "--window-size",
                               "1280x800",
                               "i-1",
                               "--scale",
                               "none",
                               "--hotkeys",
                               "none",
                               "--take-over",
                               "--ca-file=/c=",
                               "--allow-plain-ws",
                               "--timeout",
                               "500ms",
                               "--log-level",
                               "debug",
                               "--log-format",
                               "json"});
    EXPECT_EQ(std::get<InstanceId>(options.target).text, "i-1");
    EXPECT_EQ(options.region, "cn-beijing");
    EXPECT_EQ(options.endpoint->url(), "https://h:1");
    EXPECT_EQ(options.signature, ecs::SignatureScheme::v1);
    EXPECT_EQ(options.os, screen::OsType::windows);
    EXPECT_EQ(options.password_file, "/p");
    EXPECT_EQ(options.ca_file, "/c=");
    EXPECT_TRUE(options.fullscreen && options.view_only && options.take_over &&
                options.allow_plain_ws);
    EXPECT_EQ(options.window_size, (screen::WindowSize{1280, 800}));
    EXPECT_EQ(options.scale, ui::ScaleMode::none);
    EXPECT_FALSE(options.hotkeys.match(0, '\r', 0x00c0 | 0x0300));
    EXPECT_EQ(options.timeout, 500ms);
    EXPECT_EQ(options.log_level, log::Level::debug);
    EXPECT_EQ(options.log_format, log::Format::json);
    EXPECT_TRUE(good({"vnc://h/?ViewOnly=true"}).view_only);
}

TEST_F(OptionsTest, ThePictureMayLoseUnlessItIsForbidden) {
    EXPECT_TRUE(good({"i-1"}).may_lose);
    EXPECT_TRUE(good({"--quality", "auto", "i-1"}).may_lose);
    EXPECT_FALSE(good({"--quality=lossless", "i-1"}).may_lose);
}

TEST_F(OptionsTest, Shot) {
    const auto after = good({"shot", "--timeout", "5s", "vnc://h", "out.png"});
    EXPECT_EQ(after.command, Command::shot);
    EXPECT_EQ(after.picture_file, "out.png");
    EXPECT_EQ(after.timeout, 5s);
    EXPECT_EQ(good({"--timeout", "6s", "shot", "vnc://h", "out.png"}).timeout, 6s);
    EXPECT_EQ(good({"--timeout=6s", "shot", "vnc://h", "out.png", "--timeout=7s"}).timeout, 7s);
    EXPECT_TRUE(good({"shot", "vnc://h", "--take-over", "out.png"}).take_over);
    EXPECT_EQ(good({"--region", "shot", "i-1"}).region, "shot");
}

TEST_F(OptionsTest, ShotHasNoWindow) {
    for (const Words& option :
         {Words{"--fullscreen"}, Words{"--view-only"}, Words{"--window-size", "640x480"},
          Words{"--scale", "fit"}, Words{"--hotkeys", "none"}, Words{"--display", "2"},
          Words{"--quality", "auto"}}) {
        for (const bool before : {true, false}) {
            Words words{"shot", "vnc://h", "out.png"};
            words.insert(before ? words.begin() : words.end(), option.begin(), option.end());
            EXPECT_THAT(bad(words), HasSubstr("shot does not use " + option[0]));
        }
    }
}

TEST_F(OptionsTest, Region) {
    EXPECT_EQ(good({"i-1"}).region, "");
    EXPECT_FALSE(good({"i-1"}).endpoint);
    EXPECT_EQ(good({"i-1"}).network, ecs::Network::internet);
    setenv("ALIBABA_CLOUD_REGION_ID", "from-env", 1);
    setenv("ALIBABA_CLOUD_ENDPOINT_TYPE", "vpc", 1);
    EXPECT_EQ(good({"i-1"}).environment_region, "from-env");
    EXPECT_EQ(good({"i-1"}).network, ecs::Network::vpc);
    EXPECT_EQ(good({"i-1", "--region", "r"}).region, "r");
    setenv("ALIBABA_CLOUD_REGION_ID", "a.b", 1);
    EXPECT_THAT(bad({"i-1"}), HasSubstr("ALIBABA_CLOUD_REGION_ID"));
    EXPECT_THAT(bad({"--region", "a.b", "vnc://h"}), HasSubstr("--region"));
    unsetenv("ALIBABA_CLOUD_ENDPOINT_TYPE");
}

TEST_F(OptionsTest, List) {
    const auto options = good({"list", "--region", "r", "--json"});
    EXPECT_EQ(options.command, Command::list);
    EXPECT_TRUE(options.json);
    EXPECT_FALSE(good({"--region", "r", "list"}).json);
    EXPECT_THAT(bad({"list", "i-1"}), HasSubstr("more arguments"));
    EXPECT_THAT(bad({"i-1", "list"}), HasSubstr("more arguments"));
    EXPECT_THAT(bad({"list", "--take-over"}), HasSubstr("list does not use --take-over"));
    EXPECT_THAT(bad({"--json", "i-1"}), HasSubstr("the window does not use --json"));
}

TEST_F(OptionsTest, AllRegions) {
    EXPECT_TRUE(good({"list", "--all-regions"}).all_regions);
    EXPECT_THAT(bad({"list", "--all-regions", "--region", "r"}), HasSubstr("--all-regions"));
    EXPECT_THAT(bad({"url", "--all-regions", "i-1"}), HasSubstr("url does not use --all-regions"));
}

TEST_F(OptionsTest, Url) {
    const auto options = good({"url", "i-1", "--page", "--os", "linux"});
    EXPECT_EQ(options.command, Command::url);
    EXPECT_TRUE(options.page);
    EXPECT_EQ(options.os, screen::OsType::linux);
    EXPECT_TRUE(std::holds_alternative<ecs::WebsocketUrl>(good({"url", "ws://h/"}).target));
    EXPECT_THAT(bad({"url"}), HasSubstr("TARGET is missing"));
    EXPECT_THAT(bad({"url", "i-1", "--fullscreen"}), HasSubstr("url does not use --fullscreen"));
    EXPECT_THAT(bad({"url", "i-1", "i-2"}), HasSubstr("more arguments"));
}

TEST_F(OptionsTest, NeedsExactlyOneTarget) {
    EXPECT_THAT(bad({""}), HasSubstr("TARGET is missing"));
    EXPECT_THAT(bad({"--kiosk"}), HasSubstr("a kiosk shows one console"));
    EXPECT_THAT(bad({"shot"}), HasSubstr("TARGET is missing"));
    EXPECT_THAT(bad({"shot", "vnc://h"}), HasSubstr("FILE.png is missing"));
    EXPECT_THAT(bad({"text", "vnc://h", "wss://h/?s=geheim"}),
                HasSubstr("more arguments than one TARGET"));
    EXPECT_THAT(bad({"--", "vnc://h", "--geheim"}), Not(HasSubstr("geheim")));
    EXPECT_THAT(bad({"shot", "vnc://h", "out.png", "wss://h/?s=geheim"}),
                HasSubstr("more arguments"));
    EXPECT_THAT(bad({"vnc://h", "shot", "vnc://h", "out.png"}), HasSubstr("more arguments"));
    EXPECT_THAT(bad({"vnc://h", "shot"}), HasSubstr("ecsview: "));
    EXPECT_THAT(bad({"vnc://h", "shot", "out.png"}), HasSubstr("or one before shot"));
    EXPECT_EQ(std::get<VncTarget>(good({"--", "vnc://h"}).target).address.host, "h");
}

TEST_F(OptionsTest, WithoutATargetAnInstanceIsChosen) {
    for (const Words& words : {Words{}, Words{"--fullscreen", "--view-only"}, Words{"--"}}) {
        const auto parsed = run(words);
        const auto* unaimed = std::get_if<Unaimed>(&parsed);
        ASSERT_TRUE(unaimed);
        EXPECT_EQ(unaimed->options.fullscreen, words.size() == 2);
        EXPECT_EQ(std::get<InstanceId>(unaimed->at("i-1")->target).text, "i-1");
    }
    EXPECT_TRUE(std::get<Unaimed>(run({"--all-regions"})).options.all_regions);
    EXPECT_THAT(bad({"--all-regions", "i-1"}), HasSubstr("--all-regions"));
}

TEST_F(OptionsTest, ThePatienceOfAConnection) {
    const auto options =
        good({"--proxy", "http://u:p@proxy:1", "--idle-limit", "5m", "--retry", "3", "vnc://h"});
    EXPECT_EQ(options.proxy, "http://u:p@proxy:1");
    EXPECT_EQ(options.idle_limit, std::chrono::minutes(5));
    EXPECT_EQ(options.retry.value().count, 3);
    EXPECT_FALSE(good({"--retry", "forever", "vnc://h"}).retry.value().count);
    EXPECT_FALSE(good({"vnc://h"}).retry);
    for (const char* text : {"-1", "x", "1000001", "3s", "Forever"})
        EXPECT_THAT(bad({"--retry", text, "vnc://h"}), HasSubstr("--retry")) << text;
    EXPECT_THAT(bad({"--idle-limit", "60", "vnc://h"}), HasSubstr("--idle-limit"));
    EXPECT_THAT(bad({"--proxy", "gopher://u:geheim@p", "vnc://h"}),
                HasSubstr("--proxy is [SCHEME"));
    EXPECT_THAT(bad({"shot", "--retry", "3", "vnc://h", "o"}), HasSubstr("shot does not use"));
}

TEST_F(OptionsTest, UnknownOptionsAreNamedWithoutTheirValue) {
    EXPECT_THAT(bad({"--bogus", "vnc://h"}), HasSubstr("no option --bogus;"));
    EXPECT_THAT(bad({"--bogus=geheim", "vnc://h"}), HasSubstr("no option --bogus;"));
    EXPECT_THAT(bad({"vnc://h", "--bogus", "wss://h?geheim"}), HasSubstr("no option --bogus;"));
    EXPECT_THAT(bad({"-xgeheim", "vnc://h"}), HasSubstr("no option -x;"));
    EXPECT_THAT(bad({"--Region", "r", "vnc://h"}), HasSubstr("no option --Region;"));
    EXPECT_THAT(bad({"shot", "--bogus", "vnc://h", "o"}), HasSubstr("no option --bogus;"));
    // Of later issues: absent, not ignored.
    for (const char* name : {"--pins", "--grid"})
        EXPECT_THAT(bad({name, "x", "vnc://h"}), HasSubstr("no option " + std::string(name)));
}

TEST_F(OptionsTest, AKioskIsFullScreenAndGoesOn) {
    const auto kiosk = good({"--kiosk", "vnc://h"});
    EXPECT_TRUE(kiosk.kiosk && kiosk.fullscreen);
    ASSERT_TRUE(kiosk.retry);
    EXPECT_FALSE(kiosk.retry->count);
    EXPECT_EQ(kiosk.hotkeys.text_of(ui::command::ToggleFullscreen{}), "");
    EXPECT_EQ(kiosk.hotkeys.text_of(ui::command::ToggleMenu{}), "Ctrl+Alt+M");
    const auto own = good({"--kiosk", "--retry", "3", "--hotkeys", "none", "vnc://h"});
    ASSERT_TRUE(own.retry);
    EXPECT_EQ(own.retry->count, 3);
    EXPECT_EQ(own.hotkeys.text_of(ui::command::ToggleMenu{}), "");
    EXPECT_FALSE(good({"vnc://h"}).retry);
}

TEST_F(OptionsTest, AKiosksScreenMayBeDarkAtSeveralTimes) {
    const auto nights = [](const Options& options) {
        return std::pair{options.nights.dark(23 * 60), options.nights.dark(12 * 60 + 30)};
    };
    EXPECT_EQ(nights(good({"--kiosk", "--blank", "22:00-06:00", "vnc://h"})),
              std::pair(true, false));
    EXPECT_EQ(nights(good({"--kiosk", "--blank", "22:00-06:00", "--blank=12:00-13:00", "vnc://h"})),
              std::pair(true, true));
    EXPECT_TRUE(good({"--kiosk", "vnc://h"}).nights.empty());
    EXPECT_THAT(bad({"--kiosk", "--blank", "22-6", "vnc://h"}),
                HasSubstr("--blank is two times of the day such as 22:00-06:00"));
    EXPECT_THAT(bad({"--blank", "22:00-06:00", "vnc://h"}), HasSubstr("give --kiosk, too"));
}

TEST_F(OptionsTest, AUsageErrorIsShownWhereAFailureStays) {
    const auto shown = [](Words words) { return std::get<Finished>(run(words)).shown; };
    EXPECT_TRUE(good({"--stay", "vnc://h"}).stay && !good({"vnc://h"}).stay);
    EXPECT_THAT(shown({"--stay", "vnc://"}).value().sentence, HasSubstr("no host"));
    EXPECT_TRUE(shown({"--bogus", "--stay", "vnc://h"}) && !shown({"vnc://"}));
    EXPECT_FALSE(shown({"--stay", "--help"}));
    EXPECT_THAT(bad({"--stay", "--kiosk", "vnc://h"}), HasSubstr("tries again by itself"));
}

TEST_F(OptionsTest, ValuesMustBeThere) {
    for (const char* name :
         {"--region", "--endpoint", "--signature", "--os", "--password-file", "--ca-file",
          "--timeout", "--window-size", "--scale", "--hotkeys", "--log-level", "--log-format"}) {
        const std::string option = name;
        EXPECT_THAT(bad({"vnc://h", option}), HasSubstr(option + " needs ")) << name;
        EXPECT_THAT(bad({"vnc://h", option, "--fullscreen"}), HasSubstr(option + " needs "));
        EXPECT_THAT(bad({option + "=", "vnc://h"}), HasSubstr(option + " needs a value"));
        EXPECT_THAT(bad({option, "", "vnc://h"}), HasSubstr(option)) << name;
    }
    EXPECT_THAT(bad({"--region", "a", "--region", "b", "vnc://h"}),
                HasSubstr("--region needs one"));
    EXPECT_THAT(bad({"--fullscreen=yes", "vnc://h"}), HasSubstr("--fullscreen takes no value"));
}

TEST_F(OptionsTest, BadValuesAreNamedByTheirOption) {
    const Words cases[] = {
        {"--timeout", "geheim"},     {"--timeout", "30"},
        {"--window-size", "geheim"}, {"--scale", "geheim"},
        {"--log-level", "geheim"},   {"--log-format", "geheim"},
        {"--hotkeys", "f11"},        {"--endpoint", "https://u:geheim@h"},
        {"--region", "a.geheim"},    {"--endpoint", "http://h"},
        {"--timeout", "-5s"},        {"--signature", "geheim"},
        {"--os", "geheim"},          {"--display", "0"},
        {"--display", "geheim"},     {"--display", "1001"},
        {"--quality", "geheim"},     {"--quality", "6"},
    };
    for (auto words : cases) {
        const auto name = words[0];
        words.push_back("vnc://h");
        EXPECT_THAT(bad(words), HasSubstr(name));
    }
}

TEST_F(OptionsTest, TargetFromStandardInput) {
    const auto host = [&](const std::string& text) {
        return std::get<ecs::WebsocketUrl>(good({"-"}, text).target).authority.host;
    };
    EXPECT_EQ(host("wss://a/?s=1\nsecond line"), "a");
    EXPECT_EQ(host("wss://b/\r\n"), "b");
    EXPECT_EQ(host("wss://c/"), "c");
    EXPECT_EQ(good({"shot", "-", "o"}, "wss://d/\n").picture_file, "o");
    EXPECT_THAT(bad({"-"}, ""), HasSubstr("Standard input has no line"));
    EXPECT_THAT(bad({"-"}, "\nwss://h/"), HasSubstr("Standard input has no line"));
    EXPECT_THAT(bad({"-"}, "?geheim\n"), HasSubstr("TARGET is none of"));
    EXPECT_THAT(bad({"-"}, "-\n"), HasSubstr("TARGET is none of"));
}

TEST_F(OptionsTest, StandardInputIsReadNoFurtherThanItsFirstLine) {
    Arguments arguments({"-"});
    const auto fd = input("vnc://h\nrest");
    ASSERT_TRUE(std::holds_alternative<Options>(
        parse(arguments.count(), arguments.pointers(), fd.get(), Places{})));
    char rest[8];
    EXPECT_EQ(read(fd.get(), rest, sizeof rest), 4);
}

TEST_F(OptionsTest, ALineThatIsTooLong) {
    // Through a file: a pipe holds no more than 64 kB.
    char name[] = "/tmp/ecsview-options-XXXXXX";
    const UniqueFd fd(mkstemp(name));
    unlink(name);
    const std::string text(70'000, 'a');
    ASSERT_EQ(write(fd.get(), text.data(), text.size()), static_cast<ssize_t>(text.size()));
    lseek(fd.get(), 0, SEEK_SET);
    Arguments arguments({"-"});
    const auto parsed = parse(arguments.count(), arguments.pointers(), fd.get(), Places{});
    EXPECT_THAT(std::get<Finished>(parsed).text, HasSubstr("too long"));
}

TEST_F(OptionsTest, PlainWebsocketsNeedConsent) {
    EXPECT_THAT(bad({"ws://h/?s=geheim"}), HasSubstr("--allow-plain-ws"));
    EXPECT_THAT(bad({"-"}, "ws%3A%2F%2Fh%2F%3Fs%3Dgeheim\n"), HasSubstr("--allow-plain-ws"));
    good({"ws://h/", "--allow-plain-ws"});
    good({"ws://127.0.0.1:5700/"});
    good({"vnc://h"});
}

TEST_F(OptionsTest, HelpAndVersion) {
    for (const Words& words : {Words{"--help"}, Words{"-h"}, Words{"--fullscreen", "--help"},
                               Words{"vnc://h", "--help"}}) {
        const auto finished = std::get<Finished>(run(words));
        EXPECT_EQ(finished.code, ExitCode::done);
        EXPECT_FALSE(finished.to_stderr);
        EXPECT_THAT(finished.text, StartsWith("ecsview: the console"));
        for (const char* part :
             {"--region",  "--endpoint",      "--signature",  "--os",          "--page",
              "--json",    "--password-file", "--take-over",  "--ca-file",     "--allow-plain-ws",
              "--timeout", "--fullscreen",    "--view-only",  "--window-size", "--scale",
              "--hotkeys", "--log-level",     "--log-format", "--version",     "Exit codes",
              "12  "})
            EXPECT_THAT(finished.text, HasSubstr(part));
    }
    for (const Words& words : {Words{"list", "-h"}, Words{"--help", "list", "too", "many"}})
        EXPECT_EQ(std::get<Finished>(run(words)).text, help_text(find_command("list")));
    const auto version = std::get<Finished>(run({"--version"}));
    EXPECT_EQ(version.code, ExitCode::done);
    EXPECT_EQ(version.text, "ecsview " ECSVIEW_VERSION "\n");
}

TEST_F(OptionsTest, WipesArgumentsInPlace) {
    Arguments arguments({"wss://h/?s=geheim", "", "--take-over"});
    wipe_arguments(arguments.count(), arguments.pointers());
    EXPECT_EQ(arguments.words(),
              (Words{"ecsview", std::string(17, 'x'), "", std::string(11, 'x')}));
}

}  // namespace
}  // namespace ecsview::options

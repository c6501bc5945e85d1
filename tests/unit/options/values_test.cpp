// SPDX-License-Identifier: GPL-2.0-or-later
#include "options/values.h"

#include <gtest/gtest.h>

#include <cstring>

#include "base/error.h"
#include "link/tunnel/limits.h"
#include "ui/input/command_table.h"

namespace ecsview::options {
namespace {

using namespace std::chrono_literals;

// One that the row's own words do not fit.
std::string refusal(const Option& option, const std::string& value) {
    Options options;
    try {
        use(option, value, options);
    } catch (const Error& error) {
        EXPECT_EQ(error.failure().code, ExitCode::usage);
        return error.failure().sentence;
    }
    return "";
}

// These two end the program before any value is used.
bool ends_the_program(const Option& option) {
    return std::strcmp(option.name, "--help") == 0 || std::strcmp(option.name, "--version") == 0;
}

TEST(ValuesTest, EveryRowOfTheTableIsUsed) {
    ASSERT_GT(options().size(), 20u);
    for (const auto& option : options()) {
        if (ends_the_program(option)) continue;
        EXPECT_EQ(refusal(option, "?").find("is not used"), std::string::npos) << option.name;
    }
}

TEST(ValuesTest, ARowSaysWhatItsValueShouldHaveBeen) {
    for (const auto& option : options()) {
        if (option.is == nullptr) continue;
        const auto sentence = refusal(option, "?");
        EXPECT_TRUE(sentence.starts_with(std::string(option.name) + " is " + option.is))
            << sentence;
    }
}

TEST(ValuesTest, DefaultsAreThoseOfTheTable) {
    const Options without;
    Options with;
    with.scale = ui::ScaleMode::none;
    with.timeout = 1ms;
    with.signature = ecs::SignatureScheme::v1;
    with.log_level = log::Level::error;
    with.log_format = log::Format::json;
    with.hotkeys = *ui::Hotkeys::parse("none");
    int used = 0;
    for (const auto& option : options()) {
        if (option.fallback == nullptr) continue;
        use(option, option.fallback, with);
        ++used;
    }
    EXPECT_GT(used, 5);
    EXPECT_EQ(with.scale, without.scale);
    EXPECT_EQ(with.timeout, without.timeout);
    EXPECT_EQ(with.signature, without.signature);
    EXPECT_EQ(with.log_level, without.log_level);
    EXPECT_EQ(with.log_format, without.log_format);
    EXPECT_EQ(with.idle_limit, link::Limits{}.idle_limit);
    for (const auto& row : ui::command_table())
        EXPECT_EQ(with.hotkeys.text_of(row.command), without.hotkeys.text_of(row.command));
}

TEST(ValuesTest, EveryCommandIsInTheTable) {
    for (const auto command :
         {Command::window, Command::shot, Command::url, Command::list, Command::config})
        EXPECT_EQ(row_of(command).command, command);
    EXPECT_EQ(find_command("shot")->command, Command::shot);
    EXPECT_EQ(find_command("window"), nullptr);  // it has no word
    EXPECT_EQ(find_option("--regio"), nullptr);
}

TEST(ValuesTest, Durations) {
    EXPECT_EQ(parse_duration("1ms"), 1ms);
    EXPECT_EQ(parse_duration("30s"), 30s);
    EXPECT_EQ(parse_duration("2m"), 2min);
    EXPECT_EQ(parse_duration("1440m"), 24h);
    for (const char* text :
         {"", "s", "30", "0s", "-1s", "+1s", "1.5s", " 1s", "1s ", "1 s", "1h", "1S", "1441m",
          "86401s", "9223372036854775807m", "99999999999999999999s"})
        EXPECT_FALSE(parse_duration(text)) << text;
}

TEST(ValuesTest, WindowSizes) {
    EXPECT_EQ(parse_window_size("64x16384"), (screen::WindowSize{64, 16384}));
    for (const char* text :
         {"", "x", "1280", "1280x", "x800", "63x800", "800x63", "16385x800", "1280X800",
          "1280x800x", "1280 x800", "-1280x800", "1280x+800", "99999999999999999999x1"})
        EXPECT_FALSE(parse_window_size(text)) << text;
}

}  // namespace
}  // namespace ecsview::options

// SPDX-License-Identifier: GPL-2.0-or-later
// The command lines of those that make, show and export recordings.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "arguments.h"
#include "options/help.h"
#include "options/options.h"

namespace ecsview::options {
namespace {

using testing::HasSubstr;
using testing::Not;

Parsed run(Words words) {
    Arguments arguments(std::move(words));
    return parse(arguments.count(), arguments.pointers(), -1, Places{});
}

Options good(Words words) {
    return std::get<Options>(run(std::move(words)));
}

std::string bad(Words words) {
    const auto finished = std::get<Finished>(run(std::move(words)));
    EXPECT_EQ(finished.code, ExitCode::usage);
    return finished.text;
}

TEST(Recordings, ARecordingIsAFileAndNoTarget) {
    const auto shown = good({"replay", "--fullscreen", "a b.fbs"});
    EXPECT_EQ(shown.command, Command::replay);
    EXPECT_EQ(shown.recording_file, "a b.fbs");
    EXPECT_TRUE(shown.fullscreen);
    EXPECT_THAT(bad({"replay"}), HasSubstr("FILE is missing"));
    EXPECT_THAT(bad({"replay", "--kiosk", "a"}), HasSubstr("replay does not use --kiosk"));
    EXPECT_THAT(bad({"replay", "a", "b"}), HasSubstr("more arguments than replay takes"));
    const auto kept = good({"--record", "a.fbs", "--recordings", "/x", "--save-losses", "vnc://h"});
    EXPECT_EQ(kept.record_file, "a.fbs");
    EXPECT_EQ(kept.recordings, "/x");
    EXPECT_TRUE(kept.save_losses);
}

TEST(Recordings, ARecordingBecomesAVideo) {
    const auto made = good({"export", "--log-level", "info", "a b.fbs", "out/b.mkv"});
    EXPECT_EQ(made.command, Command::to_video);
    EXPECT_EQ(made.recording_file, "a b.fbs");
    EXPECT_EQ(made.video_file, "out/b.mkv");
    EXPECT_THAT(bad({"export"}), HasSubstr("FILE is missing"));
    EXPECT_THAT(bad({"export", "a.fbs"}), HasSubstr("OUT.mkv is missing"));
    EXPECT_THAT(bad({"export", "a.fbs", "b.mkv", "c"}), HasSubstr("than export takes"));
    for (const char* name : {"b.mp4", "b", "b.mkv.fbs", "-"})
        EXPECT_THAT(bad({"export", "a.fbs", name}), HasSubstr("ends in .mkv")) << name;
}

// What asks no console has no use for the way to one; in a file such keys are for the others.
TEST(Recordings, WhatReadsAFileTakesNoOptionOfAConnection) {
    for (const char* name : {"replay", "export"}) {
        const std::string refused = std::string(name) + " does not use ";
        for (const auto& [option, value] :
             std::initializer_list<std::pair<const char*, const char*>>{{"--region", "cn-hangzhou"},
                                                                        {"--profile", "p"},
                                                                        {"--proxy", "p:1"},
                                                                        {"--timeout", "5s"},
                                                                        {"--ca-file", "f"},
                                                                        {"--console-hosts", "h"}})
            EXPECT_THAT(bad({name, option, value, "a.fbs"}), HasSubstr(refused + option));
        EXPECT_THAT(bad({name, "--strict", "a.fbs"}), HasSubstr(refused + "--strict"));
        EXPECT_THAT(help_text(find_command(name)), Not(HasSubstr("--region")));
        EXPECT_THAT(help_text(find_command(name)), HasSubstr("--log-level"));
    }
    EXPECT_THAT(help_text(find_command("replay")), HasSubstr("--fullscreen"));
    EXPECT_THAT(help_text(find_command("export")), Not(HasSubstr("--fullscreen")));
}

}  // namespace
}  // namespace ecsview::options

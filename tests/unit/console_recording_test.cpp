// SPDX-License-Identifier: GPL-2.0-or-later
#include "console_recording.h"

#include <gtest/gtest.h>
#include <stdlib.h>

namespace ecsview {
namespace {

TEST(RecordingName, IsAFilesAndTellsWhatAndWhen) {
    const auto when = std::chrono::system_clock::from_time_t(1'796'000'000);
    EXPECT_EQ(recording_name("i-bp1a", when), "i-bp1a-20261130T005320Z.fbs");
    EXPECT_EQ(recording_name("[::1]:5900", when), "___1__5900-20261130T005320Z.fbs");
    EXPECT_EQ(recording_name("../x/y", when), "console.._x_y-20261130T005320Z.fbs");
    EXPECT_EQ(recording_name("", when), "console-20261130T005320Z.fbs");
    EXPECT_EQ(recording_name(std::string(200, 'a'), when).size(), 64u + 21);
}

TEST(UsualRecordings, AreInTheUsersState) {
    setenv("HOME", "/home/a", 1);
    setenv("XDG_STATE_HOME", "/state", 1);
    EXPECT_EQ(usual_recordings(), "/state/ecsview");
    setenv("XDG_STATE_HOME", "not/absolute", 1);
    EXPECT_EQ(usual_recordings(), "/home/a/.local/state/ecsview");
    unsetenv("XDG_STATE_HOME");
    EXPECT_EQ(usual_recordings(), "/home/a/.local/state/ecsview");
    unsetenv("HOME");
    EXPECT_EQ(usual_recordings(), "");
}

}  // namespace
}  // namespace ecsview

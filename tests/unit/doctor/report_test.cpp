// SPDX-License-Identifier: GPL-2.0-or-later
#include "doctor/report.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace ecsview::doctor {
namespace {

const Check good{Topic::version, Verdict::ok, "0.1.0"};
const Check doubt{Topic::clock, Verdict::warn, "70 s behind", "set it"};
const Check bad{Topic::console_proxy, Verdict::fail, "down", "start it", ExitCode::network};
const Check worse{Topic::display, Verdict::fail, "none", "open one", ExitCode::no_display};

TEST(Report, LinesStandInColumns) {
    EXPECT_EQ(line(good), "ok    ecsview          0.1.0\n");
    EXPECT_EQ(line(doubt),
              "warn  clock            70 s behind\n"
              "                       -> set it\n");
    EXPECT_EQ(line(bad),
              "fail  console proxy    down\n"
              "                       -> start it\n");
}

TEST(Report, TheFirstFailureIsTheExitCode) {
    EXPECT_EQ(exit_code({}), ExitCode::done);
    EXPECT_EQ(exit_code({good, doubt}), ExitCode::done);
    EXPECT_EQ(exit_code({good, doubt, bad, worse}), ExitCode::network);
    EXPECT_EQ(exit_code({worse, bad}), ExitCode::no_display);
}

TEST(Report, JsonHasTheSame) {
    const auto read = nlohmann::json::parse(json({good, bad, worse}));
    EXPECT_EQ(read["exit_code"], 5);
    ASSERT_EQ(read["checks"].size(), 3u);
    EXPECT_EQ(read["checks"][0],
              (nlohmann::json{{"name", "ecsview"}, {"verdict", "ok"}, {"seen", "0.1.0"}}));
    EXPECT_EQ(read["checks"][1]["mend"], "start it");
    EXPECT_EQ(read["checks"][1]["exit_code"], 5);
}

TEST(Report, EachTopicHasARowAndANameOfItsOwn) {
    std::size_t number = 0;
    for (const auto& row : topics) EXPECT_EQ(static_cast<std::size_t>(row.topic), number++);
    for (const auto& one : topics)
        for (const auto& other : topics)
            EXPECT_EQ(std::string_view(one.name) == other.name, &one == &other);
}

}  // namespace
}  // namespace ecsview::doctor

// SPDX-License-Identifier: GPL-2.0-or-later
#include "metrics/report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>
#include <set>
#include <sstream>

namespace ecsview::metrics {
namespace {

using namespace std::chrono_literals;
using screen::Phase;
using testing::HasSubstr;
using testing::Not;

// 2026-01-01, and ten minutes after the program began.
Snapshot snapshot() {
    Snapshot seen;
    seen.console = "i-1";
    seen.now = std::chrono::system_clock::time_point(1'767'225'600s);
    seen.steady_now = std::chrono::steady_clock::time_point(1000s);
    seen.began = seen.steady_now - 10min;
    return seen;
}

std::string with(const std::function<void(Snapshot&)>& change) {
    auto seen = snapshot();
    change(seen);
    return report(seen);
}

std::vector<std::string> lines(const std::string& text) {
    std::istringstream in(text);
    std::vector<std::string> out;
    for (std::string line; std::getline(in, line);) out.push_back(line);
    return out;
}

TEST(Report, TellsWhatTheScreenShows) {
    const auto text = with([](Snapshot& seen) { seen.counts.shown = screen::ScreenState::panic; });
    for (const auto& row : screen::screen_states::table) {
        const std::string value = row.name == "panic" ? "1" : "0";
        EXPECT_THAT(text, HasSubstr("ecsview_screen_state{console=\"i-1\",state=\"" +
                                    std::string(row.name) + "\"} " + value + "\n"));
    }
}

// What the format and its naming rules ask for, of a report with everything in it.
TEST(Report, KeepsToTheRules) {
    const auto text = with([](Snapshot& seen) {
        seen.counts.phase = Phase::live;
        seen.counts.last_change = seen.steady_now;
        seen.meters.round_trip = seen.meters.fastest = 1ms;
        seen.resident = {{"ecsview", 1}};
    });
    EXPECT_EQ(text.back(), '\n');
    std::set<std::string> helped, typed;
    std::string name, kind;
    std::smatch part;
    for (const auto& line : lines(text)) {
        if (std::regex_match(line, part, std::regex("# HELP ([a-z_]+) [A-Z1].*\\."))) {
            EXPECT_TRUE(helped.insert(part[1]).second) << line;
            name = part[1];
        } else if (std::regex_match(line, part, std::regex("# TYPE ([a-z_]+) (counter|gauge)"))) {
            EXPECT_TRUE(typed.insert(part[1]).second && part[1] == name) << line;
            kind = part[2];
            EXPECT_EQ(kind == "counter", name.ends_with("_total")) << line;
        } else {
            const std::regex sample(
                "([a-z_]+)\\{console=\"i-1\"(,[a-z]+=\"[^\"]*\")?\\} [0-9]+(\\.[0-9]+)?");
            ASSERT_TRUE(std::regex_match(line, part, sample)) << line;
            EXPECT_EQ(part[1], name);
        }
        EXPECT_TRUE(name.starts_with("ecsview_"));
        EXPECT_EQ(name.find("milli"), name.npos);
    }
    EXPECT_EQ(helped, typed);
    EXPECT_EQ(helped.size(), 15U);
}

TEST(Report, TheVersionIsALabel) {
    EXPECT_THAT(
        report(snapshot()),
        HasSubstr("ecsview_build_info{console=\"i-1\",version=\"" ECSVIEW_VERSION "\"} 1\n"));
}

TEST(Report, OneStateIsOne) {
    const std::pair<Phase, std::string> names[] = {
        {Phase::asking, "asking"},       {Phase::connecting, "connecting"},
        {Phase::handshake, "handshake"}, {Phase::live, "live"},
        {Phase::waiting, "waiting"},     {Phase::ended, "ended"}};
    for (const auto& [phase, name] : names) {
        for (const bool prompting : {false, true}) {
            const auto text = with([&, phase = phase](Snapshot& seen) {
                seen.counts.phase = phase;
                seen.counts.prompting = prompting;
            });
            std::string states;
            int number = 0;
            for (const auto& line : lines(text)) {
                number += line.starts_with("ecsview_state{");
                if (line.starts_with("ecsview_state{") && line.ends_with(" 1")) states += line;
            }
            EXPECT_EQ(number, 7);
            EXPECT_EQ(states, "ecsview_state{console=\"i-1\",state=\"" +
                                  (prompting ? "password" : name) + "\"} 1");
        }
    }
}

TEST(Report, EachCauseIsThereFromTheBeginning) {
    const auto text =
        with([](Snapshot& seen) { seen.counts.ends[screen::Cause("silent").number()] = 3; });
    for (const auto& row : screen::causes::table) {
        const std::string count = row.name == "silent" ? "3" : "0";
        EXPECT_THAT(text, HasSubstr("ecsview_losses_total{console=\"i-1\",cause=\"" +
                                    std::string(row.name) + "\"} " + count + "\n"));
    }
}

TEST(Report, TheFirstConnectionIsNoReconnect) {
    const auto reconnects = [](std::uint64_t connections) {
        return with([&](Snapshot& seen) { seen.counts.connections = connections; });
    };
    EXPECT_THAT(reconnects(0), HasSubstr("ecsview_reconnects_total{console=\"i-1\"} 0\n"));
    EXPECT_THAT(reconnects(1), HasSubstr("ecsview_reconnects_total{console=\"i-1\"} 0\n"));
    EXPECT_THAT(reconnects(5), HasSubstr("ecsview_reconnects_total{console=\"i-1\"} 4\n"));
    EXPECT_THAT(reconnects(5), HasSubstr("ecsview_connections_total{console=\"i-1\"} 5\n"));
}

TEST(Report, DecodersThatFailedWereReplaced) {
    const auto text = with([](Snapshot& seen) {
        seen.counts.ends[screen::Cause("decoder_died").number()] = 2;
        seen.counts.ends[screen::Cause("decoder_stuck").number()] = 1;
        seen.counts.ends[screen::Cause("no_spawner").number()] = 1;
        seen.counts.ends[screen::Cause("closed").number()] = 9;
    });
    EXPECT_THAT(text, HasSubstr("ecsview_decoder_restarts_total{console=\"i-1\"} 3\n"));
}

TEST(Report, TimesAreSecondsSinceTheEpoch) {
    const auto text = with([](Snapshot& seen) {
        seen.counts.last_change = seen.steady_now - 1500ms;
        seen.counts.changes = 7;
        seen.meters.bytes = 123'456'789'012;
    });
    EXPECT_THAT(text, HasSubstr("ecsview_last_change_timestamp_seconds{console=\"i-1\"} "
                                "1767225598.5\n"));
    EXPECT_THAT(text, HasSubstr("ecsview_start_time_seconds{console=\"i-1\"} 1767225000\n"));
    EXPECT_THAT(text, HasSubstr("ecsview_changes_total{console=\"i-1\"} 7\n"));
    EXPECT_THAT(text, HasSubstr("ecsview_received_bytes_total{console=\"i-1\"} 123456789012\n"));
    EXPECT_THAT(report(snapshot()), Not(HasSubstr("last_change")));
}

TEST(Report, TheWayIsToldWhileThereIsOne) {
    const auto told = [](Phase phase, std::chrono::milliseconds round_trip) {
        return with([&](Snapshot& seen) {
            seen.counts.phase = phase;
            seen.meters.round_trip = round_trip;
            seen.meters.fastest = 200us;
        });
    };
    EXPECT_THAT(told(Phase::live, 25ms),
                HasSubstr("ecsview_round_trip_seconds{console=\"i-1\"} 0.025\n"));
    EXPECT_THAT(told(Phase::live, 25ms),
                HasSubstr("ecsview_round_trip_fastest_seconds{console=\"i-1\"} 0.0002\n"));
    EXPECT_THAT(told(Phase::live, 0ms), Not(HasSubstr("round_trip")));
    EXPECT_THAT(told(Phase::waiting, 25ms), Not(HasSubstr("round_trip")));
}

TEST(Report, MemoryIsOfThoseThatMayBeSeen) {
    const auto text = with([](Snapshot& seen) {
        seen.resident = {{"ecsview", 4096}, {"ecsview-decoder", 8192}};
    });
    EXPECT_THAT(text, HasSubstr("ecsview_resident_memory_bytes{console=\"i-1\",process=\"ecsview-"
                                "decoder\"} 8192\n"));
    EXPECT_THAT(report(snapshot()), Not(HasSubstr("resident")));
}

}  // namespace
}  // namespace ecsview::metrics

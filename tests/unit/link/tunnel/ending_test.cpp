// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/tunnel/ending.h"

#include <gmock/gmock.h>

#include <set>

namespace ecsview::link {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

// --- the table ---

TEST(CauseTest, EachHasANameOfItsOwnAndASentence) {
    std::set<std::string_view> names;
    for (const auto& row : screen::causes::table) {
        EXPECT_TRUE(names.insert(row.name).second) << row.name;
        const bool ends = row.says.ends_with('.') || row.says.ends_with('?');
        EXPECT_TRUE(ends || row.says == "{words}") << row.name;
        EXPECT_NE(row.exit, ExitCode::done) << row.name;
    }
}

TEST(CauseTest, WhatTheDecoderSaysHasItsExitCode) {
    struct Known {
        Cause cause;
        ExitCode code;
    };
    const Known table[] = {
        {"closed", ExitCode::network},
        {"not_rfb", ExitCode::protocol},
        {"no_security_type", ExitCode::protocol},
        {"refused", ExitCode::protocol},
        {"password_refused", ExitCode::password},
        {"password_missing", ExitCode::password},
        {"in_use", ExitCode::in_use},
        {"size_refused", ExitCode::protocol},
        {"protocol_fault", ExitCode::protocol},
        {"decoder_gave_up", ExitCode::decoder},
    };
    std::size_t allowed = 0;
    for (int number = 0; number < 256; ++number)
        allowed += Cause::of_decoder(static_cast<std::uint8_t>(number)).has_value();
    EXPECT_EQ(allowed, std::size(table));
    for (const auto& [cause, code] : table) {
        EXPECT_EQ(Cause::of_decoder(cause.number()), cause) << cause.name();
        EXPECT_EQ(cause.exit(), code) << cause.name();
    }
}

TEST(CauseTest, TheDecoderCannotSpeakForOthers) {
    EXPECT_FALSE(Cause::of_decoder(Cause("silent").number()));
    EXPECT_FALSE(Cause::of_decoder(Cause("no_pump").number()));
    EXPECT_FALSE(Cause::of_decoder(Cause("settings").number()));
}

// What would hurt if it were another: others who use the console, the budget of connections, a
// person.
TEST(CauseTest, WhatIsTriedNext) {
    struct Known {
        Cause cause;
        Again again;
    };
    const Known table[] = {
        {"in_use", Again::in_line},        {"silent", Again::take_back},
        {"closed", Again::back_off},       {"decoder_lied", Again::fresh_decoder},
        {"not_rfb", Again::back_off},      {"password_refused", Again::person},
        {"no_pump", Again::never},         {"no_spawner", Again::never},
        {"credentials", Again::person},    {"platform_unreachable", Again::back_off},
        {"size_refused", Again::back_off}, {"protocol_fault", Again::back_off},
    };
    for (const auto& [cause, again] : table) EXPECT_EQ(cause.again(), again) << cause.name();
}

// --- its sentence ---

TEST(EndingTest, WhatIsKnownIsInTheSentence) {
    EXPECT_THAT(ending("silent", {.where = "host:1"}).sentence, HasSubstr("from host:1 any more"));
    const auto refused =
        ending("proxy_failed", {.where = "host:1", .proxy = "proxy:2", .words = "7"});
    EXPECT_EQ(refused.sentence,
              "The proxy at proxy:2 failed on the way to host:1 (SOCKS 7); try again later.");
}

TEST(EndingTest, WhatAStrangerSaysIsNoPlaceForMore) {
    EXPECT_THAT(ending("refused", {.where = "host:1", .words = " (\"{where}\")"}).sentence,
                HasSubstr("(\"{where}\")"));
}

// --- of what was asked before there was a link ---

Ending refused(ExitCode code, RetryAdvice advice = {}) {
    return ending(Failure{code, "It failed.", advice});
}

TEST(EndingTest, ARefusalKeepsItsSentenceAndItsExitCode) {
    for (const auto code : {ExitCode::usage, ExitCode::credentials, ExitCode::api,
                            ExitCode::network, ExitCode::tls_identity, ExitCode::out_of_time}) {
        EXPECT_EQ(refused(code).code(), code);
        EXPECT_EQ(refused(code).sentence, "It failed.");
    }
}

TEST(EndingTest, WithoutAdviceTheExitCodeSays) {
    EXPECT_EQ(refused(ExitCode::network).cause.again(), Again::back_off);
    EXPECT_EQ(refused(ExitCode::out_of_time).cause.again(), Again::back_off);
    EXPECT_EQ(refused(ExitCode::credentials).cause.again(), Again::person);
    EXPECT_EQ(refused(ExitCode::tls_identity).cause.again(), Again::person);
    EXPECT_EQ(refused(ExitCode::api).cause.again(), Again::instance);
    EXPECT_FALSE(refused(ExitCode::network).wait);
}

TEST(EndingTest, WhoeverRefusedKnowsBetter) {
    EXPECT_EQ(refused(ExitCode::api, {Retry::never}).cause.again(), Again::person);
    EXPECT_EQ(refused(ExitCode::api, {Retry::instance}).cause.again(), Again::instance);
    const auto throttled = refused(ExitCode::api, {Retry::later, 1500ms});
    EXPECT_EQ(throttled.cause.again(), Again::throttled);
    EXPECT_EQ(throttled.wait, 1500ms);
    EXPECT_EQ(refused(ExitCode::api, {Retry::later}).cause.again(), Again::back_off);
    EXPECT_EQ(refused(ExitCode::network, {Retry::later}).cause.again(), Again::back_off);
}

}  // namespace
}  // namespace ecsview::link

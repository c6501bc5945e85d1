// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/tunnel/goodbye.h"

#include <gmock/gmock.h>

namespace ecsview::link {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

Destination console(std::string resource = "/websockify/?s=abcdefgh&token=t0ken-of-15-s") {
    return {.host = "proxy", .port = 443, .resource = Secret(std::move(resource))};
}

std::string frame(int code, std::string_view words = "") {
    std::string payload{static_cast<char>(code >> 8), static_cast<char>(code & 0xff)};
    return payload.append(words);
}

std::string sentence(int code, std::string_view words = "") {
    const auto ending = goodbye_ending(console(), parse_goodbye(frame(code, words), console()));
    EXPECT_EQ(ending.code(), ExitCode::network);
    return ending.sentence;
}

TEST(GoodbyeTest, CodeAndWordsAreInTheSentenceWithWhatToDo) {
    EXPECT_THAT(sentence(1011, "Failed to connect to 10.0.0.1:5900"),
                AllOf(HasSubstr("proxy:443"), HasSubstr("1011"),
                      HasSubstr("\"Failed to connect to 10.0.0.1:5900\""),
                      HasSubstr("check that the instance is running")));
    EXPECT_THAT(sentence(1008), AllOf(HasSubstr("code 1008)"), HasSubstr("who may use")));
    EXPECT_THAT(sentence(1013), HasSubstr("in a minute"));
    EXPECT_THAT(sentence(1002), HasSubstr("check that the URL"));
    EXPECT_THAT(sentence(4999), HasSubstr("ask whoever runs it"));
}

TEST(GoodbyeTest, WhoBlamesAndWhoOnlyPassesOnThatItsServerHungUp) {
    const auto blames = [](std::string_view payload) {
        const auto ending = goodbye_ending(console(), parse_goodbye(payload, console()));
        EXPECT_TRUE(ending.cause.has(screen::causes::by_peer));
        return ending.cause.has(screen::causes::certain);
    };
    for (const int code : {1001, 1002, 1008, 1011, 1012, 4000}) EXPECT_TRUE(blames(frame(code)));
    EXPECT_FALSE(blames(frame(1000, "Target closed")));
    EXPECT_FALSE(blames(""));
}

TEST(GoodbyeTest, AFrameThatIsTooShortHasNoCode) {
    for (const char* payload : {"", "\x03"}) {
        const auto goodbye = parse_goodbye(payload, console());
        EXPECT_EQ(goodbye.code, 0);
        EXPECT_THAT(goodbye_ending(console(), goodbye).sentence, HasSubstr("no code"));
    }
}

TEST(GoodbyeTest, WordsOfAStrangerArePrintableAndShort) {
    EXPECT_THAT(sentence(1011, "\xff\xfe\x1b[31m\n"), HasSubstr("\"???[31m?\""));
    EXPECT_LE(parse_goodbye(frame(1011, std::string(5000, 'x')), console()).words.size(), 130u);
}

TEST(GoodbyeTest, TheTicketIsNotRepeated) {
    EXPECT_THAT(sentence(1008, "bad t0ken-of-15-s, t0ken-of-15-s"),
                AllOf(HasSubstr("\"bad *, *\""), Not(HasSubstr("t0ken-of"))));
    const auto whole = console("/?x=1");
    EXPECT_EQ(parse_goodbye(frame(1011, "x=1"), whole).words, "x=1");  // that is no secret
    EXPECT_EQ(parse_goodbye(frame(1011, "words"), console("/")).words, "words");
}

}  // namespace
}  // namespace ecsview::link

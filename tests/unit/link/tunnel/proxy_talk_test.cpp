// SPDX-License-Identifier: GPL-2.0-or-later
// What is said to proxies, with every answer also one byte at a time.
#include "link/tunnel/proxy_talk.h"

#include <gmock/gmock.h>

#include "link/tunnel/dial_ending.h"
#include "link/tunnel/http_connect.h"

namespace ecsview::link {
namespace {

using namespace std::string_literals;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;
using Kind = ProxyRefusal::Kind;

const Authority console{"console.example", 443};

Proxy proxy(const std::string& url) {
    auto parsed = parse_proxy(url);
    EXPECT_TRUE(parsed) << url;
    return std::move(*parsed);
}

std::string said(ProxyTalk& talk) {
    return std::string(talk.say().reveal());
}

// Feeds `answer` in pieces of `step`; what it used up.
std::size_t feed(ProxyTalk& talk, std::string_view answer, std::size_t step) {
    std::size_t used = 0;
    while (used < answer.size() && !talk.through() && !talk.refusal()) {
        const auto piece = answer.substr(used, step);
        const auto now = talk.hear(piece);
        EXPECT_TRUE(now == piece.size() || talk.through() || talk.refusal());
        used += now;
    }
    return used;
}

// --- HTTP ---

TEST(HttpConnectTest, AsksForTheConsole) {
    auto talk = talk_with(proxy("http://p"), console);
    const auto words = said(*talk);
    EXPECT_THAT(words, StartsWith("CONNECT console.example:443 HTTP/1.1\r\n"
                                  "Host: console.example:443\r\n"));
    EXPECT_THAT(words, EndsWith("\r\n\r\n"));
    EXPECT_THAT(words, Not(HasSubstr("Authorization")));
    EXPECT_EQ(said(*talk), "") << "twice";
}

TEST(HttpConnectTest, WritesAnAddressInBrackets) {
    auto talk = talk_with(proxy("https://p"), Authority{"2001:db8::1", 8443});
    EXPECT_THAT(said(*talk), HasSubstr("CONNECT [2001:db8::1]:8443 HTTP/1.1\r\n"));
}

TEST(HttpConnectTest, GivesItsName) {
    auto talk = talk_with(proxy("http://Aladdin:open%20sesame@p"), console);
    EXPECT_THAT(said(*talk),
                HasSubstr("\r\nProxy-Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n\r\n"));
}

TEST(HttpConnectTest, ReadsToTheEmptyLineInWhateverPieces) {
    const std::string answers[] = {
        "HTTP/1.1 200 Connection established\r\n\r\n",
        "HTTP/1.0 200\r\n\r\n",
        "HTTP/1.1 201 Created\r\nA: b\r\nVia: 1.1 x\r\n\r\n",
        "HTTP/1.1 299 x\nA: b\n\n",
        "HTTP/1.1 100 Continue\r\nX: y\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX: " + std::string(60'000, 'x') + "\r\n\r\n",
    };
    for (const auto& answer : answers)
        for (const std::size_t step : {answer.size() + 9, std::size_t{1}, std::size_t{7}}) {
            auto talk = talk_with(proxy("http://p"), console);
            EXPECT_EQ(feed(*talk, answer + "\x16\x03TLS", step), answer.size()) << answer;
            EXPECT_TRUE(talk->through()) << answer;
        }
}

TEST(HttpConnectTest, IsNotThroughBeforeTheEmptyLine) {
    auto talk = talk_with(proxy("http://p"), console);
    feed(*talk, "HTTP/1.1 200 OK\r\nA: b\r\n", 100);
    EXPECT_FALSE(talk->through());
    EXPECT_FALSE(talk->refusal());
}

TEST(HttpConnectTest, TellsTheNumberOfARefusal) {
    for (const unsigned status : {301u, 403u, 407u, 502u, 600u}) {
        auto talk = talk_with(proxy("http://p"), console);
        feed(*talk, "HTTP/1.1 " + std::to_string(status) + " No\r\nContent-Length: 0\r\n\r\n", 5);
        ASSERT_TRUE(talk->refusal()) << status;
        EXPECT_EQ(talk->refusal()->kind, Kind::status);
        EXPECT_EQ(talk->refusal()->code, status);
        EXPECT_FALSE(talk->through());
    }
}

TEST(HttpConnectTest, RefusesWhatIsNoHttp) {
    for (const auto& answer : {"SSH-2.0-OpenSSH\r\n"s, "HTTP/2 200 OK\r\n"s, "HTTP/1.1 2x0\r\n"s,
                               "\r\n"s, "HTTP/1.1200 OK\r\n"s, "HTTP/1.1 20\r\n"s}) {
        auto talk = talk_with(proxy("http://p"), console);
        feed(*talk, answer, 3);
        ASSERT_TRUE(talk->refusal()) << answer;
        EXPECT_EQ(talk->refusal()->kind, Kind::other_speech);
    }
}

TEST(HttpConnectTest, ReadsNoAnswerWithoutAnEnd) {
    auto talk = talk_with(proxy("http://p"), console);
    feed(*talk, "HTTP/1.1 200 OK\r\n", 100);
    const std::string line = "X: " + std::string(96, 'x') + "\n";
    std::size_t fed = 0;
    while (!talk->refusal() && fed < 4 * max_connect_answer) {
        talk->hear(line);
        fed += line.size();
    }
    ASSERT_TRUE(talk->refusal());
    EXPECT_LE(fed, max_connect_answer + line.size());
}

// --- SOCKS5 ---

const auto granted = "\5\0\0\1\1\2\3\4\5\6"s;

TEST(Socks5Test, IsTheProxysNameToLookUp) {
    for (const std::size_t step : {std::size_t{1}, std::size_t{50}}) {
        auto talk = talk_with(proxy("socks5h://p"), console);
        EXPECT_EQ(said(*talk), "\5\1\0"s);
        EXPECT_EQ(feed(*talk, "\5\0"s, step), 2u);
        EXPECT_EQ(said(*talk),
                  "\5\1\0\3\x0f"
                  "console.example\x01\xbb"s);
        EXPECT_EQ(feed(*talk, granted + "TLS", step), granted.size());
        EXPECT_TRUE(talk->through());
    }
}

TEST(Socks5Test, TakesAddressesOfBothFamilies) {
    auto v4 = talk_with(proxy("socks5://p"), Authority{"10.1.2.3", 8443});
    v4->hear("\5\0"s);
    EXPECT_EQ(said(*v4), "\5\1\0\1\x0a\1\2\3\x20\xfb"s);
    auto v6 = talk_with(proxy("socks5h://p"), Authority{"::1", 443});
    v6->hear("\5\0"s);
    EXPECT_EQ(said(*v6), "\5\1\0\4"s + std::string(15, '\0') + "\1\x01\xbb"s);
}

TEST(Socks5Test, ReadsAnAnswerWithAnyAddress) {
    for (const auto& answer :
         {"\5\0\0\4"s + std::string(18, 'x'), "\5\0\0\3\4host\0\1"s, "\5\0\0\3\0\0\1"s, granted})
        for (const std::size_t step : {std::size_t{1}, std::size_t{50}}) {
            auto talk = talk_with(proxy("socks5h://p"), console);
            talk->hear("\5\0"s);
            EXPECT_EQ(feed(*talk, answer + "more", step), answer.size());
            EXPECT_TRUE(talk->through());
        }
}

TEST(Socks5Test, GivesItsNameWhenAsked) {
    auto talk = talk_with(proxy("socks5h://us%3Aer:pw@p"), console);
    EXPECT_EQ(said(*talk), "\5\2\0\2"s);
    talk->hear("\5\2"s);
    EXPECT_EQ(said(*talk), "\1\5us:er\2pw"s);
    talk->hear("\1\0"s);
    EXPECT_THAT(said(*talk), StartsWith("\5\1\0\3"s));
    talk->hear(granted);
    EXPECT_TRUE(talk->through());
}

TEST(Socks5Test, AndOnlyThen) {
    auto talk = talk_with(proxy("socks5h://user:pw@p"), console);
    said(*talk);
    talk->hear("\5\0"s);
    EXPECT_THAT(said(*talk), StartsWith("\5\1\0\3"s));
}

TEST(Socks5Test, KnowsEachRefusal) {
    const struct {
        const char* url;
        std::string answer;
        Kind kind;
    } cases[] = {
        {"socks5h://p", "\5\xff"s, Kind::login},
        {"socks5h://p", "\5\2"s, Kind::other_speech},  // what was not offered
        {"socks5h://u:p@p", "\5\1"s, Kind::other_speech},
        {"socks5h://u:p@p", "\5\2\1\1"s, Kind::login},
        {"socks5h://u:p@p", "\5\2\5\0"s, Kind::other_speech},
        {"socks5h://p", "HTTP/1.1 400"s, Kind::other_speech},
        {"socks5h://p", "\4\0"s, Kind::other_speech},
        {"socks5h://p", "\5\0\5\1\0\1\0\0\0\0\0\0"s, Kind::failed},
        {"socks5h://p", "\5\0\5\2"s, Kind::not_allowed},
        {"socks5h://p", "\5\0\5\3"s, Kind::unreachable},
        {"socks5h://p", "\5\0\5\4\0\1"s, Kind::unreachable},
        {"socks5h://p", "\5\0\5\5"s, Kind::unreachable},
        {"socks5h://p", "\5\0\5\6"s, Kind::unreachable},
        {"socks5h://p", "\5\0\5\7"s, Kind::failed},
        {"socks5h://p", "\5\0\5\0\0\2\0"s, Kind::other_speech},
        {"socks5h://p", "\5\0\4\0\0\1\0\0\0\0\0\0"s, Kind::other_speech},
    };
    for (const auto& c : cases)
        for (const std::size_t step : {std::size_t{1}, std::size_t{50}}) {
            auto talk = talk_with(proxy(c.url), console);
            feed(*talk, c.answer, step);
            ASSERT_TRUE(talk->refusal()) << testing::PrintToString(c.answer);
            EXPECT_EQ(talk->refusal()->kind, c.kind) << testing::PrintToString(c.answer);
            EXPECT_FALSE(talk->through());
        }
}

// --- the sentences ---

Destination behind(const std::string& url) {
    Destination to;
    to.host = "::1";
    to.proxy = proxy(url);
    return to;
}

TEST(DialEndingTest, EachSaysWhoAndWhatToDo) {
    const auto to = behind("socks5h://user:geheim@[::2]:9");
    const ProxyRefusal refusals[] = {{Kind::status, 403}, {Kind::status, 407}, {Kind::status, 502},
                                     {Kind::login},       {Kind::not_allowed}, {Kind::unreachable},
                                     {Kind::failed, 1},   {Kind::other_speech}};
    std::vector<Ending> endings = {unreachable_ending(to), proxy_gone_ending(to),
                                   proxy_silent_ending(to)};
    for (const auto& refusal : refusals) endings.push_back(proxy_refused_ending(to, refusal));
    for (const auto& ending : endings) {
        EXPECT_EQ(ending.code(), ExitCode::network);
        EXPECT_THAT(ending.sentence, StartsWith("The proxy at [::2]:9 "));
        EXPECT_THAT(ending.sentence, testing::ContainsRegex("; (check|give|try|it cannot)"));
        EXPECT_THAT(ending.sentence, Not(HasSubstr("geheim")));
    }
    EXPECT_THAT(endings[3].sentence, HasSubstr("the way to [::1]:443 (HTTP 403)"));
}

TEST(DialEndingTest, ALoginThatIsMissingOrWrongIsAskedFor) {
    const auto to = behind("http://p");
    for (const unsigned status : {401u, 407u})
        EXPECT_THAT(proxy_refused_ending(to, {Kind::status, status}).sentence,
                    HasSubstr("user name and a password"));
    EXPECT_THAT(proxy_refused_ending(to, {Kind::status, 403}).sentence, HasSubstr("no_proxy"));
    EXPECT_THAT(proxy_refused_ending(to, {Kind::status, 503}).sentence, HasSubstr("later"));
}

TEST(DialEndingTest, WithoutAProxyItIsTheServer) {
    Destination to;
    to.host = "::1";
    EXPECT_THAT(unreachable_ending(to).sentence, StartsWith("Nothing answers at [::1]:443;"));
}

}  // namespace
}  // namespace ecsview::link

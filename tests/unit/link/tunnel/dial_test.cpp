// SPDX-License-Identifier: GPL-2.0-or-later
// The way to a console with real sockets on loopback: the test is the proxy or the server, and says
// what time it is.
#include "link/tunnel/dial.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace ecsview::link {
namespace {

using namespace std::chrono_literals;
using namespace std::string_literals;
using testing::HasSubstr;
using TimePoint = Dial::TimePoint;

constexpr int patience_ms = 20'000;

bool readable(int fd) {
    pollfd wait{fd, POLLIN, 0};
    return poll(&wait, 1, patience_ms) > 0;
}

// Listens at `address`, at `port` or any other; with `full` nobody gets in and nobody is refused.
class Place {
public:
    explicit Place(const std::string& address, std::uint16_t port = 0, bool full = false)
        : listener_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        at_.sin_family = AF_INET;
        at_.sin_port = htons(port);
        inet_pton(AF_INET, address.c_str(), &at_.sin_addr);
        const int on = 1;
        setsockopt(listener_.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
        EXPECT_EQ(bind(listener_.get(), reinterpret_cast<sockaddr*>(&at_), sizeof at_), 0);
        listen(listener_.get(), full ? 0 : 8);
        socklen_t size = sizeof at_;
        getsockname(listener_.get(), reinterpret_cast<sockaddr*>(&at_), &size);
        for (bool more = full; more; more = fill()) {
        }
    }

    std::uint16_t port() const { return ntohs(at_.sin_port); }
    void accept() {
        ASSERT_TRUE(readable(listener_.get())) << "nobody connects";
        client_.reset(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
    }
    bool has_client() const {
        pollfd wait{listener_.get(), POLLIN, 0};
        return poll(&wait, 1, 0) > 0;
    }
    std::string hear() const {
        char buffer[4096];
        const auto size =
            readable(client_.get()) ? recv(client_.get(), buffer, sizeof buffer, 0) : -1;
        return size > 0 ? std::string(buffer, static_cast<std::size_t>(size)) : "";
    }
    void say(std::string_view words) const {
        ASSERT_EQ(::send(client_.get(), words.data(), words.size(), MSG_NOSIGNAL),
                  static_cast<ssize_t>(words.size()));
    }
    void hang_up() { client_.reset(); }
    void leave() { listener_.reset(); }

private:
    bool fill() {
        fillers_.emplace_back(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
        connect(fillers_.back().get(), reinterpret_cast<const sockaddr*>(&at_), sizeof at_);
        pollfd wait{fillers_.back().get(), POLLOUT, 0};
        return poll(&wait, 1, 100) > 0;
    }

    sockaddr_in at_{};
    UniqueFd listener_, client_;
    std::vector<UniqueFd> fillers_;
};

class DialTest : public testing::Test {
protected:
    void to(std::uint16_t port, const std::string& proxy = "") {
        destination.host = "console.example";
        destination.port = port;
        if (!proxy.empty()) destination.proxy = std::move(*parse_proxy(proxy));
    }
    void begin(Addresses addresses) {
        dial = std::make_unique<Dial>(destination, std::move(addresses), roots, limits, now);
    }
    // One step, at the test's time.
    std::optional<Result<Way, Ending>> step() { return dial->go_on(now); }
    // Steps whenever there is something to do, without a clock that goes on.
    Result<Way, Ending> find() {
        for (;;) {
            if (auto way = step()) return std::move(*way);
            if (dial->next() <= now) continue;
            if (!readable(dial->fd())) return ending("no_memory", {});
        }
    }
    // What the way's other end gets.
    static void expect_leads_to(const Way& way, Place& place) {
        ::send(way.socket.get(), "hello", 5, MSG_NOSIGNAL);
        EXPECT_EQ(place.hear(), "hello");
    }
    std::string proxy_at(const Place& place, const std::string& scheme = "http") {
        return scheme + "://127.0.0.1:" + std::to_string(place.port());
    }

    Destination destination;
    TrustedRoots roots;
    Limits limits;
    TimePoint now = TimePoint{} + 1h;
    std::unique_ptr<Dial> dial;
};

TEST_F(DialTest, LeadsToTheServer) {
    Place server("127.0.0.1");
    to(server.port());
    begin({{"127.0.0.1"}});
    const auto way = find();
    ASSERT_TRUE(way);
    server.accept();
    expect_leads_to(*way, server);
}

TEST_F(DialTest, DeadAddressesAreNotWaitedFor) {
    Place good("127.0.0.4");
    Place dead("127.0.0.2", good.port(), true), deader("127.0.0.3", good.port(), true);
    to(good.port());
    begin({{"127.0.0.2", "127.0.0.3", "127.0.0.4"}});
    EXPECT_FALSE(step());
    EXPECT_EQ(dial->next(), now + 250ms);
    now += 250ms;
    EXPECT_FALSE(step());
    EXPECT_FALSE(good.has_client());
    now += 250ms;
    const auto way = find();
    ASSERT_TRUE(way);
    good.accept();
    expect_leads_to(*way, good);
}

TEST_F(DialTest, ARefusedAddressCostsNothing) {
    Place good("127.0.0.4");
    to(good.port());
    begin({{"127.0.0.2", "127.0.0.3", "127.0.0.4"}});
    EXPECT_TRUE(find());
}

TEST_F(DialTest, WhenNobodyAnswersItEnds) {
    Place dead("127.0.0.2", 0, true);
    to(dead.port());
    begin({{"127.0.0.2", "127.0.0.3"}});
    EXPECT_FALSE(step());
    now += 250ms;
    EXPECT_FALSE(step());
    while (!step() && dial->next() > now) now = dial->next();
    begin({{"127.0.0.3"}});
    const auto way = find();
    ASSERT_FALSE(way);
    EXPECT_THAT(way.failure().sentence, HasSubstr("Nothing answers at console.example:"));
}

TEST_F(DialTest, ADeadAddressIsGivenUpAtTheLimit) {
    Place dead("127.0.0.2", 0, true);
    to(dead.port());
    begin({{"127.0.0.2"}});
    EXPECT_FALSE(step());
    EXPECT_EQ(dial->next(), now + limits.connect_limit);
    now += limits.connect_limit;
    const auto way = step();
    ASSERT_TRUE(way && !*way);
    EXPECT_EQ(way->failure().code(), ExitCode::network);
}

TEST_F(DialTest, WhatIsNoAddressFails) {
    to(1);
    begin({{"no.address", "127.0.0.1"}});
    EXPECT_FALSE(find());
}

// --- proxies ---

TEST_F(DialTest, AProxyIsToldAndItsAnswerReadInPieces) {
    Place proxy("127.0.0.1");
    to(443, proxy_at(proxy));
    begin({{"127.0.0.1"}});
    EXPECT_FALSE(step());
    proxy.accept();
    EXPECT_FALSE(step());
    EXPECT_THAT(proxy.hear(), HasSubstr("CONNECT console.example:443 HTTP/1.1\r\n"));
    proxy.say("HTTP/1.1 200 OK\r\n");
    ASSERT_TRUE(readable(dial->fd()));
    EXPECT_FALSE(step());
    proxy.say("Via: x\r\n\r\nwhat the server says first");
    const auto way = find();
    ASSERT_TRUE(way);
    char buffer[64];
    const auto size = recv(way->socket.get(), buffer, sizeof buffer, 0);
    EXPECT_EQ(std::string(buffer, static_cast<std::size_t>(size)), "what the server says first");
    expect_leads_to(*way, proxy);
}

class DialByProxyTest : public DialTest {
protected:
    // Until the proxy was told where to go.
    void tell(const std::string& scheme, Addresses addresses) {
        to(443, proxy_at(proxy, scheme));
        begin(std::move(addresses));
        EXPECT_FALSE(step());
        proxy.accept();
        EXPECT_FALSE(step());
        words = proxy.hear();
    }

    Place proxy{"127.0.0.1"};
    std::string words;
};

TEST_F(DialByProxyTest, ARefusalIsTold) {
    tell("http", {{"127.0.0.1"}});
    proxy.say("HTTP/1.1 403 No\r\n\r\n");
    const auto way = find();
    ASSERT_FALSE(way);
    EXPECT_THAT(way.failure().sentence, HasSubstr("HTTP 403"));
}

TEST_F(DialByProxyTest, AProxyThatHangsUpIsTold) {
    tell("http", {{"127.0.0.1"}});
    proxy.say("HTTP/1.1 200 OK\r\n");
    proxy.hang_up();
    const auto way = find();
    ASSERT_FALSE(way);
    EXPECT_THAT(way.failure().sentence, HasSubstr("did not say why"));
}

TEST_F(DialByProxyTest, AProxyThatSaysNothingIsGivenUpAtTheLimit) {
    tell("http", {{"127.0.0.1"}});
    EXPECT_EQ(dial->next(), now + limits.proxy_limit);
    now += limits.proxy_limit - 1ms;
    EXPECT_FALSE(step());
    now += 1ms;
    const auto way = step();
    ASSERT_TRUE(way && !*way);
    EXPECT_THAT(way->failure().sentence, HasSubstr("did not answer"));
}

TEST_F(DialByProxyTest, SocksIsToldTheNextAddressWhenOneCannotBeReached) {
    tell("socks5", {{"127.0.0.1"}, {"10.0.0.1", "10.0.0.2"}});
    EXPECT_EQ(words, "\5\1\0"s);
    proxy.say("\5\0"s);
    ASSERT_TRUE(readable(dial->fd()));
    EXPECT_FALSE(step());
    EXPECT_EQ(proxy.hear(), "\5\1\0\1\x0a\0\0\1\1\xbb"s);
    proxy.say("\5\4\0\1\0\0\0\0\0\0"s);
    ASSERT_TRUE(readable(dial->fd()));
    EXPECT_FALSE(step());
    proxy.accept();  // a connection of its own
    EXPECT_FALSE(step());
    EXPECT_EQ(proxy.hear(), "\5\1\0"s);
    proxy.say("\5\0"s);
    ASSERT_TRUE(readable(dial->fd()));
    EXPECT_FALSE(step());
    EXPECT_EQ(proxy.hear(), "\5\1\0\1\x0a\0\0\2\1\xbb"s);
    proxy.say("\5\5\0\1\0\0\0\0\0\0"s);
    const auto way = find();
    ASSERT_FALSE(way);
    EXPECT_THAT(way.failure().sentence, HasSubstr("cannot reach console.example:443"));
}

TEST_F(DialByProxyTest, WithoutAuthoritiesNoProxyIsSpokenToByTls) {
    to(443, proxy_at(proxy, "https"));
    begin({{"127.0.0.1"}});
    const auto way = find();
    ASSERT_FALSE(way);
    EXPECT_EQ(way.failure().code(), ExitCode::tls_identity);
    dial.reset();
    proxy.accept();
    EXPECT_EQ(proxy.hear(), "");
}

}  // namespace
}  // namespace ecsview::link

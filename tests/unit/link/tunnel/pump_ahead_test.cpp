// SPDX-License-Identifier: GPL-2.0-or-later
// What the pump begins before there is a ticket, with real sockets and a websocket without TLS.
// With TLS: tests/e2e/test_round_trips.py.
#include <functional>

#include "link/tunnel/pump.h"
#include "pump_fixture.h"

namespace ecsview::link {
namespace {

constexpr std::string_view request = "GET /?ticket=1 ";

class PumpAheadTest : public PumpTest {
protected:
    static Destination to(const Server& host, std::string ticket = {}) {
        Destination destination;
        destination.tls = false;
        destination.host = "127.0.0.1";
        destination.port = host.port();
        destination.resource = Secret(std::move(ticket));
        return destination;
    }
    void prepare(const Server& host) { tunnel().prepare(to(host), Addresses{{"127.0.0.1"}}); }
    void open_at(const Server& host) {
        int ends[2];
        ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
        decoder = UniqueFd(ends[1]);
        number = tunnel().open(to(host, "/?ticket=1"), Addresses{{"127.0.0.1"}}, UniqueFd(ends[0]),
                               line, {}, {});
    }
    void expect_request() const {
        EXPECT_EQ(server.receive(request.size()).substr(0, request.size()), request);
    }

    // Not by waiting in vain for a byte.
    static void expect_left(const Server& host) {
        char byte = 0;
        ASSERT_TRUE(readable(host.fd())) << "the connection is still there";
        EXPECT_EQ(recv(host.fd(), &byte, 1, 0), 0);
    }

    Server other;
};

TEST_F(PumpAheadTest, TheRequestGoesOnTheConnectionThatIsThere) {
    prepare(server);
    server.accept();
    open_at(server);
    expect_request();
    EXPECT_FALSE(readable(server.port_fd(), 0ms)) << "a second connection";
}

TEST_F(PumpAheadTest, OneThatIsStillOnItsWayIsGoneOnWith) {
    prepare(server);
    open_at(server);
    server.accept();
    expect_request();
    EXPECT_FALSE(readable(server.port_fd(), 0ms)) << "a second connection";
}

TEST_F(PumpAheadTest, WhereTheTicketLeadsElsewhereItIsDropped) {
    prepare(other);
    other.accept();
    open_at(server);
    server.accept();
    expect_request();
    expect_left(other);
}

TEST_F(PumpAheadTest, WhereThereIsNoTicketItIsDroppedToo) {
    prepare(server);
    server.accept();
    tunnel().close();
    expect_left(server);
}

// It has connected to a proxy, which says nothing yet.
TEST_F(PumpAheadTest, OneThatIsStillOnItsWayIsDroppedToo) {
    auto behind_a_proxy = to(other);
    behind_a_proxy.proxy = Proxy{ProxyKind::http, {"127.0.0.1", server.port()}, {}, {}};
    tunnel().prepare(behind_a_proxy, Addresses{{"127.0.0.1"}});
    server.accept();
    const std::string question = "CONNECT ";
    EXPECT_EQ(server.receive(question.size()).substr(0, question.size()), question);
    tunnel().close();
    while (!read_some(server.fd()).empty()) {
    }
    expect_left(server);
}

TEST_F(PumpAheadTest, ANewOneTakesThePlaceOfTheLast) {
    prepare(other);
    other.accept();
    prepare(server);
    expect_left(other);
    server.accept();
    open_at(server);
    expect_request();
}

TEST_F(PumpAheadTest, AServerThatHasHungUpMeanwhileIsConnectedAnew) {
    prepare(server);
    server.accept();
    server.hang_up();
    open_at(server);
    server.accept();
    expect_request();
}

TEST_F(PumpAheadTest, SoIsOneThatHangsUpOverTheRequest) {
    prepare(server);
    server.accept();
    open_at(server);
    expect_request();
    server.hang_up();
    server.accept();
    expect_request();
}

TEST_F(PumpAheadTest, AnAnswerIsAnAnswer) {
    prepare(server);
    server.accept();
    open_at(server);
    expect_request();
    server.send("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
    EXPECT_EQ(wait(TunnelPhase::closed).ending->cause, Cause("http_expired"));
}

TEST_F(PumpAheadTest, TheSecondTimeIsTheLast) {
    prepare(server);
    server.accept();
    open_at(server);
    expect_request();
    server.hang_up();
    server.accept();
    expect_request();
    server.hang_up();
    EXPECT_EQ(wait(TunnelPhase::closed).ending->cause, Cause("no_websocket"));
}

TEST_F(PumpAheadTest, AHostThatIsDeadIsNobodysBusiness) {
    const auto dead = to(other);
    other.stop_listening();
    tunnel().prepare(dead, Addresses{{"127.0.0.1"}});
    open_at(server);
    server.accept();
    expect_request();
    EXPECT_EQ(tunnel().status().phase, TunnelPhase::connecting);
}

TEST_F(PumpAheadTest, TheEndOfThePumpIsItsEnd) {
    prepare(server);
    server.accept();
    tunnel_.reset();
    expect_left(server);
}

TEST(DestinationTest, AnotherWayIsAnother) {
    const auto one = [] {
        Destination to;
        to.host = "h";
        to.proxy = Proxy{ProxyKind::http, {"p", 8080}, {}, {}};
        return to;
    };
    EXPECT_TRUE(one().same_way(one()));
    const std::function<void(Destination&)> changes[] = {
        [](Destination& to) { to.host = "g"; },
        [](Destination& to) { to.port = 444; },
        [](Destination& to) { to.tls = false; },
        [](Destination& to) { to.websocket = false; },
        [](Destination& to) { to.subprotocol = false; },
        [](Destination& to) { to.proxy.reset(); },
        [](Destination& to) { to.proxy->kind = ProxyKind::https; },
        [](Destination& to) { to.proxy->authority.port = 1; }};
    for (const auto& change : changes) {
        auto other = one();
        change(other);
        EXPECT_FALSE(one().same_way(other));
        EXPECT_FALSE(other.same_way(one()));
    }
    auto ticket = one();
    ticket.resource = Secret(std::string("/?other"));
    EXPECT_TRUE(one().same_way(ticket));
}

}  // namespace
}  // namespace ecsview::link

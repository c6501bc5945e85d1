// SPDX-License-Identifier: GPL-2.0-or-later
// For tests of Pump: the server at the other end of a TCP connection on loopback, and the decoder
// at the other end of its stream. Used on the test's thread.
#pragma once

#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>

#include "../../loopback_port.h"
#include "../fakes.h"
#include "link/tunnel/pump.h"

namespace ecsview::link {

using namespace std::chrono_literals;

inline bool readable(int fd, std::chrono::milliseconds limit = patience) {
    pollfd wait{fd, POLLIN, 0};
    return poll(&wait, 1, static_cast<int>(limit.count())) > 0;
}

inline std::string read_some(int fd) {
    char buffer[65536];
    const auto size = readable(fd) ? recv(fd, buffer, sizeof buffer, 0) : -1;
    return size > 0 ? std::string(buffer, static_cast<std::size_t>(size)) : std::string();
}

inline std::string read_exactly(int fd, std::size_t size) {
    std::string all;
    while (all.size() < size) {
        const auto more = read_some(fd);
        if (more.empty()) break;
        all += more;
    }
    return all;
}

// A server's end of a websocket without TLS. Client frames are masked and short in here.
class Server {
public:
    Server() { listen(port_.fd(), 4); }
    std::uint16_t port() const { return port_.value(); }
    int port_fd() const { return port_.fd(); }
    int fd() const { return client_.get(); }

    void accept() {
        ASSERT_TRUE(readable(port_.fd())) << "nobody connects";
        client_.reset(::accept4(port_.fd(), nullptr, nullptr, SOCK_CLOEXEC));
    }
    void send(std::string_view bytes) const {
        ASSERT_EQ(::send(client_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL),
                  static_cast<ssize_t>(bytes.size()));
    }
    std::string receive(std::size_t size) const { return read_exactly(client_.get(), size); }
    void hang_up() { client_.reset(); }
    void stop_listening() { port_.close(); }

private:
    LoopbackPort port_;
    UniqueFd client_;
};

class PumpTest : public testing::Test {
protected:
    PumpTest() {
        limits.ping_after = 60s;  // no question unless a test wants one
        limits.hang_up_after = 120s;
    }

    Tunnel& tunnel() {
        if (!tunnel_) tunnel_ = make_tunnel({}, limits, alive);
        return *tunnel_;
    }
    std::uint64_t open() {
        int ends[2];
        EXPECT_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
        decoder = UniqueFd(ends[1]);
        return open(UniqueFd(ends[0]));
    }
    std::uint64_t open(UniqueFd stream) {
        const Destination to{.websocket = false,
                             .tls = false,
                             .host = "127.0.0.1",
                             .port = server.port(),
                             .expires = false,
                             .resource = Secret()};
        return tunnel().open(to, Addresses{{"127.0.0.1"}}, std::move(stream), line, {}, foreword);
    }
    void open_and_accept() {
        number = open();
        server.accept();
        EXPECT_EQ(wait(TunnelPhase::open).link, number);
    }
    void open_and_live(IdleStep step = IdleStep::release) {
        open_and_accept();
        tunnel().go_live(false, step);
    }
    // How often the message is there when send() returns; each comes once.
    static constexpr int sendings = 40;
    int written_at_once(const rfb::ClientMessage& message) {
        int found = 0;
        for (int i = 0; i < sendings; ++i) {
            std::this_thread::sleep_for(2ms);  // the pump is done with the last one
            tunnel().send(message);
            found += readable(server.fd(), 0ms);
            EXPECT_EQ(server.receive(message.bytes.size()), message.bytes);
        }
        return found;
    }
    // The status once it is that.
    TunnelStatus wait(TunnelPhase phase) {
        for (;;) {
            auto status = tunnel().status();
            const bool mine =
                status.link >= number || (status.ending && status.ending->cause == "no_pump");
            if (status.phase == phase && mine) return status;
            if (!readable(tunnel().event_fd())) break;
        }
        ADD_FAILURE() << "no such status";
        return {};
    }

    Limits limits;
    std::function<void()> alive = [] {};
    Server server;
    std::shared_ptr<const screen::DecoderLine> line = std::make_shared<screen::DecoderLine>(
        UniqueFd(), std::make_shared<const screen::Framebuffer>());
    Foreword foreword;
    UniqueFd decoder;
    std::uint64_t number = 0;
    std::unique_ptr<Tunnel> tunnel_;
};

inline const rfb::ClientMessage key = rfb::key_event(true, 'a');
inline const rfb::ClientMessage question = rfb::framebuffer_update_request(false, {0, 0, 1, 1});

}  // namespace ecsview::link

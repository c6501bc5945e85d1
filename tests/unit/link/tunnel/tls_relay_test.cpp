// SPDX-License-Identifier: GPL-2.0-or-later
// The relay between a socket pair and a proxy, which is the test itself: it shakes hands, or does
// not, at the other end of another pair. Where the relay has to end by itself, the proxy is still
// there and neither reads nor says anything.
#include "link/tunnel/tls_relay.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <mbedtls/ssl.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <chrono>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "../../ecs/test_authority.h"

namespace ecsview::link {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

constexpr auto patience = 20s;  // only a test that fails sees the end of it
constexpr timeval patience_of_sockets{20, 0};

// What comes until the other side has no more, or nothing more than was wanted.
std::string hear(int fd, std::size_t wanted = std::string::npos) {
    std::string heard;
    char block[4096];
    while (heard.size() < wanted) {
        const auto size = recv(fd, block, std::min(sizeof block, wanted - heard.size()), 0);
        EXPECT_GE(size, 0) << "nothing comes";
        if (size <= 0) break;
        heard.append(block, static_cast<std::size_t>(size));
    }
    return heard;
}

void say(int fd, std::string_view words) {
    EXPECT_EQ(send(fd, words.data(), words.size(), MSG_NOSIGNAL),
              static_cast<ssize_t>(words.size()));
}

// The other end is gone, whatever lies unread before that.
bool hung_up(int fd) {
    pollfd wait{fd, 0, 0};
    return poll(&wait, 1, std::chrono::milliseconds(patience).count()) == 1 &&
           wait.revents & POLLHUP;
}

// The proxy's end of a connection, in TLS.
class TlsServer {
public:
    TlsServer(int fd, ecs::TestAuthority& authority, const std::string& certificate) : fd_(fd) {
        mbedtls_ssl_config_init(&config_);
        mbedtls_ssl_init(&tls_);
        mbedtls_x509_crt_init(&certificate_);
        int bad = mbedtls_x509_crt_parse(
            &certificate_, reinterpret_cast<const unsigned char*>(certificate.c_str()),
            certificate.size() + 1);
        bad |=
            mbedtls_ssl_config_defaults(&config_, MBEDTLS_SSL_IS_SERVER,
                                        MBEDTLS_SSL_TRANSPORT_STREAM, MBEDTLS_SSL_PRESET_DEFAULT);
        mbedtls_ssl_conf_rng(&config_, mbedtls_ctr_drbg_random, authority.dice());
        bad |= mbedtls_ssl_conf_own_cert(&config_, &certificate_, authority.key());
        bad |= mbedtls_ssl_setup(&tls_, &config_);
        EXPECT_EQ(bad, 0);
        mbedtls_ssl_set_bio(&tls_, &fd_, send_some, receive_some, nullptr);
    }
    ~TlsServer() {
        mbedtls_ssl_free(&tls_);
        mbedtls_ssl_config_free(&config_);
        mbedtls_x509_crt_free(&certificate_);
    }
    TlsServer(const TlsServer&) = delete;
    TlsServer& operator=(const TlsServer&) = delete;

    bool shake_hands() { return mbedtls_ssl_handshake(&tls_) == 0; }
    // False: it is not all taken.
    bool say(std::string_view words) {
        while (!words.empty()) {
            const int size = mbedtls_ssl_write(
                &tls_, reinterpret_cast<const unsigned char*>(words.data()), words.size());
            if (size <= 0) return false;
            words.remove_prefix(static_cast<std::size_t>(size));
        }
        return true;
    }
    void say_goodbye() { mbedtls_ssl_close_notify(&tls_); }
    // Until the other side says that nothing more comes, or what is wanted is there.
    std::string hear(std::size_t wanted = std::string::npos) {
        std::string heard;
        unsigned char block[4096];
        while (heard.size() < wanted) {
            const int size = mbedtls_ssl_read(&tls_, block, sizeof block);
            if (size == MBEDTLS_ERR_SSL_PEER_CLOSE_NOTIFY) break;
            if (size <= 0) return ADD_FAILURE() << "it ends without a word: " << size, heard;
            heard.append(reinterpret_cast<const char*>(block), static_cast<std::size_t>(size));
        }
        return heard;
    }

private:
    static int send_some(void* fd, const unsigned char* bytes, std::size_t size) {
        const auto sent = ::send(*static_cast<int*>(fd), bytes, size, MSG_NOSIGNAL);
        return sent >= 0 ? static_cast<int>(sent) : MBEDTLS_ERR_SSL_INTERNAL_ERROR;
    }
    static int receive_some(void* fd, unsigned char* bytes, std::size_t size) {
        const auto got = ::recv(*static_cast<int*>(fd), bytes, size, 0);
        return got >= 0 ? static_cast<int>(got) : MBEDTLS_ERR_SSL_INTERNAL_ERROR;
    }

    int fd_;
    mbedtls_ssl_config config_;
    mbedtls_ssl_context tls_;
    mbedtls_x509_crt certificate_;
};

class TlsRelayTest : public testing::Test {
protected:
    TlsRelayTest() {
        prepare_tls();
        EXPECT_EQ(roots.add(authority.root()).good, 1u);
        int ends[2];
        EXPECT_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends), 0);
        UniqueFd theirs(ends[0]);
        proxy = UniqueFd(ends[1]);
        make_patient(proxy.get());
        // Little fits between the two: soon nothing more is taken by a proxy that does not read.
        const int least = 1;
        EXPECT_EQ(setsockopt(theirs.get(), SOL_SOCKET, SO_SNDBUF, &least, sizeof least), 0);
        relay = std::make_unique<TlsRelay>(std::move(theirs), "localhost", "localhost:8443", roots);
        near = relay->take_near();
        make_patient(near.get());
    }
    // Blocks, but not for ever.
    static void make_patient(int fd) {
        EXPECT_EQ(fcntl(fd, F_SETFL, 0), 0);
        for (const int option : {SO_RCVTIMEO, SO_SNDTIMEO})
            EXPECT_EQ(setsockopt(fd, SOL_SOCKET, option, &patience_of_sockets,
                                 sizeof patience_of_sockets),
                      0);
    }
    TlsServer& serve(const char* name = "localhost") {
        server.emplace(proxy.get(), authority, authority.issue({.name = name}));
        return *server;
    }
    // Whether it can be destroyed while the proxy is still there. One that cannot is let go then.
    bool can_end() {
        auto ending = std::async(std::launch::async, [this] { relay.reset(); });
        const bool ended = ending.wait_for(patience) == std::future_status::ready;
        shutdown(proxy.get(), SHUT_RDWR);
        return ended;
    }

    ecs::TestAuthority authority;
    TrustedRoots roots;
    std::unique_ptr<TlsRelay> relay;
    UniqueFd near, proxy;  // the proxy goes before the relay does: no failed test waits for ever
    std::optional<TlsServer> server;
};

std::string much() {
    std::string text;
    while (text.size() < 1'000'000) text += std::to_string(text.size()) + ' ';
    return text;
}

TEST_F(TlsRelayTest, CarriesBothWays) {
    ASSERT_TRUE(serve().shake_hands());
    say(near.get(), "CONNECT");
    EXPECT_EQ(server->hear(7), "CONNECT");
    EXPECT_TRUE(server->say("200 OK"));
    EXPECT_EQ(hear(near.get(), 6), "200 OK");
    EXPECT_FALSE(relay->ending());
    EXPECT_TRUE(can_end());
}

// More than fits anywhere on the way, so who speaks is held back.
TEST_F(TlsRelayTest, CarriesMuchBothWays) {
    ASSERT_TRUE(serve().shake_hands());
    const std::string text = much();
    std::thread speaks([&] { say(near.get(), text); });
    EXPECT_EQ(server->hear(text.size()), text);
    speaks.join();
    std::thread answers([&] {
        EXPECT_TRUE(server->say(text));
        server->say_goodbye();
        shutdown(proxy.get(), SHUT_RDWR);
    });
    EXPECT_EQ(hear(near.get()), text) << "with the end of it, although the proxy has gone";
    answers.join();
}

TEST_F(TlsRelayTest, WhatTheNearEndSaysLastIsStillSaidAndThenGoodbye) {
    ASSERT_TRUE(serve().shake_hands());
    say(near.get(), "last words");
    near.reset();
    EXPECT_EQ(server->hear(), "last words");
    EXPECT_TRUE(hung_up(proxy.get()));
}

TEST_F(TlsRelayTest, ItsEndIsSaidToTheProxy) {
    ASSERT_TRUE(serve().shake_hands());
    relay.reset();
    EXPECT_EQ(server->hear(), "");
    EXPECT_EQ(hear(near.get()), "");
}

TEST_F(TlsRelayTest, EndsWithANearEndThatHasGoneAlthoughTheProxyTakesNothing) {
    ASSERT_TRUE(serve().shake_hands());
    say(near.get(), std::string(64 * 1024, 'x'));
    near.reset();
    EXPECT_TRUE(hung_up(proxy.get()));
}

TEST_F(TlsRelayTest, CanBeEndedWhileTheProxyTakesNothing) {
    ASSERT_TRUE(serve().shake_hands());
    say(near.get(), std::string(64 * 1024, 'x'));
    EXPECT_TRUE(can_end());
}

TEST_F(TlsRelayTest, CanBeEndedWhileNobodyTakesWhatTheProxySays) {
    ASSERT_TRUE(serve().shake_hands());
    std::thread speaks([&] { EXPECT_FALSE(server->say(much())) << "it has gone meanwhile"; });
    EXPECT_EQ(hear(near.get(), 1).size(), 1u);
    EXPECT_TRUE(can_end());
    speaks.join();
}

TEST_F(TlsRelayTest, EndsWithANearEndThatHasGoneBeforeTheProxyShakesHands) {
    near.reset();
    EXPECT_TRUE(hung_up(proxy.get()));
    EXPECT_FALSE(relay->ending()) << "nobody is to blame";
}

TEST_F(TlsRelayTest, CanBeEndedWhileTheProxyNeverShakesHands) {
    EXPECT_EQ(hear(proxy.get(), 1), "\x16") << "a handshake has begun";
    EXPECT_TRUE(can_end());
}

// Whoever reads the pair's end asks why: it has to be known by then.

TEST_F(TlsRelayTest, AProxyWithoutTlsIsTold) {
    say(proxy.get(), "HTTP/1.1 400 Bad Request\r\n\r\n");
    EXPECT_EQ(hear(near.get()), "");
    const auto ending = relay->ending();
    ASSERT_TRUE(ending);
    EXPECT_EQ(ending->code(), ExitCode::network);
    EXPECT_THAT(ending->sentence, HasSubstr("localhost:8443 does not speak TLS"));
}

TEST_F(TlsRelayTest, AProxyThatLeavesInTheHandshakeIsTold) {
    shutdown(proxy.get(), SHUT_RDWR);
    EXPECT_EQ(hear(near.get()), "");
    ASSERT_TRUE(relay->ending());
    EXPECT_EQ(relay->ending()->code(), ExitCode::network);
}

TEST_F(TlsRelayTest, ACertificateOfAnotherIsToldAndNothingIsSaidToIt) {
    say(near.get(), "CONNECT with a password");
    EXPECT_FALSE(serve("elsewhere.example").shake_hands());
    EXPECT_EQ(hear(near.get()), "");
    const auto ending = relay->ending();
    ASSERT_TRUE(ending);
    EXPECT_EQ(ending->code(), ExitCode::tls_identity);
    EXPECT_THAT(ending->sentence, HasSubstr("The certificate of the proxy at localhost:8443 "));
}

}  // namespace
}  // namespace ecsview::link

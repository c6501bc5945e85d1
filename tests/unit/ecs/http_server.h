// SPDX-License-Identifier: GPL-2.0-or-later
// For tests of Http: a server on 127.0.0.1 with a thread of its own, which takes one connection,
// keeps the request and sends what it was given. With a certificate it speaks TLS.
#pragma once

#include <gtest/gtest.h>
#include <mbedtls/net_sockets.h>
#include <mbedtls/ssl.h>
#include <sys/socket.h>

#include <future>
#include <string>
#include <thread>

#include "../loopback_port.h"
#include "base/unique_fd.h"
#include "test_authority.h"

namespace ecsview::ecs {

class HttpServer {
public:
    explicit HttpServer(std::string reply) : reply_(std::move(reply)) { start(); }
    HttpServer(std::string reply, TestAuthority& authority, std::string certificate)
        : reply_(std::move(reply)), authority_(&authority), certificate_(std::move(certificate)) {
        start();
    }
    ~HttpServer() {
        shutdown(port_.fd(), SHUT_RDWR);
        thread_.join();
    }
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;

    std::string port() const { return port_.number(); }
    // The request; waits for it. Once.
    std::string request() { return request_.get_future().get(); }
    // Ready when a request has come; then request() must not be called.
    std::future<std::string> coming() { return request_.get_future(); }

    static constexpr char tls_handshake = 0x16;  // how a TLS client begins
    static constexpr const char* never = "";     // as the reply: say nothing until the peer leaves

private:
    void start() {
        EXPECT_EQ(listen(port_.fd(), 4), 0);
        thread_ = std::thread([this] { serve(); });
    }

    void serve() {
        const UniqueFd fd(accept(port_.fd(), nullptr, nullptr));
        if (!fd)
            request_.set_value("(no connection)");
        else if (authority_ != nullptr)
            serve_tls(fd.get());
        else
            converse([&](char* to, std::size_t size) { return recv(fd.get(), to, size, 0); },
                     [&](const char* from, std::size_t size) {
                         return send(fd.get(), from, size, MSG_NOSIGNAL);
                     });
    }

    static bool is_whole(const std::string& request) {
        const auto end = request.find("\r\n\r\n");
        if (end == std::string::npos) return false;
        const auto length = request.find("Content-Length: ");
        const auto body = length < end ? std::stoul(request.substr(length + 16)) : 0;
        return request.size() >= end + 4 + body;
    }

    template <class Receive, class Send>
    void converse(Receive receive, Send send) {
        std::string head;
        char block[4096];
        while (!is_whole(head)) {
            const auto size = receive(block, sizeof block);
            if (size <= 0) break;
            head.append(block, static_cast<std::size_t>(size));
            if (head[0] == tls_handshake) break;  // to a plain server: no blank line will come
        }
        request_.set_value(head);
        for (std::size_t done = 0; done < reply_.size();) {
            const auto size = send(reply_.data() + done, reply_.size() - done);
            if (size <= 0) return;
            done += static_cast<std::size_t>(size);
        }
        while (reply_.empty() && receive(block, sizeof block) > 0) continue;
    }

    void serve_tls(int fd) {
        mbedtls_ssl_config config;
        mbedtls_ssl_context tls;
        mbedtls_x509_crt certificate;
        mbedtls_net_context net{fd};
        mbedtls_ssl_config_init(&config);
        mbedtls_ssl_init(&tls);
        mbedtls_x509_crt_init(&certificate);
        int bad = mbedtls_x509_crt_parse(
            &certificate, reinterpret_cast<const unsigned char*>(certificate_.c_str()),
            certificate_.size() + 1);
        bad |=
            mbedtls_ssl_config_defaults(&config, MBEDTLS_SSL_IS_SERVER,
                                        MBEDTLS_SSL_TRANSPORT_STREAM, MBEDTLS_SSL_PRESET_DEFAULT);
        mbedtls_ssl_conf_rng(&config, mbedtls_ctr_drbg_random, authority_->dice());
        bad |= mbedtls_ssl_conf_own_cert(&config, &certificate, authority_->key());
        bad |= mbedtls_ssl_setup(&tls, &config);
        EXPECT_EQ(bad, 0);
        mbedtls_ssl_set_bio(&tls, &net, mbedtls_net_send, mbedtls_net_recv, nullptr);
        if (mbedtls_ssl_handshake(&tls) == 0)
            converse(
                [&](char* to, std::size_t size) {
                    return mbedtls_ssl_read(&tls, reinterpret_cast<unsigned char*>(to), size);
                },
                [&](const char* from, std::size_t size) {
                    return mbedtls_ssl_write(&tls, reinterpret_cast<const unsigned char*>(from),
                                             size);
                });
        else
            request_.set_value("(no handshake)");
        mbedtls_ssl_free(&tls);
        mbedtls_ssl_config_free(&config);
        mbedtls_x509_crt_free(&certificate);
    }

    LoopbackPort port_;
    const std::string reply_;
    TestAuthority* authority_ = nullptr;
    const std::string certificate_;
    std::promise<std::string> request_;
    std::thread thread_;
};

}  // namespace ecsview::ecs

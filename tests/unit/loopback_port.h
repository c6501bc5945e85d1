// SPDX-License-Identifier: GPL-2.0-or-later
// For tests with a server of their own. The test's thread makes and closes it; it owns the socket.
#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>

#include <cstdint>
#include <string>

#include "base/unique_fd.h"

namespace ecsview {

// A socket bound to a free port of 127.0.0.1.
class LoopbackPort {
public:
    LoopbackPort() : fd_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto* raw = reinterpret_cast<sockaddr*>(&address);
        EXPECT_EQ(bind(fd_.get(), raw, size), 0);
        EXPECT_EQ(getsockname(fd_.get(), raw, &size), 0);
        number_ = ntohs(address.sin_port);
    }
    int fd() const { return fd_.get(); }
    std::uint16_t value() const { return number_; }
    std::string number() const { return std::to_string(number_); }
    void close() { fd_.reset(); }

private:
    UniqueFd fd_;
    std::uint16_t number_ = 0;
};

}  // namespace ecsview

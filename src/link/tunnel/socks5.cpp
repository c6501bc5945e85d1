// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/tunnel/socks5.h"

#include <arpa/inet.h>

#include <algorithm>

namespace ecsview::link {
namespace {

using namespace std::string_literals;
using Kind = ProxyRefusal::Kind;

constexpr char version = 5, login_version = 1;
constexpr unsigned char no_login = 0, by_password = 2;
constexpr char address_v4 = 1, address_name = 3, address_v6 = 4;
// Version, code, reserved, kind of address, and its first byte, which may be its length.
constexpr std::size_t reply_start = 5;

unsigned char byte(char c) {
    return static_cast<unsigned char>(c);
}

std::string counted(std::string_view text) {
    return std::string(1, static_cast<char>(text.size())).append(text);
}

std::string address_of(const std::string& host) {
    char bytes[16];
    if (inet_pton(AF_INET, host.c_str(), bytes) == 1)
        return std::string(1, address_v4).append(bytes, 4);
    if (inet_pton(AF_INET6, host.c_str(), bytes) == 1)
        return std::string(1, address_v6).append(bytes, 16);
    return std::string(1, address_name) + counted(host);
}

}  // namespace

Socks5::Socks5(const Proxy& proxy, const Authority& target) {
    const bool login = !proxy.user.empty();
    if (login) {
        std::string message(1, login_version);
        message.reserve(512);  // it is not copied about while it grows
        message.append(counted(proxy.user.reveal())).append(counted(proxy.password.reveal()));
        login_ = Secret(std::move(message));
    }
    request_ = "\5\1\0"s + address_of(target.host) + static_cast<char>(target.port >> 8) +
               static_cast<char>(target.port & 0xff);
    say(login ? "\5\2\0\2"s : "\5\1\0"s);
}

std::size_t Socks5::hear(std::string_view bytes) {
    std::size_t used = 0;
    while (used < bytes.size() && !through_ && !refusal()) {
        const auto size = std::min(wanted() - answer_.size(), bytes.size() - used);
        answer_.append(bytes.substr(used, size));
        used += size;
        if (answer_.size() == wanted()) answered();
    }
    return used;
}

// How long the answer is, as far as can be told by now.
std::size_t Socks5::wanted() const {
    if (awaits_ != Awaits::reply) return 2;
    // A refusal may be cut short: its address means nothing.
    if (answer_.size() >= 2 && answer_[1] != 0) return answer_.size();
    if (answer_.size() < reply_start) return reply_start;
    switch (answer_[3]) {
        case address_v4: return reply_start + 3 + 2;
        case address_v6: return reply_start + 15 + 2;
        case address_name: return reply_start + byte(answer_[4]) + 2;
        default: return answer_.size();
    }
}

void Socks5::answered() {
    const char first = awaits_ == Awaits::login ? login_version : version;
    if (answer_[0] != first) return refuse(Kind::other_speech);
    switch (awaits_) {
        case Awaits::method: method_chosen(byte(answer_[1])); break;
        case Awaits::login:
            if (answer_[1] != 0) return refuse(Kind::login);
            awaits_ = Awaits::reply;
            say(std::move(request_));
            break;
        case Awaits::reply: return replied(byte(answer_[1]));
    }
    answer_.clear();
}

void Socks5::method_chosen(unsigned char method) {
    if (method == no_login) {
        awaits_ = Awaits::reply;
        say(std::move(request_));
    } else if (method == by_password && !login_.empty()) {
        awaits_ = Awaits::login;
        say(std::string(login_.reveal()));
    } else {
        refuse(method == 0xff ? Kind::login : Kind::other_speech);
    }
}

// RFC 1928, 6.
void Socks5::replied(unsigned char code) {
    switch (code) {
        case 0: break;
        case 2: return refuse(Kind::not_allowed);
        case 3:  // its network, the host, the port, the hops
        case 4:
        case 5:
        case 6: return refuse(Kind::unreachable);
        default: return refuse(Kind::failed, code);
    }
    const char kind = answer_[3];
    through_ = kind == address_v4 || kind == address_v6 || kind == address_name;
    if (!through_) refuse(Kind::other_speech);
}

}  // namespace ecsview::link

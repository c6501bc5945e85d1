// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/tunnel/http_connect.h"

#include <charconv>

#include "base/hash.h"

namespace ecsview::link {
namespace {

// "HTTP/1.1 200"
constexpr std::size_t status_begin = 9, status_size = 3;
constexpr std::size_t kept_of_line = status_begin + status_size;

std::string login_line(const Proxy& proxy) {
    if (proxy.user.empty() && proxy.password.empty()) return {};
    std::string login(proxy.user.reveal());
    login.append(":").append(proxy.password.reveal());
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(login.data());
    std::string line = "Proxy-Authorization: Basic " + base64({bytes, login.size()}) + "\r\n";
    wipe(login);
    return line;
}

// 0: this is no HTTP.
unsigned status_in(std::string_view line) {
    unsigned status = 0;
    if (line.size() < kept_of_line || !line.starts_with("HTTP/1.") || line[8] != ' ') return 0;
    const auto digits = line.substr(status_begin, status_size);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), status);
    return error == std::errc{} && end == digits.data() + digits.size() ? status : 0;
}

}  // namespace

HttpConnect::HttpConnect(const Proxy& proxy, const Authority& target) {
    std::string login = login_line(proxy);
    say("CONNECT " + target.text() + " HTTP/1.1\r\nHost: " + target.text() +
        "\r\nUser-Agent: ecsview\r\n" + login + "\r\n");
    wipe(login);
}

std::size_t HttpConnect::hear(std::string_view bytes) {
    std::size_t used = 0;
    while (used < bytes.size() && !through_ && !refusal()) {
        const char c = bytes[used++];
        if (++heard_ > max_connect_answer) {
            refuse(ProxyRefusal::Kind::other_speech);
        } else if (c == '\n') {
            end_of_line();
        } else if (line_.size() < kept_of_line + 1) {
            line_ += c;
        }
    }
    return used;
}

void HttpConnect::end_of_line() {
    if (line_.ends_with('\r')) line_.pop_back();
    if (status_ == 0) {
        status_ = status_in(line_);
        if (status_ == 0) refuse(ProxyRefusal::Kind::other_speech);
    } else if (line_.empty()) {
        end_of_head();
    }
    line_.clear();
}

// After 1xx the answer proper follows; the body of a refusal is for browsers.
void HttpConnect::end_of_head() {
    if (status_ / 100 == 2) {
        through_ = true;
    } else if (status_ / 100 != 1) {
        refuse(ProxyRefusal::Kind::status, status_);
    }
    status_ = 0;
}

}  // namespace ecsview::link

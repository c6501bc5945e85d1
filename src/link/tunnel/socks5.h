// SPDX-License-Identifier: GPL-2.0-or-later
// SOCKS5's CONNECT, without a login or with user name and password. Pure.
#pragma once

#include <string>

#include "link/tunnel/proxy_talk.h"

namespace ecsview::link {

class Socks5 : public ProxyTalk {
public:
    Socks5(const Proxy& proxy, const Authority& target);
    std::size_t hear(std::string_view bytes) override;

private:
    enum class Awaits { method, login, reply };

    std::size_t wanted() const;
    void answered();
    void method_chosen(unsigned char method);
    void replied(unsigned char code);

    Secret login_;  // the message of RFC 1929; empty: there is none
    std::string request_;
    Awaits awaits_ = Awaits::method;
    std::string answer_;  // the one that is coming, so far
};

}  // namespace ecsview::link

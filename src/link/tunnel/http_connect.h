// SPDX-License-Identifier: GPL-2.0-or-later
// HTTP CONNECT: one request, one answer, which is read to its empty line, in however many pieces it
// comes. Pure.
#pragma once

#include <string>

#include "link/tunnel/proxy_talk.h"

namespace ecsview::link {

// A proxy's answer with all its header lines; real ones have less than 2 kB.
constexpr std::size_t max_connect_answer = std::size_t{64} * 1024;

class HttpConnect : public ProxyTalk {
public:
    HttpConnect(const Proxy& proxy, const Authority& target);
    std::size_t hear(std::string_view bytes) override;

private:
    void end_of_line();
    void end_of_head();

    std::string line_;     // so far; longer ones than a status line needs are cut
    unsigned status_ = 0;  // 0: the status line has not come yet
    std::size_t heard_ = 0;
};

}  // namespace ecsview::link

// SPDX-License-Identifier: GPL-2.0-or-later
// The tunnel's pure parts: what proxies say, in pieces and at once; the handshake that is said
// ahead; and a websocket's last words. The websocket itself is in websocket.cpp.
#include <algorithm>

#include "entry.h"
#include "link/tunnel/foreword.h"
#include "link/tunnel/goodbye.h"
#include "link/tunnel/proxy_talk.h"
#include "rfb/handshake.h"

using namespace ecsview;
using fuzz::require;

namespace {

struct Heard {
    std::size_t used = 0;
    bool through = false;
    int refused = -1;
    bool operator==(const Heard&) const = default;
};

Proxy proxy_of(unsigned which) {
    Proxy proxy;
    proxy.kind = static_cast<ProxyKind>(which % 4);
    proxy.authority = {"proxy.example", 8080};
    if (which & 4) {
        proxy.user = Secret("user");
        proxy.password = Secret("password");
    }
    return proxy;
}

Heard hear(unsigned which, std::string_view bytes, std::size_t piece) {
    const auto talk = link::talk_with(proxy_of(which), {which & 8 ? "::1" : "192.0.2.1", 443});
    Heard heard;
    talk->say();
    while (!bytes.empty() && !talk->through() && !talk->refusal()) {
        const auto part = bytes.substr(0, piece);
        const std::size_t used = talk->hear(part);
        require(used <= part.size(), "more was used up than there is");
        require(used == part.size() || talk->through() || talk->refusal(), "bytes are left behind");
        heard.used += used;
        bytes.remove_prefix(used);
        talk->say();
    }
    heard.through = talk->through();
    if (talk->refusal()) heard = {0, false, static_cast<int>(talk->refusal()->kind)};
    return heard;
}

// What was said ahead and what the decoder says are, together, what the server gets.
void speak(unsigned which, std::string_view decoder) {
    const std::string words = rfb::plain_handshake(true, {});
    link::Foreword foreword(static_cast<link::Foresay>(which % 3), words, rfb::plain_choice_bytes,
                            "then");
    std::string sent = foreword.opening();
    const std::size_t piece = 1 + which / 3;
    while (!decoder.empty() && !foreword.wrong()) {
        const auto part = decoder.substr(0, piece);
        sent += foreword.heard(part);
        decoder.remove_prefix(part.size());
    }
    if (foreword.spoken())
        require(sent.find(words + "then") != sent.npos || foreword.wrong(),
                "a handshake in pieces");
}

}  // namespace

FUZZ_TARGET("tunnel") {
    if (size < 2) return 0;
    const auto [which, text] = fuzz::choice(data + 1, size - 1);
    switch (data[0] % 3) {
        case 0:
            require(hear(which, text, text.size()) == hear(which, text, 1), "pieces matter");
            break;
        case 1: speak(which, text); break;
        default: {
            link::Destination destination;
            destination.host = "console.example";
            destination.resource = Secret("/?token=sekret-ticket");
            const auto goodbye = link::parse_goodbye(text, destination);
            require(goodbye.words.find("sekret-ticket") == std::string::npos, "a secret is shown");
            link::goodbye_ending(destination, goodbye);
        }
    }
    return 0;
}

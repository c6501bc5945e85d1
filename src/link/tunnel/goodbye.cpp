// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/tunnel/goodbye.h"

#include <algorithm>

#include "base/language.h"
#include "base/log.h"

namespace ecsview::link {
namespace {

// A control frame has 125 bytes, two of them the code.
constexpr std::size_t max_words = 123;
// What is shorter would be found in any sentence.
constexpr std::size_t shortest_secret = 6;

void replace_all(std::string& text, std::string_view what) {
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1))
        text.replace(at, what.size(), "*");
}

// Proxies like to quote what they did not like: the values in the query are the console's key.
std::string without_ticket(std::string words, std::string_view resource) {
    const auto query = resource.find('?');
    if (query == std::string_view::npos) return words;
    resource.remove_prefix(query + 1);
    while (!resource.empty()) {
        const auto piece = resource.substr(0, resource.find_first_of("&="));
        resource.remove_prefix(std::min(piece.size() + 1, resource.size()));
        if (piece.size() >= shortest_secret) replace_all(words, piece);
    }
    return words;
}

// RFC 6455 section 7.4.1 and IANA's list.
Cause cause_of(int code) {
    switch (code) {
        case 0: return "goodbye_unsaid";
        case 1000: return "goodbye_hung_up";
        case 1001:
        case 1012:
        case 1013: return "goodbye_away";
        case 1008: return "goodbye_forbidden";
        case 1011:
        case 1014: return "goodbye_failed";
        default: return code >= 3000 ? Cause("goodbye_own") : Cause("goodbye_confused");
    }
}

std::string told(const Goodbye& goodbye) {
    const auto& [code, words] = goodbye;
    if (words.empty()) return code ? tr("code {1}", code) : tr("no code");
    return code ? tr("code {1} \"{2}\"", code, words) : tr("no code \"{1}\"", words);
}

}  // namespace

Goodbye parse_goodbye(std::string_view payload, const Destination& destination) {
    Goodbye goodbye;
    if (payload.size() < 2) return goodbye;
    goodbye.code =
        static_cast<unsigned char>(payload[0]) << 8 | static_cast<unsigned char>(payload[1]);
    payload.remove_prefix(2);
    // Before control bytes are replaced, which may lie within it.
    goodbye.words = log::printable(
        without_ticket(std::string(payload), destination.resource.reveal()), max_words);
    return goodbye;
}

Ending goodbye_ending(const Destination& destination, const Goodbye& goodbye) {
    return ending(cause_of(goodbye.code), {.where = destination.display(), .words = told(goodbye)});
}

}  // namespace ecsview::link

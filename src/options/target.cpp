// SPDX-License-Identifier: GPL-2.0-or-later
#include "options/target.h"

#include <algorithm>

#include "base/utf8.h"

namespace ecsview::options {
namespace {

constexpr std::size_t max_name = 128 * 4;  // the platform counts characters
constexpr std::uint16_t vnc_port = 5900;

Failure refused(std::string sentence) {
    return {ExitCode::usage, std::move(sentence)};
}

bool is_alphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool starts_with_scheme(std::string_view text, std::string_view scheme) {
    return text.size() >= scheme.size() &&
           std::equal(scheme.begin(), scheme.end(), text.begin(), [](char expected, char c) {
               return expected == (c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
           });
}

Result<Target> parse_instance_id(std::string_view text) {
    if (!ecs::valid_instance_id(text))
        return refused("The instance ID is malformed: after i- there are letters and digits only.");
    return Target(InstanceId{std::string(text)});
}

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const auto size = utf8_sequence_size(text);
        if (size == 0) return false;
        text.remove_prefix(size);
    }
    return true;
}

// A letter of any script, then letters, digits and some signs.
bool is_name(std::string_view text) {
    const auto beyond_ascii = [](char c) { return static_cast<unsigned char>(c) >= 0x80; };
    const auto may_stand = [&](char c) {
        return is_alphanumeric(c) || beyond_ascii(c) ||
               std::string_view("-_.,[] ").find(c) != std::string_view::npos;
    };
    return text.size() >= 2 && text.size() <= max_name && !(text[0] >= '0' && text[0] <= '9') &&
           (is_alphanumeric(text[0]) || beyond_ascii(text[0])) &&
           std::all_of(text.begin(), text.end(), may_stand) && is_utf8(text);
}

Result<Target> parse_page(std::string_view text) {
    auto link = ecs::parse_page_link(text);
    if (!link) return link.failure();
    return Target(std::move(*link));
}

Result<Target> parse_websocket(std::string_view text) {
    auto url = ecs::decode_vnc_url(text);
    if (!url) return refused(url.failure().sentence);
    return Target(std::move(*url));
}

// `rest` is what follows "vnc://".
Result<Target> parse_vnc(std::string_view rest) {
    if (rest.ends_with('/')) rest.remove_suffix(1);
    if (rest.find_first_of("/?#") != std::string_view::npos)
        return refused("The vnc:// address cannot be used: it has more than a host and a port.");
    auto address = parse_authority(rest, vnc_port);
    if (!address)
        return refused("The vnc:// address cannot be used: " + address.failure().sentence + ".");
    return Target(VncTarget{std::move(*address)});
}

}  // namespace

Result<Target> parse_target(std::string_view text) {
    if (text.starts_with("i-")) return parse_instance_id(text);
    if (ecs::looks_like_vnc_url(text)) return parse_websocket(text);
    if (starts_with_scheme(text, "vnc://")) return parse_vnc(text.substr(6));
    if (ecs::looks_like_page_link(text)) return parse_page(text);
    if (is_name(text)) return Target(InstanceName{std::string(text)});
    return refused(
        "TARGET is none of: an instance ID (i-...), an instance name, a VncUrl (wss://... or "
        "wss%3A...), a link of the web console, vnc://host[:port].");
}

}  // namespace ecsview::options

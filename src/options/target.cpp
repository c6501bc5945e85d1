// SPDX-License-Identifier: GPL-2.0-or-later
#include "options/target.h"

#include <algorithm>

namespace ecsview::options {
namespace {

constexpr std::size_t max_instance_id = 64;
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
    const auto rest = text.substr(2);
    if (rest.empty() || text.size() > max_instance_id ||
        !std::all_of(rest.begin(), rest.end(), is_alphanumeric))
        return refused("The instance ID is malformed: after i- there are letters and digits only.");
    return Target(InstanceId{std::string(text)});
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
    if (starts_with_scheme(text, "https:") || starts_with_scheme(text, "http:"))
        return refused(
            "Links of the web console are not a TARGET; give the instance ID or the VncUrl.");
    return refused(
        "TARGET is none of: an instance ID (i-...), a VncUrl (wss://... or wss%3A...), "
        "vnc://host[:port].");
}

}  // namespace ecsview::options

// SPDX-License-Identifier: GPL-2.0-or-later
#include "options/target.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/language.h"
#include "base/percent.h"
#include "base/utf8.h"

namespace ecsview::options {
namespace {

constexpr std::size_t max_name = std::size_t{128} * 4;  // the platform counts characters
constexpr std::uint16_t vnc_port = 5900;
constexpr std::size_t max_password = 255;  // as in --password-file

Failure refused(std::string sentence) {
    return {ExitCode::usage, std::move(sentence)};
}

Result<Target> parse_instance_id(std::string_view text) {
    if (!ecs::valid_instance_id(text))
        return refused(
            tr("The instance ID is malformed: after i- there are letters and digits only."));
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
               std::string_view("-_.,:[] ").find(c) != std::string_view::npos;
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

Failure refused_vnc(const std::string& clause) {
    return refused(tr("The vnc:// address cannot be used: {1}.", clause));
}

// Why a vnc:// address that asks for this cannot be used; empty: it can. The numbers are those of
// the registry that RFC 7869 has set up, and of RFB's security types.
std::string unmet(std::string_view name, std::string_view value) {
    if (equals_ignoring_case(name, "channeltype") && value != "1")
        return tr("it asks for a channel (ChannelType) other than plain TCP");
    if (equals_ignoring_case(name, "securitytype") && value != "1" && value != "2")
        return tr(
            "it asks for a kind of security (SecurityType) other than none and VNC "
            "authentication");
    if (starts_with_ignoring_case(name, "ssh"))
        return tr("it asks for a tunnel by SSH; begin it with ssh -L");
    if (starts_with_ignoring_case(name, "idhash"))
        return tr("it asks that the server's key is compared (IdHash), and plain VNC has none");
    return {};
}

// Takes one parameter; a value that is empty stands for none. Nothing on success.
std::optional<Failure> take(std::string_view name, std::string value, VncTarget& target) {
    Secret text(std::move(value));
    if (text.empty()) return std::nullopt;
    if (const auto clause = unmet(name, text.reveal()); !clause.empty()) return refused_vnc(clause);
    if (equals_ignoring_case(name, "viewonly"))
        target.view_only = !equals_ignoring_case(text.reveal(), "false") && text.reveal() != "0";
    if (!equals_ignoring_case(name, "vncpassword")) return std::nullopt;
    if (text.reveal().size() > max_password || text.reveal().find('\0') != std::string_view::npos)
        return refused_vnc(tr("its VncPassword has a zero byte or more than 255"));
    target.password = std::move(text);
    return std::nullopt;
}

std::optional<Failure> take_parameters(std::string_view query, VncTarget& target) {
    while (!query.empty()) {
        const auto part = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(query.size(), part.size() + 1));
        const auto mark = std::min(part.find('='), part.size());
        auto value = percent_decode(part.substr(std::min(part.size(), mark + 1)));
        if (!value) return refused_vnc(tr("the percent-encoding of its parameters is broken"));
        if (auto failure = take(part.substr(0, mark), std::move(*value), target)) return failure;
    }
    return std::nullopt;
}

// `rest` is what follows "vnc://".
Result<Target> parse_vnc(std::string_view rest) {
    const auto mark = std::min(rest.find('?'), rest.size());
    auto place = rest.substr(0, mark);
    const auto query = rest.substr(std::min(rest.size(), mark + 1));
    if (place.ends_with('/')) place.remove_suffix(1);
    if (place.find_first_of("/#") != std::string_view::npos ||
        query.find('#') != std::string_view::npos)
        return refused_vnc(tr("it has a path or a fragment"));
    if (place.empty() && !query.empty())
        return refused_vnc(tr("it has no host, and ecsview keeps no connections by their names"));
    auto address = parse_authority(place, vnc_port);
    if (!address) return refused_vnc(address.failure().sentence);
    VncTarget target{std::move(*address)};
    if (auto failure = take_parameters(query, target)) return std::move(*failure);
    return Target(std::move(target));
}

}  // namespace

Result<Target> parse_target(std::string_view text) {
    if (text.starts_with("i-")) return parse_instance_id(text);
    if (ecs::looks_like_vnc_url(text)) return parse_websocket(text);
    if (starts_with_ignoring_case(text, "vnc://")) return parse_vnc(text.substr(6));
    if (ecs::looks_like_page_link(text)) return parse_page(text);
    if (is_name(text)) return Target(InstanceName{std::string(text)});
    return refused(
        tr("TARGET is none of: an instance ID (i-...), an instance name, a VncUrl (wss://... or "
           "wss%3A...), a link of the web console, vnc://host[:port]."));
}

std::string console_key(const Target& target) {
    if (const auto* instance = std::get_if<InstanceId>(&target)) return instance->text;
    if (const auto* name = std::get_if<InstanceName>(&target)) return name->text;
    if (const auto* url = std::get_if<ecs::WebsocketUrl>(&target))
        return "wss://" + url->authority.text();
    if (const auto* page = std::get_if<ecs::PageLink>(&target))
        return page->instance_id.empty() ? "wss://" + page->url->authority.text()
                                         : page->instance_id;
    return "vnc://" + std::get<VncTarget>(target).address.text();
}

}  // namespace ecsview::options

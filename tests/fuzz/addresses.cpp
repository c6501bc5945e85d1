// SPDX-License-Identifier: GPL-2.0-or-later
// What says where to go: VncUrls, links of the web console, hosts and ports, proxies, endpoints,
// targets, and the escapes that all of them have. What is taken is safe in a request line.
#include <algorithm>

#include "base/authority.h"
#include "base/log.h"
#include "base/percent.h"
#include "base/proxy.h"
#include "base/utf8.h"
#include "ecs/console_hosts.h"
#include "ecs/endpoint.h"
#include "ecs/page_link.h"
#include "ecs/vnc_url.h"
#include "entry.h"
#include "link/acquaintance.h"
#include "link/host_memory.h"
#include "link/ladder.h"
#include "options/target.h"

using namespace ecsview;
using fuzz::require;

namespace {

bool graphic(std::string_view text) {
    return std::ranges::all_of(text, [](unsigned char c) { return c > ' ' && c < 0x7f; });
}

void check(const Authority& authority) {
    require(!authority.host.empty() && authority.port != 0, "no host, or no port");
    require(graphic(authority.host), "a host that breaks a line");
    const auto again = parse_authority(authority.text(), 1);
    require(again && *again == authority, "an authority that reads otherwise");
}

void check(const ecs::WebsocketUrl& url) {
    check(url.authority);
    const auto target = url.target.reveal();
    require(target.starts_with('/') && graphic(target), "a target that breaks a line");
    const auto query = target.find('?');
    if (query != target.npos && target.size() > query + 8)
        require(url.display().find(target.substr(query + 1)) == std::string::npos,
                "a query that is shown");
    if (!ecs::ConsoleHosts().has(url.authority)) return;
    const auto& host = url.authority.host;
    require(host.ends_with(".aliyun.com") || host.ends_with(".aliyuncs.com") ||
                host.ends_with(".alibabacloud.com"),
            "a host that is not the platform's");
}

void check(const options::Target& target) {
    if (const auto* url = std::get_if<ecs::WebsocketUrl>(&target)) check(*url);
    if (const auto* vnc = std::get_if<options::VncTarget>(&target)) check(vnc->address);
    if (const auto* id = std::get_if<options::InstanceId>(&target))
        require(graphic(id->text), "an instance that breaks a line");
    options::console_key(target);
}

void check_link(std::string_view text) {
    const auto link = ecs::parse_page_link(text);
    if (!link) return;
    require(link->url || !link->instance_id.empty(), "a link to nothing");
    if (link->url) check(*link->url);
    if (!link->instance_id.empty())
        require(ecs::valid_instance_id(link->instance_id), "an instance that is none");
}

void check_escapes(std::string_view text) {
    require(percent_decode(percent_encode(text)) == std::string(text), "an escape of another text");
    percent_decode(text);
    const std::string shown = log::printable(text, 64);
    require(shown.size() <= 64, "a printable text that is too long");
    for (std::string_view rest = shown; !rest.empty();) {
        require(utf8_sequence_size(rest) > 0, "a printable text that is none");
        const auto c = utf8_next(rest);
        require(*c >= ' ' && (*c < 0x7f || *c > 0x9f), "a control character");
    }
}

void check_memories(std::string_view text) {
    if (const auto host = link::HostMemory::read(text)) check(*host);
    link::Ladder ladder;
    ladder.read(text);
    link::Acquaintance acquaintance;
    acquaintance.read(text);
}

// A list of hosts, a line break, and a host.
void check_list(std::string_view text) {
    const auto end = text.find('\n');
    if (end == text.npos) return;
    if (const auto host = parse_authority(text.substr(end + 1), 443))
        is_listed(text.substr(0, end), *host);
}

}  // namespace

FUZZ_TARGET("addresses") {
    const auto [which, text] = fuzz::choice(data, size);
    switch (which % 10) {
        case 0:
            if (const auto url = ecs::decode_vnc_url(text)) check(*url);
            break;
        case 1: check_link(text); break;
        case 2:
            if (const auto authority = parse_authority(text, 443)) check(*authority);
            break;
        case 3:
            if (const auto proxy = parse_proxy(text)) check(proxy->authority);
            break;
        case 4: check_list(text); break;
        case 5:
            if (const auto endpoint = ecs::parse_endpoint(text)) check(endpoint->authority);
            break;
        case 6:
            if (const auto told = ecs::told_endpoint(text, "cn-hangzhou", ecs::Network::internet))
                require(told->authority.host.ends_with(".aliyuncs.com"), "a stranger is believed");
            break;
        case 7:
            if (const auto target = options::parse_target(text)) check(*target);
            break;
        case 8: check_escapes(text); break;
        default: check_memories(text);
    }
    return 0;
}

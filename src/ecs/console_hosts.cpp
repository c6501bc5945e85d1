// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/console_hosts.h"

#include <algorithm>

#include "base/language.h"

namespace ecsview::ecs {
namespace {

constexpr std::string_view platform[] = {".aliyun.com", ".aliyuncs.com", ".alibabacloud.com"};
constexpr std::uint16_t no_port = 0;

// One host as Authority has it; an IPv6 address may do without its brackets.
std::optional<std::string> host_of(std::string_view text) {
    const bool bare_ipv6 = !text.starts_with('[') && text.find(':') != text.rfind(':');
    const auto host = parse_authority(bare_ipv6 ? bracketed(std::string(text)) : text, no_port);
    if (!host || host->port != no_port) return std::nullopt;
    return host->host;
}

// Of addresses there is nothing below; and what looks like the end of one ends no name.
bool may_end_a_name(std::string_view host) {
    const auto last = host.substr(host.rfind('.') + 1);
    return host.find(':') == std::string_view::npos &&
           last.find_first_not_of("0123456789") != std::string_view::npos;
}

}  // namespace

std::optional<ConsoleHosts> ConsoleHosts::parse(std::string_view list) {
    ConsoleHosts hosts;
    for (bool more = true; more;) {
        const auto size = std::min(list.find(','), list.size());
        const bool suffix = list.starts_with('.');
        const auto host = host_of(list.substr(suffix, size - suffix));
        if (!host || (suffix && !may_end_a_name(*host))) return std::nullopt;
        if (suffix)
            hosts.suffixes_.push_back("." + *host);
        else
            hosts.hosts_.push_back(*host);
        more = size < list.size();
        if (more) list.remove_prefix(size + 1);
    }
    return hosts;
}

bool ConsoleHosts::has(const Authority& console) const noexcept {
    const auto ends = [&](std::string_view suffix) {
        return console.host.size() > suffix.size() && console.host.ends_with(suffix);
    };
    return std::ranges::any_of(platform, ends) || std::ranges::any_of(suffixes_, ends) ||
           std::ranges::find(hosts_, console.host) != hosts_.end();
}

Result<WebsocketUrl> ConsoleHosts::require(WebsocketUrl url) const {
    if (has(url.authority)) return url;
    return Failure{
        ExitCode::api,
        tr("The API's VNC URL leads to {1}, which is no host of the platform; if consoles are "
           "meant to be there, give --console-hosts {2}.",
           url.authority.shown(), url.authority.host),
        {Retry::never}};
}

}  // namespace ecsview::ecs

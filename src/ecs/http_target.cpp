// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/http_target.h"

#include "base/authority.h"

namespace ecsview::ecs {
namespace {

// The metadata service of an ECS machine: link-local, so it does not leave the host either.
constexpr std::string_view metadata_host = "100.100.100.200";

}  // namespace

bool is_https(const HttpRequest& request) {
    return request.url.starts_with("https:");
}

std::string peer_of(const HttpRequest& request) {
    const auto begin = request.url.find("://") + 3;
    return request.url.substr(begin, request.url.find_first_of("/?#", begin) - begin);
}

bool may_be_plain(const HttpRequest& request) {
    const auto authority = parse_authority(peer_of(request), 80);
    return authority && (authority->loopback() || authority->host == metadata_host);
}

Result<std::optional<Proxy>> proxy_of(const HttpRequest& request) {
    if (!is_https(request)) return std::optional<Proxy>();
    const auto host = parse_authority(peer_of(request), 443);
    return proxy_for(host ? *host : Authority());
}

}  // namespace ecsview::ecs

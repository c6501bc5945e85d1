// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/credentials/metadata.h"

#include "base/ascii.h"
#include "base/percent.h"

namespace ecsview::ecs {
namespace {

HttpRequest request(const char* method, std::string url) {
    HttpRequest out;
    out.method = method;
    out.url = std::move(url);
    out.connect_limit = metadata_limit;
    return out;
}

HttpRequest get(std::string url, const Secret& token) {
    auto out = request("GET", std::move(url));
    if (!token.empty())
        out.headers.push_back({"X-aliyun-ecs-metadata-token", std::string(token.reveal())});
    return out;
}

}  // namespace

HttpRequest metadata_token_request(const std::string& base) {
    auto out = request("PUT", base + "/latest/api/token");
    out.headers.push_back({"X-aliyun-ecs-metadata-token-ttl-seconds", "21600"});
    return out;
}

HttpRequest metadata_role_request(const std::string& base, const Secret& token,
                                  std::string_view role) {
    return get(base + "/latest/meta-data/ram/security-credentials/" + percent_encode(role), token);
}

HttpRequest metadata_region_request(const std::string& base, const Secret& token) {
    return get(base + "/latest/meta-data/region-id", token);
}

bool is_metadata_token(std::string_view body) noexcept {
    return !body.empty() && body.size() <= 4096 && is_visible(body);
}

std::string read_role_name(std::string_view body) {
    body = trimmed(body);
    const bool plain =
        body.size() <= 64 && is_visible(body) && body.find_first_of("/<") == std::string_view::npos;
    return plain ? std::string(body) : "";
}

}  // namespace ecsview::ecs

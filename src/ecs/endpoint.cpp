// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/endpoint.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/language.h"

namespace ecsview::ecs {
namespace {

constexpr std::size_t max_region = 40;  // keeps the host name's label within its 63

Failure refused(const std::string& clause) {
    return {ExitCode::usage, tr("The API endpoint (--endpoint) cannot be used: {1}.", clause)};
}

}  // namespace

bool valid_region(std::string_view region) noexcept {
    return !region.empty() && region.size() <= max_region &&
           std::all_of(region.begin(), region.end(),
                       [](char c) { return is_alphanumeric(c) || c == '-'; });
}

Result<Endpoint> region_endpoint(std::string_view region, Network network) {
    const Failure bad{ExitCode::usage,
                      tr("The region is not a region ID such as cn-hangzhou; check --region or "
                         "ALIBABA_CLOUD_REGION_ID.")};
    if (!valid_region(region)) return bad;
    // The one region without endpoints of its own.
    if (region == "cn-hangzhou-finance") return central_endpoint();
    const std::string service = network == Network::vpc ? "ecs-vpc." : "ecs.";
    auto authority = parse_authority(service + std::string(region) + ".aliyuncs.com", 443);
    if (!authority) return bad;  // "-" and the like
    return Endpoint{true, std::move(*authority)};
}

Result<Endpoint> told_endpoint(std::string_view told, std::string_view region, Network network) {
    if (network == Network::internet && told.ends_with(".aliyuncs.com"))
        if (auto authority = parse_authority(told, 443))
            return Endpoint{true, std::move(*authority)};
    return region_endpoint(region, network);
}

Endpoint central_endpoint() {
    return {true, {"ecs.aliyuncs.com", 443}};
}

Result<Endpoint> parse_endpoint(std::string_view text) {
    const auto mark = text.find("://");
    const auto scheme = mark == std::string_view::npos ? "https" : text.substr(0, mark);
    if (scheme != "https" && scheme != "http") return refused(tr("its scheme is not https"));
    const bool tls = scheme == "https";
    auto rest = mark == std::string_view::npos ? text : text.substr(mark + 3);
    if (rest.ends_with('/')) rest.remove_suffix(1);
    if (rest.find_first_of("/?#") != std::string_view::npos)
        return refused(tr("it has a path or a query, and the API has none"));
    auto authority = parse_authority(rest, tls ? 443 : 80);
    if (!authority) return refused(authority.failure().sentence);
    if (!tls && !authority->loopback())
        return refused(tr("http is for this machine only (localhost); use https"));
    return Endpoint{tls, std::move(*authority)};
}

}  // namespace ecsview::ecs

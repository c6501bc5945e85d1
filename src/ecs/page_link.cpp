// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/page_link.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/language.h"
#include "base/percent.h"

namespace ecsview::ecs {
namespace {

constexpr std::size_t max_instance_id = 64;
constexpr std::size_t password_size = 6;
constexpr std::string_view page = "https://g.alicdn.com/aliyun/ecs-console-vnc2/0.0.8/index.html";

Failure refused(const std::string& clause) {
    return {ExitCode::usage, tr("The link of the web console cannot be used: {1}.", clause)};
}

// What follows the first '?', without a fragment behind it. Some pages keep theirs in the fragment.
std::string_view query_of(std::string_view link) {
    const auto mark = link.find('?');
    if (mark == std::string_view::npos) return {};
    const auto query = link.substr(mark + 1);
    return query.substr(0, query.find('#'));
}

// The value as it stands there, still encoded.
std::optional<std::string_view> raw_value(std::string_view query, std::string_view name) {
    while (!query.empty()) {
        const auto part = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(query.size(), part.size() + 1));
        const auto mark = part.find('=');
        if (mark != std::string_view::npos && part.substr(0, mark) == name)
            return part.substr(mark + 1);
    }
    return std::nullopt;
}

// Decoded once, as a query is.
Result<Secret> value(std::string_view query, std::string_view name) {
    auto decoded = percent_decode(raw_value(query, name).value_or(""));
    if (!decoded) return refused(tr("the percent-encoding of {1} is broken", name));
    return Secret(std::move(*decoded));
}

bool is_plain(std::string_view raw) {
    return starts_with_ignoring_case(raw, "wss://") || starts_with_ignoring_case(raw, "ws://");
}

// Alibaba Cloud's page calls it vncUrl, Tencent Cloud's InstanceVncUrl.
Result<std::optional<WebsocketUrl>> url_in(std::string_view query) {
    const auto* name = raw_value(query, "vncUrl") ? "vncUrl" : "InstanceVncUrl";
    const auto raw = raw_value(query, name).value_or("");
    if (raw.empty()) return std::optional<WebsocketUrl>();
    // It is decoded already; decoding it again would change its ticket.
    const auto once = is_plain(raw) ? Result<Secret>(Secret(std::string(raw))) : value(query, name);
    if (!once) return once.failure();
    auto url = decode_vnc_url(once->reveal());
    if (!url) return Failure{ExitCode::usage, url.failure().sentence};
    return std::optional<WebsocketUrl>(std::move(*url));
}

std::optional<bool> boolean(std::string_view text) {
    if (text.size() == 4 && starts_with_ignoring_case(text, "true")) return true;
    if (text.size() == 5 && starts_with_ignoring_case(text, "false")) return false;
    return std::nullopt;
}

}  // namespace

bool valid_instance_id(std::string_view text) noexcept {
    return text.size() > 2 && text.size() <= max_instance_id && text.starts_with("i-") &&
           std::all_of(text.begin() + 2, text.end(), is_alphanumeric);
}

bool valid_vnc_password(std::string_view text) noexcept {
    return text.size() == password_size && std::all_of(text.begin(), text.end(), is_alphanumeric);
}

bool looks_like_page_link(std::string_view text) noexcept {
    return starts_with_ignoring_case(text, "https://") ||
           starts_with_ignoring_case(text, "http://");
}

Result<PageLink> parse_page_link(std::string_view text) {
    const auto query = query_of(text);
    auto url = url_in(query);
    if (!url) return url.failure();
    const auto id = value(query, "instanceId");
    if (!id) return id.failure();
    auto password = value(query, "password");
    if (!password) return password.failure();
    if (!id->empty() && !valid_instance_id(id->reveal()))
        return refused(tr("its instanceId is not i- with letters and digits"));
    if (!password->empty() && !valid_vnc_password(password->reveal()))
        return refused(tr("its password is not six letters or digits"));
    if (!*url && id->empty()) return refused(tr("it has neither vncUrl nor instanceId"));
    return PageLink{std::move(*url), std::string(id->reveal()),
                    boolean(raw_value(query, "isWindows").value_or("")), std::move(*password)};
}

Secret page_link(std::string_view vnc_url, std::string_view instance_id, bool windows,
                 std::string_view password) {
    std::string link(page);
    link += "?vncUrl=" + (is_plain(vnc_url) ? percent_encode(vnc_url) : std::string(vnc_url));
    link += "&instanceId=" + percent_encode(instance_id);
    link += windows ? "&isWindows=true" : "&isWindows=false";
    if (!password.empty()) link += "&password=" + percent_encode(password);
    return Secret(std::move(link));
}

}  // namespace ecsview::ecs

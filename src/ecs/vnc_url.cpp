// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/vnc_url.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/language.h"
#include "base/log.h"
#include "base/percent.h"

namespace ecsview::ecs {
namespace {

constexpr std::size_t max_url = std::size_t{64} * 1024;

Failure refused(const std::string& clause) {
    return {ExitCode::api, tr("The VNC URL cannot be used: {1}.", clause)};
}

bool is_encoded(std::string_view text) {
    return starts_with_ignoring_case(text, "wss%3a") || starts_with_ignoring_case(text, "ws%3a");
}

// `rest` is what follows "://".
Result<WebsocketUrl> parse(bool tls, std::string_view rest) {
    const auto end = std::min(rest.find_first_of("/?#"), rest.size());
    auto authority = parse_authority(rest.substr(0, end), tls ? 443 : 80);
    if (!authority) return refused(authority.failure().sentence);
    const auto tail = rest.substr(end);
    if (tail.find('#') != std::string_view::npos) return refused(tr("it has a fragment (#)"));
    if (tail.find("%00") != std::string_view::npos) return refused(tr("it has a zero byte"));
    std::string target(tail.starts_with('/') ? "" : "/");
    target += tail;
    return WebsocketUrl{tls, std::move(*authority), Secret(std::move(target))};
}

Result<WebsocketUrl> parse_plain(std::string_view text) {
    if (!is_visible(text))
        return refused(tr("it has spaces, control bytes or characters outside ASCII"));
    if (starts_with_ignoring_case(text, "wss://")) return parse(true, text.substr(6));
    if (starts_with_ignoring_case(text, "ws://")) return parse(false, text.substr(5));
    return refused(tr("it does not begin with wss:// or ws://, plain or percent-encoded once"));
}

}  // namespace

std::string WebsocketUrl::display() const {
    const auto path = target.reveal().substr(0, target.reveal().find('?'));
    const bool has_query = path.size() < target.reveal().size();
    return (tls ? "wss://" : "ws://") + host_header() + log::printable(path) +
           (has_query ? "?..." : "");
}

Result<WebsocketUrl> decode_vnc_url(std::string_view text) {
    if (text.empty()) return refused(tr("it is empty"));
    if (text.size() > max_url) return refused(tr("it is longer than 64 kB"));
    if (!is_encoded(text)) return parse_plain(text);
    auto decoded = percent_decode(text);
    if (!decoded) return refused(tr("its percent-encoding is broken"));
    const Secret plain(std::move(*decoded));
    return parse_plain(plain.reveal());
}

bool looks_like_vnc_url(std::string_view text) noexcept {
    return is_encoded(text) || starts_with_ignoring_case(text, "wss:") ||
           starts_with_ignoring_case(text, "ws:");
}

Result<WebsocketUrl> require_privacy(WebsocketUrl url, bool allow_plain_ws) {
    if (url.tls || allow_plain_ws || url.authority.loopback()) return url;
    return Failure{ExitCode::usage,
                   tr("The console at {1} is offered without encryption (ws://); give "
                      "--allow-plain-ws if everyone on the way may watch.",
                      url.authority.shown())};
}

}  // namespace ecsview::ecs

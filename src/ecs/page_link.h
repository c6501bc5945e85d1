// SPDX-License-Identifier: GPL-2.0-or-later
// Links of the platform's web console: a page for browsers whose query carries a VncUrl, the
// instance, its kind and perhaps a password. Read and written here; the page itself is never
// fetched. Pure; any thread. A link is a secret.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ecs/vnc_url.h"

namespace ecsview::ecs {

struct PageLink {
    std::optional<WebsocketUrl> url;  // it is as old as the link
    std::string instance_id;          // empty: none. One of the two is there
    std::optional<bool> windows;
    Secret password;  // empty: none
};

// Letters and digits after "i-", at most 64 bytes in all.
bool valid_instance_id(std::string_view text) noexcept;

// Six letters or digits: what the platform sets and its page takes.
bool valid_vnc_password(std::string_view text) noexcept;

bool looks_like_page_link(std::string_view text) noexcept;

// https://HOST/…?vncUrl=…&instanceId=…&isWindows=…&password=…; the VncUrl stands there as the
// platform returned it, or encoded once more, or not at all encoded. Failure: ExitCode::usage and a
// sentence in which no part of the text stands.
Result<PageLink> parse_page_link(std::string_view text);

// The link as the platform documents it. `vnc_url` is as returned; `password` may be empty.
Secret page_link(std::string_view vnc_url, std::string_view instance_id, bool windows,
                 std::string_view password);

}  // namespace ecsview::ecs

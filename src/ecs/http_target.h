// SPDX-License-Identifier: GPL-2.0-or-later
// The host that a request goes to, and whether by a proxy, taken from its URL. We made the URL, so
// it has a scheme and a host. Any thread.
#pragma once

#include <optional>
#include <string>

#include "base/error.h"
#include "base/proxy.h"
#include "ecs/http_request.h"

namespace ecsview::ecs {

bool is_https(const HttpRequest& request);
// "host[:port]"
std::string peer_of(const HttpRequest& request);
// Plain text may not leave the machine.
bool may_be_plain(const HttpRequest& request);
// A request that may not leave the machine may not go to a proxy either. Failure: as proxy_for().
Result<std::optional<Proxy>> proxy_of(const HttpRequest& request);

}  // namespace ecsview::ecs

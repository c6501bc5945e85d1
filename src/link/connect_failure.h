// SPDX-License-Identifier: GPL-2.0-or-later
// Why a connection could not be opened or was given up, as a sentence: TCP, TLS, the certificate,
// the HTTP answer. Pump thread, while libwebsockets reports the failure.
#pragma once

#include <string_view>

#include "base/error.h"
#include "link/destination.h"
#include "link/liveness.h"

struct lws;

namespace ecsview::link {

// `wsi` may be null. `beyond_tls`: the HTTP request was written, or TCP stood where there is none.
Failure connect_failure(lws* wsi, const Destination& destination, bool beyond_tls);
// The HTTP status with which a proxy refused to connect, or 0; libwebsockets tells it in `words`.
unsigned proxy_refusal(std::string_view words);
Failure proxy_failure(const Destination& destination, unsigned status);
// A text message came; websockify's tunnel has binary ones only.
Failure text_failure(const Destination& destination);
// An open connection was given up by us.
Failure death_failure(const Destination& destination, Death death);

}  // namespace ecsview::link

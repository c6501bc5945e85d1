// SPDX-License-Identifier: GPL-2.0-or-later
// Why a websocket could not be opened or was given up, as a sentence: TLS, the certificate, the
// HTTP answer. Pump thread, while libwebsockets reports the failure.
#pragma once

#include "base/error.h"
#include "link/tunnel/destination.h"
#include "link/tunnel/liveness.h"

struct lws;

namespace ecsview::link {

// `wsi` may be null. `beyond_tls`: the HTTP request was written, or TCP stood where there is none.
Failure connect_failure(lws* wsi, const Destination& destination, bool beyond_tls);
// HTTP 400, which servers also say to a subprotocol that they do not know. `wsi` may be null.
bool answered_bad_request(lws* wsi);
// A text message came; websockify's tunnel has binary ones only.
Failure text_failure(const Destination& destination);
// An open connection was given up by us.
Failure death_failure(const Destination& destination, Death death);

}  // namespace ecsview::link

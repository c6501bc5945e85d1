// SPDX-License-Identifier: GPL-2.0-or-later
// Why a websocket could not be opened: TLS, the certificate, the HTTP answer. Pump thread, while
// libwebsockets reports the failure.
#pragma once

#include "link/tunnel/destination.h"
#include "link/tunnel/ending.h"

struct lws;

namespace ecsview::link {

// `wsi` may be null. `beyond_tls`: the HTTP request was written, or TCP stood where there is none.
Ending connect_ending(lws* wsi, const Destination& destination, bool beyond_tls);

}  // namespace ecsview::link

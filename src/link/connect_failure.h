// SPDX-License-Identifier: GPL-2.0-or-later
// Why a connection could not be opened, as a sentence: TCP, TLS, the certificate, or the HTTP
// answer. Pump thread, while libwebsockets reports the failure.
#pragma once

#include "base/error.h"
#include "link/destination.h"

struct lws;

namespace ecsview::link {

// `wsi` may be null. `beyond_tls`: the HTTP request was written, or TCP stood where there is none.
Failure connect_failure(lws* wsi, const Destination& destination, bool beyond_tls);

}  // namespace ecsview::link

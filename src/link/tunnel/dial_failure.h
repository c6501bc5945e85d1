// SPDX-License-Identifier: GPL-2.0-or-later
// Why there is no way to a console, as a sentence: nobody answers, or a proxy does not let us
// through. Pure; any thread.
#pragma once

#include "base/error.h"
#include "link/tunnel/destination.h"
#include "link/tunnel/proxy_talk.h"

namespace ecsview::link {

// No address of the server, or of the proxy before it, was connected.
Failure unreachable_failure(const Destination& destination);
// The proxy gave another answer than the way.
Failure proxy_refused_failure(const Destination& destination, const ProxyRefusal& refusal);
// It closed the connection, or said nothing in time.
Failure proxy_gone_failure(const Destination& destination);
Failure proxy_silent_failure(const Destination& destination);
// TLS to the proxy, and no authorities to trust.
Failure nobody_trusted_failure();
Failure no_descriptor_failure();

}  // namespace ecsview::link

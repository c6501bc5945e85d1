// SPDX-License-Identifier: GPL-2.0-or-later
// Why there is no way to a console: nobody answers, or a proxy does not let us through. Pure; any
// thread.
#pragma once

#include "link/tunnel/destination.h"
#include "link/tunnel/ending.h"
#include "link/tunnel/proxy_talk.h"

namespace ecsview::link {

// No address of the server, or of the proxy before it, was connected.
Ending unreachable_ending(const Destination& destination);
// The proxy gave another answer than the way.
Ending proxy_refused_ending(const Destination& destination, const ProxyRefusal& refusal);
// It closed the connection, or said nothing in time.
Ending proxy_gone_ending(const Destination& destination);
Ending proxy_silent_ending(const Destination& destination);

}  // namespace ecsview::link

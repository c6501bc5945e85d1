// SPDX-License-Identifier: GPL-2.0-or-later
// Goes the way to a server as a connection does, one step after the other, and no further than TLS:
// names, TCP with the proxy on the way, the certificate. It blocks; one thread.
#pragma once

#include <chrono>
#include <stop_token>

#include "base/certificates.h"
#include "doctor/check.h"
#include "link/tunnel/destination.h"

namespace ecsview::doctor {

// What the steps are called.
struct Leg {
    Topic name, route, tls;
};

struct ProbeLimits {
    std::chrono::steady_clock::time_point deadline;
    std::stop_token cancel;
};

// True: it got there. Each step is told, the last one with why it failed.
bool probe_way(const Leg& leg, const link::Destination& to, const TrustedRoots& roots,
               const ProbeLimits& limits, const Tell& tell);

}  // namespace ecsview::doctor

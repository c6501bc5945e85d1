// SPDX-License-Identifier: GPL-2.0-or-later
// Carries a request to the API: the only user of libcurl. One thread at a time calls perform(); the
// stop token may be triggered by any thread. HTTPS with TLS 1.2 or later and full verification, no
// redirects; plain http to this machine and its metadata service only. The proxy is base/proxy.h's.
#pragma once

#include <chrono>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>

#include "base/certificates.h"
#include "base/error.h"
#include "ecs/http_request.h"
#include "ecs/http_sessions.h"

namespace ecsview::ecs {

// What carries the requests, for whoever reports a fault: "libcurl/8.14.1 mbedTLS/3.6.4 …".
std::string http_libraries();

class Http {
public:
    // Throws Error (ExitCode::network) when libcurl cannot be set up.
    Http();

    // Failures: ExitCode::network (name, connection, proxy, time),
    // ExitCode::tls_identity (certificate), ExitCode::done when `cancel` was triggered. `sessions`,
    // which are of `trusted_roots` alone, may be resumed; without any TLS begins from the start.
    Result<HttpReply> perform(const HttpRequest& request,
                              std::chrono::steady_clock::time_point deadline,
                              const TrustedRoots& trusted_roots, const std::stop_token& cancel,
                              HttpSessions* sessions = nullptr);

private:
    struct Close {
        void operator()(void* easy) const noexcept;
    };
    struct CloseMulti {
        void operator()(void* multi) const noexcept;
    };

    std::unique_ptr<void, CloseMulti> multi_;  // waits, and can be woken by another thread
    std::unique_ptr<void, Close> easy_;
};

}  // namespace ecsview::ecs

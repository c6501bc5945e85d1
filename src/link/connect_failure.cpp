// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/connect_failure.h"

#include <libwebsockets.h>

#include <string>

#include "base/certificates.h"

namespace ecsview::link {
namespace {

// The connection ended before a byte of ours: TCP, or TLS and its certificate.
Failure tls_failure(lws* wsi, const Destination& destination, const std::string& where) {
    const bool tls = destination.tls && wsi;
    const auto verdict = tls ? lws_tls_client_verdict(wsi) : lws_tls_verdict_no_tls;
    if (verdict == lws_tls_verdict_no_tls)
        return {ExitCode::network, "Nothing answers at " + where +
                                       "; check the address, the network and the firewall."};
    if (verdict == lws_tls_verdict_no_certificate || verdict == 0)
        return {ExitCode::network, "TLS with " + where +
                                       " failed before its certificate could be judged; is it a "
                                       "TLS 1.2 or 1.3 server?"};
    return {ExitCode::tls_identity,
            "The certificate of " + where + " " + CertificateWatch::describe(verdict)};
}

}  // namespace

Failure connect_failure(lws* wsi, const Destination& destination, bool beyond_tls) {
    const std::string where = destination.display();
    const unsigned status = wsi && beyond_tls ? lws_http_client_http_response(wsi) : 0;
    if (status)
        return {ExitCode::network, "The proxy at " + where + " refused the console with HTTP " +
                                       std::to_string(status) +
                                       "; the VNC URL may have expired (15 s), ask for a new one."};
    if (beyond_tls)
        return {ExitCode::network,
                "What answers at " + where + " opens no websocket; check the URL or the port."};
    return tls_failure(wsi, destination, where);
}

}  // namespace ecsview::link

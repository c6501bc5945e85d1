// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/tunnel/connect_ending.h"

#include <libwebsockets.h>

#include <string>

#include "base/certificates.h"

namespace ecsview::link {
namespace {

// The connection ended before a byte of ours: TCP, or TLS and its certificate.
Ending tls_ending(lws* wsi, const Destination& destination, const std::string& where) {
    const bool tls = destination.tls && wsi;
    const auto verdict = tls ? lws_tls_client_verdict(wsi) : lws_tls_verdict_no_tls;
    if (verdict == lws_tls_verdict_no_tls) return ending("closed_at_once", {.where = where});
    if (verdict == lws_tls_verdict_no_certificate || verdict == 0)
        return ending("no_tls", {.where = where});
    if (verdict == CertificateRules::other_key) return ending("pinned_key", {.where = where});
    return ending("certificate", {.where = where, .words = CertificateWatch::describe(verdict)});
}

// The proxy's HTTP answer instead of a tunnel. The platform's says 403 to a URL that is too old,
// and servers say 400 to a subprotocol that they do not know, too.
Cause cause_of(unsigned status) {
    switch (status) {
        case 400: return "http_400";
        case 403: return "http_expired";
        case 414:
        case 431: return "http_too_long";
        case 429: return "http_too_many";
        default: return status >= 500 ? Cause("http_failed") : Cause("http_refused");
    }
}

}  // namespace

Ending connect_ending(lws* wsi, const Destination& destination, bool beyond_tls) {
    const std::string where = destination.display();
    if (!beyond_tls) return tls_ending(wsi, destination, where);
    const unsigned status = wsi ? lws_http_client_http_response(wsi) : 0;
    if (!status || status == 101) return ending("no_websocket", {.where = where});
    return ending(cause_of(status), {.where = where, .words = std::to_string(status)});
}

}  // namespace ecsview::link

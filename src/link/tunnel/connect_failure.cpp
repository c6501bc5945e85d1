// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/tunnel/connect_failure.h"

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
        return {ExitCode::network, "The connection to " + where +
                                       " was closed at once; check the address and the firewall."};
    if (verdict == lws_tls_verdict_no_certificate || verdict == 0)
        return {ExitCode::network, "TLS with " + where +
                                       " failed before its certificate could be judged; is it a "
                                       "TLS 1.2 or 1.3 server?"};
    return {ExitCode::tls_identity, "The certificate of " + where + " " +
                                        CertificateWatch::describe(verdict) +
                                        "; check the address, this machine's clock and --ca-file."};
}

// The proxy's HTTP answer instead of a tunnel. The platform's says 403 to a URL that is too old.
Failure refusal(unsigned status, const std::string& where) {
    const char* advice = status == 403 ? "the VNC URL may have expired (15 s), ask for a new one."
                         : status == 414 || status == 431
                             ? "its limit for the length of a URL is less than the VNC URL's; have "
                               "it raised."
                         : status == 429 ? "too many connections in a short time, wait a minute."
                         : status >= 500 ? "its own side fails, try again later."
                                         : "check that the URL is a console's.";
    return {ExitCode::network, "The proxy at " + where + " refused the console with HTTP " +
                                   std::to_string(status) + "; " + advice};
}

}  // namespace

bool answered_bad_request(lws* wsi) {
    return wsi && lws_http_client_http_response(wsi) == 400;
}

Failure text_failure(const Destination& destination) {
    return {ExitCode::protocol, "The proxy at " + destination.display() +
                                    " sent text where RFB is binary; this is not a VNC tunnel. "
                                    "Check the URL."};
}

Failure death_failure(const Destination& destination, Death death) {
    const std::string where = destination.display();
    switch (death) {
        case Death::silent:
            return {ExitCode::network, "Nothing comes from " + where +
                                           " any more, and it does not answer; check the network."};
        case Death::stalled:
            return {ExitCode::network, "The server at " + where +
                                           " stopped in the middle of a picture; check the "
                                           "network and the server."};
        case Death::decoder_stuck: break;
    }
    return {ExitCode::decoder,
            "The picture decoder did not go on and was stopped; if this goes on, report what the "
            "server is."};
}

Failure connect_failure(lws* wsi, const Destination& destination, bool beyond_tls) {
    const std::string where = destination.display();
    const unsigned status = wsi && beyond_tls ? lws_http_client_http_response(wsi) : 0;
    if (status && status != 101) return refusal(status, where);
    if (beyond_tls)
        return {ExitCode::network,
                "What answers at " + where + " opens no websocket; check the URL or the port."};
    return tls_failure(wsi, destination, where);
}

}  // namespace ecsview::link

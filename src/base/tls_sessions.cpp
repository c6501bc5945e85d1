// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/tls_sessions.h"

#include <mbedtls/ssl.h>

#include <algorithm>
#include <utility>

#include "base/certificates.h"

namespace ecsview {

// mbedTLS wipes the keys in it.
struct TlsSessions::Session {
    Session() { mbedtls_ssl_session_init(&state); }
    ~Session() { mbedtls_ssl_session_free(&state); }
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    mbedtls_ssl_session state;
    std::string server;
    SessionSpan span;
};

void allow_tickets(void* config) noexcept {
    mbedtls_ssl_conf_session_tickets(static_cast<mbedtls_ssl_config*>(config),
                                     MBEDTLS_SSL_SESSION_TICKETS_ENABLED);
}

TlsSessions::TlsSessions() = default;
TlsSessions::~TlsSessions() = default;

void TlsSessions::begin(void* tls, const std::string& server, Time now) {
    tls_ = nullptr;
    ends_.reset();
    span_ = {};
    server_ = server;
    if (kept_ && !kept_->span.holds(now)) kept_.reset();
    // Once: with a ticket that is shown twice, who listens knows both connections for ours. And
    // what a server stumbles over is not offered to it again.
    if (const auto offered = kept_ && kept_->server == server ? std::move(kept_) : nullptr)
        if (mbedtls_ssl_set_session(static_cast<mbedtls_ssl_context*>(tls), &offered->state) == 0)
            span_ = offered->span;
    tls_ = tls;
}

void TlsSessions::judged(const void* tls, const mbedtls_x509_crt& certificate) {
    if (tls != tls_) return;
    const auto end = end_of(certificate);
    ends_ = std::min(ends_.value_or(end), end);
}

// A server that resumes shows no certificate, and one that does not has to.
bool TlsSessions::agreed(const void* tls, Time now) {
    if (!tls || tls != tls_) return false;
    const bool resumed = !ends_ && span_.holds(now);
    if (!resumed) span_ = ends_ ? SessionSpan(now, *ends_) : SessionSpan();
    const auto version =
        mbedtls_ssl_get_version_number(static_cast<const mbedtls_ssl_context*>(tls));
    if (version == MBEDTLS_SSL_VERSION_TLS1_2) keep(tls);
    return resumed;
}

void TlsSessions::ticket(const void* tls) {
    if (tls && tls == tls_) keep(tls);
}

void TlsSessions::keep(const void* tls) {
    auto session = std::make_unique<Session>();
    const auto* const of = static_cast<const mbedtls_ssl_context*>(tls);
    if (mbedtls_ssl_get_session(of, &session->state) != 0) return;
    session->server = server_;
    session->span = span_;
    kept_ = std::move(session);
}

}  // namespace ecsview

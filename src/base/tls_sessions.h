// SPDX-License-Identifier: GPL-2.0-or-later
// The session of TLS that is kept for the next connection to the same server: it spares the
// certificates and what judging them takes, and on TLS 1.2 a round trip. By mbedTLS, in memory
// only. One for each trust (authorities and pins), so no session leads around either; one thread at
// a time. It keeps the last session, and offers it once.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/session_span.h"

struct mbedtls_x509_crt;

namespace ecsview {

// Lets a client that `config`, an mbedtls_ssl_config, is for have tickets of TLS 1.2. Those of 1.3
// it may have anyway.
void allow_tickets(void* config) noexcept;

class TlsSessions {
public:
    using Time = SessionSpan::Time;

    TlsSessions();
    ~TlsSessions();
    TlsSessions(const TlsSessions&) = delete;
    TlsSessions& operator=(const TlsSessions&) = delete;

    // `tls`, an mbedtls_ssl_context, is about to shake hands with that server. What is kept for it
    // is offered. What is said below of another `tls` than the last one counts for nothing.
    void begin(void* tls, const std::string& server, Time now);
    // One of the certificates that are shown.
    void judged(const void* tls, const mbedtls_x509_crt& certificate);
    // Hands are shaken: all of the certificates were good, or there were none. True: the session
    // that was offered goes on.
    bool agreed(const void* tls, Time now);
    // A ticket of TLS 1.3 came.
    void ticket(const void* tls);

private:
    struct Session;

    void keep(const void* tls);

    // The last handshake.
    const void* tls_ = nullptr;
    std::string server_;
    std::optional<Time> ends_;  // of what was judged in it, the first to end
    SessionSpan span_;          // of its session; while it lasts, of the one that was offered

    std::unique_ptr<Session> kept_;
};

}  // namespace ecsview

// SPDX-License-Identifier: GPL-2.0-or-later
// TLS to a proxy, inside which the way to somewhere else begins, or to a server that is to show who
// it is: a client on a connected socket that does not block, by mbedTLS 1.2 and 1.3. One thread at
// a time. It owns neither the socket nor time.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "base/certificates.h"

namespace ecsview {

class TlsStream {
public:
    enum class Progress {
        made,        // `size` says how much
        wants_read,  // again when the socket is readable
        wants_write,
        closed,  // by the other side, in order
        failed,  // the connection, or what was said on it
    };
    struct Step {
        Progress progress;
        std::size_t size = 0;
    };

    // `host` is a name or an address, which the certificate has to have.
    TlsStream(int fd, const std::string& host, const TrustedRoots& trusted_roots);
    ~TlsStream();
    TlsStream(const TlsStream&) = delete;
    TlsStream& operator=(const TlsStream&) = delete;

    Step shake_hands();
    Step read(char* bytes, std::size_t size);
    // `size` bytes were taken. After wants_read or wants_write call it again with the same bytes.
    Step write(const char* bytes, std::size_t size);
    // Says that nothing more comes; once, and without waiting.
    void say_goodbye();

    // The handshake failed over the certificate: the rest of "The certificate of … ". Empty: not
    // so.
    std::string complaint() const;
    // After the handshake, also one that failed: what was shown in it, the authority's first.
    const std::vector<ShownCertificate>& chain() const;
    // "TLSv1.3", once hands are shaken.
    std::string version() const;

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace ecsview

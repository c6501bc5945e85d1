// SPDX-License-Identifier: GPL-2.0-or-later
// TLS to a proxy for the life of a link: one thread between a socket pair, whose one end looks like
// the proxy without TLS, and the proxy. It ends with the pair's other end or with the proxy; its
// only wait is poll(2), woken by them, or by the destructor, which shuts the pair down, lets what
// was written go out for a moment, and joins. failure(): any thread.
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "base/certificates.h"
#include "base/error.h"
#include "base/tls_stream.h"
#include "base/unique_fd.h"
#include "link/tunnel/ending.h"

namespace ecsview::link {

class TlsRelay {
public:
    // `proxy` is connected and does not block; `host` is verified; `shown` is for sentences.
    // Throws Error or system_error.
    TlsRelay(UniqueFd proxy, const std::string& host, std::string shown,
             const TrustedRoots& trusted_roots);
    ~TlsRelay();
    TlsRelay(const TlsRelay&) = delete;
    TlsRelay& operator=(const TlsRelay&) = delete;

    // The pair's other end, once.
    UniqueFd take_near() { return std::move(near_); }
    // Why there is no TLS; known before the pair is closed.
    std::optional<Ending> ending();

private:
    void run();
    bool work();
    bool shake_hands();
    bool outward();
    bool inward();
    bool waits();
    bool advanced(const TlsStream::Step& step);
    void note_ending();

    const UniqueFd proxy_;
    const std::string shown_;
    UniqueFd near_, inner_;

    // The thread's own.
    TlsStream tls_;
    bool shaken_ = false;
    bool over_ = false;
    bool near_gone_ = false;    // nobody reads what the proxy says any more
    bool wants_write_ = false;  // TLS, of the proxy's socket
    std::string out_, in_;      // at most one block each: what waits holds its source back

    std::mutex mutex_;  // guards what follows
    std::optional<Ending> ending_;

    std::thread thread_;
};

}  // namespace ecsview::link

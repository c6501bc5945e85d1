// SPDX-License-Identifier: GPL-2.0-or-later
// The part of Pump that makes the loop, runs it on a thread of its own, and ends it.
#include <poll.h>
#include <stdlib.h>
#include <sys/eventfd.h>

#include "base/log.h"
#include "link/tunnel/pump.h"

struct mbedtls_ssl_context;

namespace ecsview::link {
namespace {

// Liveness decides, not libwebsockets, which knows neither sleep nor a stalled picture.
constexpr lws_retry_bo_t no_validity{nullptr, 0, 0, 0, 0, 0};

// TCP's own: a first probe after 20 s, three more, 5 s apart; unacknowledged data ends it after 35
// s, too. In whole seconds, hence not scaled.
constexpr int keepalive_seconds = 20, keepalive_probes = 3, keepalive_interval_seconds = 5;

// One read from the server. Larger reads cost memory, smaller ones time.
constexpr std::size_t receive_bytes = std::size_t{64} * 1024;

// What libwebsockets would size by the machine's limits, as ulimit -n, or by guess. Descriptors:
// its own pipe, a link's two, and those of links that are being closed. Headers are those of an
// answer; a page of a company's login has kilobytes of them.
constexpr unsigned most_descriptors = 16;
constexpr unsigned short most_header_tables = 8, header_bytes = 16 * 1024;
// A request: the longest VncUrl (64 kB) and the lines below it.
constexpr unsigned request_bytes = 68 * 1024;
// From a connected socket to the websocket: TLS, and the answer to the upgrade.
constexpr unsigned upgrade_seconds = 20;

thread_local CertificateRules* judging = nullptr;              // those of the pump of this thread
thread_local TlsSessions* resuming = nullptr;                  // the same
thread_local std::unique_lock<std::mutex>* working = nullptr;  // the pump's, on its own thread

// This thread works from now on, but for its waits.
class Works {
public:
    explicit Works(std::mutex& mutex) : lock_(mutex) { working = &lock_; }
    ~Works() { working = nullptr; }
    Works(const Works&) = delete;
    Works& operator=(const Works&) = delete;

private:
    std::unique_lock<std::mutex> lock_;
};

// Whether libwebsockets was refused memory on this thread: it does not look everywhere.
thread_local bool starved = false;

void* memory(void* block, std::size_t size, const char*) noexcept {
    if (size == 0) return free(block), nullptr;
    void* const grown = realloc(block, size);
    starved = starved || grown == nullptr;
    return grown;
}

}  // namespace

// libwebsockets asks it about each certificate. (A patch of ours.) Without rules none is good.
extern "C" int lws_tls_client_judge(const mbedtls_ssl_context* tls, mbedtls_x509_crt* certificate,
                                    int depth, std::uint32_t* found) {
    if (resuming) resuming->judged(tls, *certificate);
    return judging ? judge_peer(*judging, *certificate, depth, *found) : -1;
}

// So do these, of sessions that were kept: a handshake begins, it has ended well, a ticket came. (A
// patch of ours, too.) Without memory there is none.
extern "C" void lws_tls_client_greets(lws* wsi, mbedtls_ssl_context* tls) noexcept try {
    const auto* const link = static_cast<const Link*>(lws_get_opaque_user_data(wsi));
    if (resuming && link) resuming->begin(tls, link->destination.display(), SessionSpan::now());
} catch (const std::bad_alloc&) {
}

extern "C" void lws_tls_client_agreed(mbedtls_ssl_context* tls, int ticket) noexcept try {
    if (!resuming) return;
    if (ticket) return resuming->ticket(tls);
    const bool resumed = resuming->agreed(tls, SessionSpan::now());
    log::debug("link", "TLS is there", {{"session", resumed ? "resumed" : "new"}});
} catch (const std::bad_alloc&) {
}

// What libwebsockets calls for poll(2), by its recipe: the one place where its loop waits.
// Meanwhile whoever has something to send may do so.
extern "C" int ecsview_loop_poll(pollfd* fds, nfds_t count, int timeout) {
    const bool lets_go = working && timeout != 0;
    if (lets_go) working->unlock();
    const int ready = poll(fds, count, timeout);
    const int error = errno;
    if (lets_go) working->lock();
    errno = error;
    return ready;
}

Pump::Pump(const Trust& trust, const Limits& limits, std::function<void()> alive)
    : event_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      trusted_roots_(trust.roots),
      limits_(limits),
      alive_(std::move(alive)),
      protocols_{
          {{subprotocol, trampoline, 0, receive_bytes, 0, nullptr, 0}, LWS_PROTOCOL_LIST_TERM}},
      rules_(trust.pins),
      keepalive_(limits) {
    if (!event_) throw Error(ending("no_pump", {}).failure());
    thread_ = std::thread([this, roots = trust.roots] { serve(roots); });
}

lws_context* Pump::make_context(const TrustedRoots& trusted_roots) {
    lws_set_log_level(0, nullptr);  // its lines may hold the ticket of a URL
    lws_context_creation_info info{};
    info.port = CONTEXT_PORT_NO_LISTEN;
    info.protocols = protocols_.data();
    info.user = this;
    info.log_cx = &silence_;
    info.pt_serv_buf_size = request_bytes;
    info.fd_limit_per_thread = most_descriptors;
    info.max_http_header_pool = most_header_tables;
    info.max_http_header_data = header_bytes;
    info.timeout_secs = upgrade_seconds;
    info.retry_and_idle_policy = &no_validity;
    info.ka_time = keepalive_seconds;
    info.ka_probes = keepalive_probes;
    info.ka_interval = keepalive_interval_seconds;
    info.options = LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT;
    const std::string pem = trusted_roots.pem();
    if (!pem.empty()) {
        info.client_ssl_ca_mem = pem.c_str();
        info.client_ssl_ca_mem_len = static_cast<unsigned>(pem.size() + 1);
    }
    [[maybe_unused]] static const bool once = (lws_set_allocator(memory), true);
    starved = false;
    lws_context* const context = lws_create_context(&info);
    // A context may come without what its sockets belong to, or with a part of it.
    if (context && (starved || !lws_get_vhost_by_name(context, "default"))) {
        lws_context_destroy(context);
        return nullptr;
    }
    // The first turn of the loop writes what lws_cancel_service reads on other threads.
    if (context) lws_service(context, -1);
    return context;
}

// However the thread ends, unasked it is told: whoever waits for a link would wait for ever.
void Pump::serve(const TrustedRoots& trusted_roots) noexcept {
    try {
        turn(trusted_roots);
    } catch (const std::exception& error) {
        break_down(error.what());
    }
    if (!stop_ && !broken_) break_down("its loop has ended");
}

// The context is made here, while the address is asked for: it parses the authorities again.
void Pump::turn(const TrustedRoots& trusted_roots) {
    judging = &rules_;
    resuming = &sessions_;
    context_ = make_context(trusted_roots);
    if (!context_) return;
    wake();  // for what was ordered meanwhile
    const Works works(working_);
    while (!stop_ && !broken_ && lws_service(context_, 0) >= 0) {
    }
}

void Pump::break_down(const char* because) {
    log::error("link", "the network's thread cannot go on", {{"because", because}});
    broken_ = true;
    {
        const std::lock_guard lock(mutex_);
        accepts_input_ = false;
        drained_.notify_all();
    }
    publish_broken();
}

// Without a context its thread looks by itself what there is to do, once it has made one.
void Pump::wake() {
    if (lws_context* const context = context_) lws_cancel_service(context);
}

Pump::~Pump() {
    stop_ = true;
    wake();
    thread_.join();
    ahead_.reset();
    if (link_) drop();
    lws_context_destroy(context_);
}

// Also on threads that may not look at the link.
void Pump::publish_broken() {
    {
        const std::lock_guard lock(mutex_);
        status_ = {0, TunnelPhase::closed, ending("no_pump", {})};
    }
    eventfd_write(event_.get(), 1);
}

}  // namespace ecsview::link

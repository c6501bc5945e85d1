// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/http.h"

#include <curl/curl.h>
#include <string.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <string>

#include "base/certificates.h"
#include "base/foreign_time.h"
#include "base/language.h"
#include "base/log.h"
#include "base/proxy.h"
#include "base/tls_sessions.h"
#include "base/wiping.h"
#include "ecs/http_target.h"

namespace ecsview::ecs {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// What arrives while one request runs, and what the certificate check said.
struct Reception {
    const TrustedRoots& trusted_roots;
    std::shared_ptr<HttpSessions::Shelf> shelf{};  // null: no session is offered, and none is kept
    std::string body{};
    bool too_long = false;
    bool tls_begun = false;     // so TCP is connected, which curl tells only after the handshake
    bool by_tls_proxy = false;  // the first handshake is with the proxy
    bool with_proxy = false;    // and is the last one that was begun
    CertificateWatch watch{};
    std::optional<SessionSpan::Time> ends{};  // the first of the certificates to end, a proxy's too

    // Before the watch looks at another handshake.
    void note_chain() {
        for (const auto& each : watch.chain()) ends = std::min(ends.value_or(each.ends), each.ends);
    }
};

size_t receive(char* data, size_t, size_t size, void* reception) noexcept {
    auto& to = *static_cast<Reception*>(reception);
    to.too_long = to.body.size() + size > max_reply_body;
    if (to.too_long) return CURL_WRITEFUNC_ERROR;
    to.body.append(data, size);
    return size;
}

CURLcode set_up_tls(CURL*, void* tls_config, void* reception) noexcept {
    auto& to = *static_cast<Reception*>(reception);
    to.with_proxy = to.by_tls_proxy && !to.tls_begun && !to.with_proxy;
    to.tls_begun = !to.with_proxy;
    to.trusted_roots.install(tls_config);
    to.note_chain();
    to.watch.attach(tls_config);
    if (to.shelf) allow_tickets(tls_config);
    return CURLE_OK;
}

// curl's list of header lines; wiped, since a line may hold the security token.
class HeaderLines {
public:
    explicit HeaderLines(const HttpRequest& request) {
        for (const auto& header : request.headers) append(header.name + ": " + header.value);
        // An empty body has no type (curl would say it is a form, unsigned) and waits for nothing.
        if (request.body.empty()) append("Content-Type:");
        append("Expect:");
    }
    ~HeaderLines() {
        for (auto* line = list_; line != nullptr; line = line->next)
            wipe(line->data, std::char_traits<char>::length(line->data));
        curl_slist_free_all(list_);
    }
    HeaderLines(const HeaderLines&) = delete;
    HeaderLines& operator=(const HeaderLines&) = delete;

    curl_slist* get() const noexcept { return list_; }

private:
    void append(std::string line) {
        if (auto* longer = curl_slist_append(list_, line.c_str())) list_ = longer;
        wipe(line);
    }

    curl_slist* list_ = nullptr;
};

// What the classification needs to know.
struct Attempt {
    CURL* easy;
    CURLcode result;
    const HttpRequest& request;
    const Reception& reception;

    template <class T>
    T info(CURLINFO what) const {
        T value{};
        curl_easy_getinfo(easy, what, &value);
        return value;
    }
    std::string peer() const { return peer_of(request); }
    bool by_proxy() const { return info<long>(CURLINFO_USED_PROXY) != 0; }
};

Failure network(std::string sentence) {
    return {ExitCode::network, std::move(sentence)};
}

Failure nobody_is_trusted() {
    return {ExitCode::tls_identity,
            tr("There are no trusted certificate authorities; install the package ca-certificates "
               "or use --ca-file.")};
}

Failure proxy_not_connected(const Attempt& attempt) {
    switch (attempt.info<long>(CURLINFO_OS_ERRNO)) {
        case ECONNREFUSED:
            return network(
                tr("Nothing listens at the proxy for {1} (connection refused); check "
                   "--proxy and https_proxy.",
                   attempt.peer()));
        case ENETUNREACH:
        case EHOSTUNREACH:
            return network(
                tr("There is no way to the proxy for {1}; check the network.", attempt.peer()));
        default:
            return network(tr("There is no connection to the proxy for {1}; check the network.",
                              attempt.peer()));
    }
}

Failure not_connected(const Attempt& attempt) {
    if (attempt.by_proxy()) return proxy_not_connected(attempt);
    switch (attempt.info<long>(CURLINFO_OS_ERRNO)) {
        case ECONNREFUSED:
            return network(tr("Nothing listens at {1} (connection refused); check {2}.",
                              attempt.peer(), attempt.request.named_by));
        case ENETUNREACH:
        case EHOSTUNREACH:
            return network(tr("There is no way to {1}; check the network.", attempt.peer()));
        default:
            return network(tr("There is no connection to {1}; check the network.", attempt.peer()));
    }
}

// A proxy that answers CONNECT with something else than 200.
Failure refused_by_proxy(long status) {
    // 401 is tinyproxy's word for a wrong login.
    if (status == 407 || status == 401)
        return network(
            tr("The proxy refused the way to the API (HTTP {1}); give it a user name "
               "and a password with --proxy.",
               status));
    return network(
        tr("The proxy refused the way to the API (HTTP {1}); check --proxy, "
           "https_proxy and no_proxy.",
           status));
}

// One that speaks SOCKS, or no HTTP at all.
Failure refused_by_socks(const Attempt& attempt) {
    switch (attempt.info<long>(CURLINFO_PROXY_ERROR)) {
        case CURLPX_NO_AUTH:
        case CURLPX_USER_REJECTED:
            return network(
                tr("The proxy wants another user name or password; give it with --proxy."));
        case CURLPX_REPLY_HOST_UNREACHABLE:
        case CURLPX_REPLY_NETWORK_UNREACHABLE:
        case CURLPX_REPLY_CONNECTION_REFUSED:
        case CURLPX_REPLY_TTL_EXPIRED:
            return network(tr("The proxy cannot reach {1}; try again later.", attempt.peer()));
        default:
            return network(
                tr("The proxy refused the way to the API; check --proxy, https_proxy "
                   "and no_proxy."));
    }
}

Failure late(std::string sentence) {
    return {ExitCode::out_of_time, std::move(sentence)};
}

Failure out_of_time(const Attempt& attempt) {
    const auto done = [&](CURLINFO phase) { return attempt.info<curl_off_t>(phase) > 0; };
    const auto peer = attempt.peer();
    if (attempt.reception.with_proxy)
        return late(
            tr("The proxy for {1} did not finish the TLS handshake in time; check --proxy "
               "and https_proxy: it may be http://.",
               peer));
    if (!done(CURLINFO_NAMELOOKUP_TIME_T))
        return late(
            tr("The name of {1} was not resolved in time; check the network and its DNS.", peer));
    if (attempt.reception.tls_begun && !done(CURLINFO_APPCONNECT_TIME_T))
        return late(tr("{1} did not finish the TLS handshake in time; try again.", peer));
    if (!done(CURLINFO_CONNECT_TIME_T) && attempt.by_proxy())
        return late(
            tr("The proxy for {1} made no connection in time; check --proxy, https_proxy "
               "and the network.",
               peer));
    if (!done(CURLINFO_CONNECT_TIME_T))
        return late(tr("{1} did not accept a connection in time; check the network.", peer));
    return late(tr("{1} accepted the request and did not answer in time; try again.", peer));
}

Failure refused_certificate(const Attempt& attempt) {
    const auto complaint = attempt.reception.watch.complaint();
    return {ExitCode::tls_identity,
            attempt.reception.with_proxy
                ? tr("The certificate of the proxy for {1} {2}; check --proxy, this machine's "
                     "clock and --ca-file.",
                     attempt.peer(), complaint)
                : tr("The certificate of {1} {2}; check the endpoint, this machine's clock and "
                     "--ca-file.",
                     attempt.peer(), complaint)};
}

Failure classify(const Attempt& attempt) {
    const long proxy_status = attempt.info<long>(CURLINFO_HTTP_CONNECTCODE);
    if (proxy_status != 0 && proxy_status / 100 != 2) return refused_by_proxy(proxy_status);
    switch (attempt.result) {
        case CURLE_COULDNT_RESOLVE_HOST:  // at times libcurl says so of a proxy, too
        case CURLE_COULDNT_RESOLVE_PROXY:
            if (attempt.by_proxy())
                return network(
                    tr("The proxy's name does not resolve; check --proxy and https_proxy."));
            return network(
                tr("The name of {1} does not resolve; check the name, the network and "
                   "its DNS.",
                   attempt.peer()));
        case CURLE_COULDNT_CONNECT: return not_connected(attempt);
        case CURLE_PROXY: return refused_by_socks(attempt);
        case CURLE_OPERATION_TIMEDOUT: return out_of_time(attempt);
        case CURLE_PEER_FAILED_VERIFICATION: return refused_certificate(attempt);
        case CURLE_SSL_CONNECT_ERROR:
            if (attempt.reception.with_proxy)
                return network(
                    tr("The proxy does not speak TLS 1.2 or 1.3 with us; check --proxy and "
                       "https_proxy: it may be http://."));
            return network(tr("{1} does not speak TLS 1.2 or 1.3 with us; check {2}.",
                              attempt.peer(), attempt.request.named_by));
        case CURLE_WRITE_ERROR:
            if (attempt.reception.too_long)
                return network(tr("The answer of {1} is too long for the API's; check {2}.",
                                  attempt.peer(), attempt.request.named_by));
            [[fallthrough]];
        default:
            return network(tr("The connection to {1} failed ({2}); try again.", attempt.peer(),
                              log::printable(curl_easy_strerror(attempt.result))));
    }
}

template <class T>
void set(CURL* easy, CURLoption option, T value) {
    if (curl_easy_setopt(easy, option, value) != CURLE_OK)
        throw Error(ExitCode::network,
                    tr("libcurl lacks a part that ecsview needs (option {1}); build it as "
                       "third_party/README.md says.",
                       static_cast<int>(option)));
}

// set_up_tls puts in the authorities: curl would parse all of them for each connection.
void set_identity(CURL* easy) {
    for (const auto file :
         {CURLOPT_CAINFO, CURLOPT_CAPATH, CURLOPT_PROXY_CAINFO, CURLOPT_PROXY_CAPATH})
        set(easy, file, static_cast<const char*>(nullptr));
    for (const auto version : {CURLOPT_SSLVERSION, CURLOPT_PROXY_SSLVERSION})
        set(easy, version, long{CURL_SSLVERSION_TLSv1_2});
    for (const auto verify : {CURLOPT_SSL_VERIFYPEER, CURLOPT_PROXY_SSL_VERIFYPEER})
        set(easy, verify, 1L);
    for (const auto verify : {CURLOPT_SSL_VERIFYHOST, CURLOPT_PROXY_SSL_VERIFYHOST})
        set(easy, verify, 2L);
}

// Always set, or libcurl reads the environment by its own rules.
void set_proxy(CURL* easy, const std::optional<Proxy>& proxy) {
    set(easy, CURLOPT_NOPROXY, "");
    set(easy, CURLOPT_PROXY, proxy ? proxy->url().c_str() : "");
    if (!proxy || (proxy->user.empty() && proxy->password.empty())) return;
    set(easy, CURLOPT_PROXYUSERNAME, std::string(proxy->user.reveal()).c_str());
    set(easy, CURLOPT_PROXYPASSWORD, std::string(proxy->password.reveal()).c_str());
}

void set_request(CURL* easy, const HttpRequest& request, const HeaderLines& headers) {
    const bool tls = is_https(request);
    set(easy, CURLOPT_URL, request.url.c_str());
    set(easy, CURLOPT_PROTOCOLS_STR, tls ? "https" : "http");
    set(easy, CURLOPT_FOLLOWLOCATION, 0L);
    if (request.method != "GET") {
        set(easy, CURLOPT_POST, 1L);
        set(easy, CURLOPT_POSTFIELDS, request.body.c_str());
        set(easy, CURLOPT_POSTFIELDSIZE, static_cast<long>(request.body.size()));
        set(easy, CURLOPT_CUSTOMREQUEST, request.method.c_str());
    }
    set(easy, CURLOPT_HTTPHEADER, headers.get());
    set(easy, CURLOPT_USERAGENT, "ecsview/" ECSVIEW_VERSION);
}

void set_conduct(CURL* easy, milliseconds left, milliseconds connect_limit, Reception& reception) {
    // Room for any usual answer, so that it is not copied about while it grows.
    reception.body.reserve(std::size_t{16} * 1024);
    set(easy, CURLOPT_NOSIGNAL, 1L);
    // A look-up that hangs must not hold up a cancel.
    set(easy, CURLOPT_QUICK_EXIT, 1L);
    set(easy, CURLOPT_FORBID_REUSE, 1L);
    set(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(left.count()));
    set(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(std::min(left, connect_limit).count()));
    set(easy, CURLOPT_WRITEFUNCTION, &receive);
    set(easy, CURLOPT_WRITEDATA, static_cast<void*>(&reception));
    set(easy, CURLOPT_SSL_CTX_FUNCTION, &set_up_tls);
    set(easy, CURLOPT_SSL_CTX_DATA, static_cast<void*>(&reception));
}

// The transfer's sessions are those of a shelf, or it has none: those in a multi handle know
// nothing of what has ended since.
class Sharing {
public:
    Sharing(CURL* easy, const HttpSessions::Shelf* shelf) : easy_(easy) {
        set(easy, CURLOPT_SSL_SESSIONID_CACHE, shelf ? 1L : 0L);
        if (shelf) set(easy, CURLOPT_SHARE, HttpSessions::handle(*shelf));
    }
    ~Sharing() { curl_easy_setopt(easy_, CURLOPT_SHARE, nullptr); }
    Sharing(const Sharing&) = delete;
    Sharing& operator=(const Sharing&) = delete;

private:
    CURL* easy_;
};

// The transfer belongs to the multi handle for as long as this lives.
class Transfer {
public:
    Transfer(CURLM* multi, CURL* easy) : multi_(multi), easy_(easy) {
        curl_multi_add_handle(multi_, easy_);
    }
    ~Transfer() { curl_multi_remove_handle(multi_, easy_); }
    Transfer(const Transfer&) = delete;
    Transfer& operator=(const Transfer&) = delete;

    // Until it ends; empty when it was cancelled. Sleeps in poll(2) until there is something to do:
    // curl wakes for its own time limits, the stop token wakes it for a cancel.
    std::optional<CURLcode> run(const std::stop_token& cancel, milliseconds left) {
        const std::stop_callback wake(cancel, [this] { curl_multi_wakeup(multi_); });
        for (int running = 1;;) {
            if (cancel.stop_requested()) return std::nullopt;
            if (curl_multi_perform(multi_, &running) != CURLM_OK) return CURLE_FAILED_INIT;
            if (running == 0) return outcome();
            const auto longest =
                static_cast<int>(std::min<milliseconds::rep>(left.count(), 60'000));
            curl_multi_poll(multi_, nullptr, 0, longest, nullptr);
        }
    }

private:
    CURLcode outcome() {
        int left = 0;
        const CURLMsg* message = curl_multi_info_read(multi_, &left);
        return message != nullptr ? message->data.result : CURLE_FAILED_INIT;
    }

    CURLM* multi_;
    CURL* easy_;
};

std::optional<std::chrono::system_clock::time_point> server_time(CURL* easy) {
    curl_header* date = nullptr;
    if (curl_easy_header(easy, "Date", 0, CURLH_HEADER, -1, &date) != CURLHE_OK) return {};
    const time_t seconds = curl_getdate(date->value, nullptr);
    if (seconds < 0) return std::nullopt;
    return foreign_time(std::chrono::seconds(seconds));
}

// In milliseconds, unlike the Retry-After of HTTP, which the platform does not use.
std::optional<milliseconds> retry_after(CURL* easy) {
    constexpr long longest = 60L * 60 * 1000;
    curl_header* header = nullptr;
    if (curl_easy_header(easy, "x-acs-retry-after", 0, CURLH_HEADER, -1, &header) != CURLHE_OK)
        return {};
    const std::string_view text = header->value;
    long value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < 0) return {};
    return milliseconds(std::min(value, longest));
}

// The certificates that were judged are what the sessions of this transfer go by, also where it
// came to nothing afterwards.
void note_sessions(const HttpRequest& request, std::optional<CURLcode> result, Reception& reception,
                   HttpSessions& sessions) {
    const bool resumed = reception.watch.chain().empty();
    reception.note_chain();
    if (reception.ends) sessions.judged(reception.shelf, SessionSpan::now(), *reception.ends);
    if (result == CURLE_OK && is_https(request))
        log::debug("ecs", "TLS was there", {{"session", resumed ? "resumed" : "new"}});
}

std::string request_id(CURL* easy) {
    curl_header* header = nullptr;
    if (curl_easy_header(easy, "x-acs-request-id", 0, CURLH_HEADER, -1, &header) != CURLHE_OK)
        return {};
    return log::printable(header->value, 64);
}

HttpReply reply(CURL* easy, Reception& reception) {
    long status = 0;
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    return {static_cast<int>(status), Secret(std::move(reception.body)), server_time(easy),
            retry_after(easy), request_id(easy)};
}

}  // namespace

void Http::Close::operator()(void* easy) const noexcept {
    curl_easy_cleanup(easy);
}

void Http::CloseMulti::operator()(void* multi) const noexcept {
    curl_multi_cleanup(multi);
    curl_global_cleanup();
}

std::string http_libraries() {
    return log::printable(curl_version(), 256);
}

Http::Http() {
    const auto failed = [] {
        return Error(ExitCode::network,
                     tr("libcurl cannot be started; there may be no memory left."));
    };
    // curl counts these calls: each Http makes one, and undoes it with its multi handle.
    // Tokens and keys pass through, and curl wipes nothing.
    if (curl_global_init_mem(CURL_GLOBAL_DEFAULT, malloc, wiping_free, wiping_realloc, strdup,
                             calloc) != CURLE_OK)
        throw failed();
    multi_.reset(curl_multi_init());
    easy_.reset(curl_easy_init());
    if (!multi_ || !easy_) throw failed();
}

Result<HttpReply> Http::perform(const HttpRequest& request, steady_clock::time_point deadline,
                                const TrustedRoots& trusted_roots, const std::stop_token& cancel,
                                HttpSessions* sessions) {
    const Failure cancelled{ExitCode::done, tr("The request was cancelled.")};
    if (cancel.stop_requested()) return cancelled;
    if (!is_https(request) && !may_be_plain(request))
        return network(tr("Plain http is for this machine only; use https."));
    if (trusted_roots.empty() && is_https(request)) return nobody_is_trusted();
    const auto proxy = proxy_of(request);
    if (!proxy) return proxy.failure();

    const HeaderLines headers(request);
    auto* const easy = static_cast<CURL*>(easy_.get());
    for (bool resume = sessions != nullptr;; resume = false) {
        const auto left = std::chrono::ceil<milliseconds>(deadline - steady_clock::now());
        if (left <= milliseconds::zero())
            return late(tr("There was no time left to ask the API; raise --timeout."));
        Reception reception{trusted_roots};
        if (resume) reception.shelf = sessions->shelf(SessionSpan::now());
        reception.by_tls_proxy = *proxy && (*proxy)->kind == ProxyKind::https;
        curl_easy_reset(easy);
        set_identity(easy);
        set_request(easy, request, headers);
        set_proxy(easy, *proxy);
        set_conduct(easy, left, request.connect_limit, reception);
        const Sharing sharing(easy, reception.shelf.get());
        Transfer transfer(multi_.get(), easy);
        const auto result = transfer.run(cancel, left);
        if (resume) note_sessions(request, result, reception, *sessions);
        if (!result) return cancelled;
        if (*result == CURLE_OK) return reply(easy, reception);
        wipe(reception.body);
        // Who stumbles over a session of old is asked without: it may be another server by now.
        if (*result == CURLE_SSL_CONNECT_ERROR && resume && sessions->drop(reception.shelf))
            continue;
        return classify({easy, *result, request, reception});
    }
}

}  // namespace ecsview::ecs

// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/tls_stream.h"

#include <mbedtls/ssl.h>
#include <psa/crypto.h>
#include <sys/socket.h>

#include <cerrno>

#include "base/error.h"
#include "base/language.h"

namespace ecsview {
namespace {

int send_some(void* fd, const unsigned char* bytes, std::size_t size) noexcept {
    const auto sent = ::send(*static_cast<int*>(fd), bytes, size, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent >= 0) return static_cast<int>(sent);
    return errno == EAGAIN || errno == EINTR ? MBEDTLS_ERR_SSL_WANT_WRITE
                                             : MBEDTLS_ERR_SSL_INTERNAL_ERROR;
}

int receive_some(void* fd, unsigned char* bytes, std::size_t size) noexcept {
    const auto received = ::recv(*static_cast<int*>(fd), bytes, size, MSG_DONTWAIT);
    if (received >= 0) return static_cast<int>(received);
    return errno == EAGAIN || errno == EINTR ? MBEDTLS_ERR_SSL_WANT_READ
                                             : MBEDTLS_ERR_SSL_INTERNAL_ERROR;
}

int random_bytes(void*, unsigned char* bytes, std::size_t size) noexcept {
    return psa_generate_random(bytes, size) == PSA_SUCCESS ? 0 : MBEDTLS_ERR_SSL_INTERNAL_ERROR;
}

TlsStream::Step step_of(int result) {
    using Progress = TlsStream::Progress;
    if (result > 0) return {Progress::made, static_cast<std::size_t>(result)};
    switch (result) {
        case MBEDTLS_ERR_SSL_WANT_READ: return {Progress::wants_read};
        case MBEDTLS_ERR_SSL_WANT_WRITE: return {Progress::wants_write};
        case 0:
        case MBEDTLS_ERR_SSL_CONN_EOF:
        case MBEDTLS_ERR_SSL_PEER_CLOSE_NOTIFY: return {Progress::closed};
        default: return {Progress::failed};
    }
}

Error no_memory() {
    return {ExitCode::network, tr("TLS to the proxy cannot be set up; free some memory.")};
}

}  // namespace

struct TlsStream::Inside {
    Inside() {
        mbedtls_ssl_config_init(&config);
        mbedtls_ssl_init(&ssl);
    }
    ~Inside() {
        mbedtls_ssl_free(&ssl);
        mbedtls_ssl_config_free(&config);
    }
    Inside(const Inside&) = delete;
    Inside& operator=(const Inside&) = delete;

    int fd = -1;
    TrustedRoots trusted_roots;
    CertificateWatch watch;
    mbedtls_ssl_config config;
    mbedtls_ssl_context ssl;
};

TlsStream::TlsStream(int fd, const std::string& host, const TrustedRoots& trusted_roots)
    : inside_(std::make_unique<Inside>()) {
    auto& in = *inside_;
    in.fd = fd;
    in.trusted_roots = trusted_roots;
    if (mbedtls_ssl_config_defaults(&in.config, MBEDTLS_SSL_IS_CLIENT, MBEDTLS_SSL_TRANSPORT_STREAM,
                                    MBEDTLS_SSL_PRESET_DEFAULT) != 0)
        throw no_memory();
    mbedtls_ssl_conf_min_tls_version(&in.config, MBEDTLS_SSL_VERSION_TLS1_2);
    mbedtls_ssl_conf_authmode(&in.config, MBEDTLS_SSL_VERIFY_REQUIRED);
    mbedtls_ssl_conf_rng(&in.config, random_bytes, nullptr);
    in.trusted_roots.install(&in.config);
    in.watch.attach(&in.config);
    if (mbedtls_ssl_setup(&in.ssl, &in.config) != 0 ||
        mbedtls_ssl_set_hostname(&in.ssl, host.c_str()) != 0)
        throw no_memory();
    mbedtls_ssl_set_bio(&in.ssl, &in.fd, send_some, receive_some, nullptr);
}

TlsStream::~TlsStream() = default;

TlsStream::Step TlsStream::shake_hands() {
    const int result = mbedtls_ssl_handshake(&inside_->ssl);
    return result == 0 ? Step{Progress::made} : step_of(result);
}

TlsStream::Step TlsStream::read(char* bytes, std::size_t size) {
    for (;;) {
        const int result =
            mbedtls_ssl_read(&inside_->ssl, reinterpret_cast<unsigned char*>(bytes), size);
        if (result != MBEDTLS_ERR_SSL_RECEIVED_NEW_SESSION_TICKET) return step_of(result);
    }
}

TlsStream::Step TlsStream::write(const char* bytes, std::size_t size) {
    return step_of(
        mbedtls_ssl_write(&inside_->ssl, reinterpret_cast<const unsigned char*>(bytes), size));
}

void TlsStream::say_goodbye() {
    mbedtls_ssl_close_notify(&inside_->ssl);
}

std::string TlsStream::complaint() const {
    // All bits set: no certificate came that could be judged.
    const auto verdict = mbedtls_ssl_get_verify_result(&inside_->ssl);
    return verdict == 0 || verdict == UINT32_MAX ? "" : inside_->watch.complaint();
}

const std::vector<ShownCertificate>& TlsStream::chain() const {
    return inside_->watch.chain();
}

std::string TlsStream::version() const {
    return mbedtls_ssl_get_version(&inside_->ssl);
}

}  // namespace ecsview

// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/api.h"

#include <sys/random.h>

#include <array>
#include <utility>

#include "base/hash.h"
#include "base/log.h"

namespace ecsview::ecs {
namespace {

using std::chrono::system_clock;

std::string new_nonce() {
    std::array<std::uint8_t, 16> bytes;
    // Whole for up to 256 bytes once the kernel's pool is ready, which it waits for.
    if (getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
        throw Error(ExitCode::credentials, "The system has no random numbers to sign with.");
    return hex(bytes);
}

// By v1 a GET, as the platform's own samples have it; but a token is too long and too secret for a
// URL, which proxies write down.
Method method_for(SignatureScheme scheme, const Credentials& credentials) {
    const bool get = scheme == SignatureScheme::v1 && credentials.security_token.empty();
    return get ? Method::get : Method::post;
}

}  // namespace

Api::Api(Credentials credentials, SignatureScheme scheme, std::string_view trusted_roots)
    : scheme_(scheme), trusted_roots_(trusted_roots), credentials_(std::move(credentials)) {}

HttpRequest Api::sign(const Operation& operation, const Endpoint& endpoint) {
    const std::lock_guard lock(mutex_);
    const Stamp stamp{system_clock::now() + clock_error_, new_nonce()};
    return signed_request(operation, endpoint, credentials_, stamp,
                          {scheme_, method_for(scheme_, credentials_)});
}

Result<HttpReply> Api::send(const Operation& operation, const Endpoint& endpoint,
                            const Patience& patience) {
    log::debug("ecs", "asking the API",
               {{"action", operation.action}, {"host", endpoint.host_header()}});
    try {
        const auto request = sign(operation, endpoint);
        return Http().perform(request, patience.deadline, trusted_roots_, patience.cancel);
    } catch (const Error& error) {
        return error.failure();
    }
}

bool Api::mend(Remedy remedy, const HttpReply& reply) {
    if (remedy != Remedy::fresh_stamp) return false;
    if (reply.date) follow_clock(*reply.date);
    return true;
}

void Api::follow_clock(system_clock::time_point date) {
    const std::lock_guard lock(mutex_);
    clock_error_ = date - system_clock::now();
    const auto seconds = std::chrono::round<std::chrono::seconds>(clock_error_).count();
    log::warning("ecs", "the request was refused for its time or nonce; trying once more",
                 {{"platform_clock_ahead_s", std::to_string(seconds)}});
}

}  // namespace ecsview::ecs

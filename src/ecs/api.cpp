// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/api.h"

#include <utility>

#include "base/language.h"
#include "base/log.h"
#include "ecs/nonce.h"

namespace ecsview::ecs {
namespace {

using std::chrono::system_clock;

// In v1 a GET, as in the platform's samples. With a token a POST: a token is too long for a URL,
// and proxies write URLs to their logs.
Method method_for(SignatureScheme scheme, const Credentials& credentials) {
    const bool get = scheme == SignatureScheme::v1 && credentials.security_token.empty();
    return get ? Method::get : Method::post;
}

}  // namespace

Api::Api(CredentialsProvider& keys, SignatureScheme scheme, TrustedRoots trusted_roots)
    : scheme_(scheme), trusted_roots_(std::move(trusted_roots)), keys_(keys) {}

HttpRequest Api::sign(const Operation& operation, const Endpoint& endpoint,
                      const Credentials& keys) {
    const std::lock_guard lock(mutex_);
    const Stamp stamp{system_clock::now() + clock_error_, new_nonce()};
    return signed_request(operation, endpoint, keys, stamp, {scheme_, method_for(scheme_, keys)});
}

Result<HttpReply> Api::send(const Operation& operation, const Endpoint& endpoint,
                            const Patience& patience) {
    log::debug("ecs", "asking the API",
               {{"action", operation.action}, {"host", endpoint.host_header()}});
    try {
        Http http;
        const auto keys = keys_.keys({http, trusted_roots_, patience.deadline, patience.cancel});
        if (!keys) return keys.failure();
        const auto request = sign(operation, endpoint, *keys);
        // What the keys' own servers say has the keys in it: no session of theirs is kept.
        return http.perform(request, patience.deadline, trusted_roots_, patience.cancel,
                            &sessions_);
    } catch (const Error& error) {
        return error.failure();
    }
}

bool Api::mend(Remedy remedy, const HttpReply& reply) {
    if (remedy == Remedy::fresh_credentials) return keys_.renew();
    if (remedy != Remedy::fresh_stamp) return false;
    if (reply.date) follow_clock(*reply.date);
    return true;
}

// The log has the platform's name for each question: its support asks for it.
void Api::note(const Operation& operation, const HttpReply& reply, const Refusal* refused) {
    if (refused == nullptr)
        return log::debug("ecs", "the API has answered",
                          {{"action", operation.action}, {"request_id", reply.request_id}});
    const auto& id = refused->request_id.empty() ? reply.request_id : refused->request_id;
    log::info("ecs", "the API has refused",
              {{"action", operation.action}, {"code", refused->code}, {"request_id", id}});
}

// Adds where the refused keys come from, if that is not clear.
void Api::name_keys(Failure& failure) const {
    const auto origin = keys_.origin();
    if (failure.code == ExitCode::credentials && !origin.empty())
        failure.sentence += tr(told_origin, origin);
}

void Api::follow_clock(system_clock::time_point date) {
    const std::lock_guard lock(mutex_);
    clock_error_ = date - system_clock::now();
    const auto seconds = std::chrono::round<std::chrono::seconds>(clock_error_).count();
    log::warning("ecs", "the request was refused for its time or nonce; trying once more",
                 {{"platform_clock_ahead_s", std::to_string(seconds)}});
}

}  // namespace ecsview::ecs

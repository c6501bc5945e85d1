// SPDX-License-Identifier: GPL-2.0-or-later
// One question to the API: signed, sent, its answer read. If a second try at once can help (a used
// nonce, a wrong clock, keys that have run out), it is made here. Made in main; any thread asks,
// several may do so at a time.
#pragma once

#include <chrono>
#include <mutex>
#include <stop_token>
#include <string_view>

#include "ecs/answer.h"
#include "ecs/credentials_provider.h"
#include "ecs/endpoint.h"
#include "ecs/http.h"
#include "ecs/request.h"

namespace ecsview::ecs {

// How long and for whom a question may take.
struct Patience {
    std::chrono::steady_clock::time_point deadline;
    std::stop_token cancel;
};

class Api {
public:
    // The keys outlive the Api. Throws Error as Http does.
    Api(CredentialsProvider& keys, SignatureScheme scheme, TrustedRoots trusted_roots);

    // `read` is one of answer.h. Refusals: those of CredentialsProvider::keys() and
    // Http::perform(), without a code, and the platform's.
    template <class T>
    Answer<T> ask(const Operation& operation, const Endpoint& endpoint,
                  Answer<T> (*read)(const HttpReply&), const Patience& patience) {
        for (bool again = false;; again = true) {
            const auto reply = send(operation, endpoint, patience);
            if (!reply) return Refusal{reply.failure(), Remedy::none, {}};
            auto answer = read(*reply);
            auto* refused = std::get_if<Refusal>(&answer);
            note(operation, *reply, refused);
            if (refused == nullptr) return answer;
            if (!again && mend(refused->remedy, *reply)) continue;
            name_keys(refused->failure);
            return answer;
        }
    }

private:
    Result<HttpReply> send(const Operation& operation, const Endpoint& endpoint,
                           const Patience& patience);
    HttpRequest sign(const Operation& operation, const Endpoint& endpoint, const Credentials& keys);
    bool mend(Remedy remedy, const HttpReply& reply);
    static void note(const Operation& operation, const HttpReply& reply, const Refusal* refused);
    void name_keys(Failure& failure) const;
    void follow_clock(std::chrono::system_clock::time_point date);

    const SignatureScheme scheme_;
    const TrustedRoots trusted_roots_;
    Http started_;           // keeps libcurl set up between questions
    HttpSessions sessions_;  // goes before it does

    CredentialsProvider& keys_;

    std::mutex mutex_;                                   // guards the rest
    std::chrono::system_clock::duration clock_error_{};  // platform's time minus ours
};

}  // namespace ecsview::ecs

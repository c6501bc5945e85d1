// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/api.h"

#include <sys/random.h>

#include <array>
#include <utility>

#include "base/hash.h"
#include "base/log.h"
#include "ecs/answer.h"

namespace ecsview::ecs {
namespace {

using std::chrono::steady_clock;
using std::chrono::system_clock;

std::string new_nonce() {
    std::array<std::uint8_t, 16> bytes;
    // Whole for up to 256 bytes once the kernel's pool is ready, which it waits for.
    if (getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
        throw Error(ExitCode::credentials, "The system has no random numbers to sign with.");
    return hex(bytes);
}

}  // namespace

Api::Api(ApiAccess access, std::string_view trusted_roots)
    : access_(std::move(access)), trusted_roots_(trusted_roots) {}

Result<HttpReply> Api::ask(const Operation& operation, steady_clock::time_point deadline,
                           const std::stop_token& cancel) {
    const Stamp stamp{system_clock::now() + clock_error_, new_nonce()};
    const auto request = signed_request(operation, access_.endpoint, access_.credentials, stamp);
    return http_.perform(request, deadline, trusted_roots_, cancel);
}

void Api::follow_clock(const HttpReply& reply) {
    if (!reply.date) return;
    clock_error_ = *reply.date - system_clock::now();
    const auto seconds = std::chrono::round<std::chrono::seconds>(clock_error_).count();
    log::warning("ecs", "the request was refused for its time or nonce; trying once more",
                 {{"platform_clock_ahead_s", std::to_string(seconds)}});
}

Result<WebsocketUrl> Api::vnc_url(std::string_view instance_id, const std::stop_token& cancel) {
    const auto operation = describe_instance_vnc_url(access_.region, instance_id);
    const auto deadline = steady_clock::now() + access_.limit;
    for (bool again = false;; again = true) {
        auto reply = ask(operation, deadline, cancel);
        if (!reply) return reply.failure();
        auto answer = read_vnc_url_answer(reply->status, reply->body.reveal());
        if (const auto* text = std::get_if<Secret>(&answer)) return decode_vnc_url(text->reveal());
        auto& refused = std::get<Refusal>(answer);
        if (again || refused.retry != Retry::once) return std::move(refused.failure);
        follow_clock(*reply);
    }
}

}  // namespace ecsview::ecs

// SPDX-License-Identifier: GPL-2.0-or-later
// The ECS API as the rest of the program sees it: an instance ID in, a place to connect to out.
// Made in main, then used by the connection thread alone; it owns the keys.
#pragma once

#include <chrono>
#include <stop_token>
#include <string>
#include <string_view>

#include "ecs/credentials.h"
#include "ecs/endpoint.h"
#include "ecs/error_codes.h"
#include "ecs/http.h"
#include "ecs/request.h"
#include "ecs/vnc_url.h"

namespace ecsview::ecs {

struct ApiAccess {
    Credentials credentials;
    std::string region;
    Endpoint endpoint;
    std::chrono::milliseconds limit;  // for one question, all included
};

class Api {
public:
    // `trusted_roots` is PEM and outlives the Api. Throws Error as Http does.
    Api(ApiAccess access, std::string_view trusted_roots);

    // Asks for a VncUrl, which is good for 15 s from now, and decodes it. A nonce or time stamp
    // that the platform refuses is corrected and tried once more. Failures: those of
    // Http::perform(), ExitCode::credentials and ExitCode::api as the platform's code says.
    Result<WebsocketUrl> vnc_url(std::string_view instance_id, const std::stop_token& cancel);

private:
    Result<HttpReply> ask(const Operation& operation,
                          std::chrono::steady_clock::time_point deadline,
                          const std::stop_token& cancel);
    void follow_clock(const HttpReply& reply);

    ApiAccess access_;
    std::string_view trusted_roots_;
    Http http_;
    std::chrono::system_clock::duration clock_error_{};  // platform's time minus ours
};

}  // namespace ecsview::ecs

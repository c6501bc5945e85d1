// SPDX-License-Identifier: GPL-2.0-or-later
// One HTTP request and its reply, as values: what the pure parts make and read, and Http carries.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/secret.h"

namespace ecsview::ecs {

// Decoded names and values, in any order.
using Parameters = std::vector<std::pair<std::string, std::string>>;

// Far more than the longest answer; what is longer is not read.
constexpr std::size_t max_reply_body = std::size_t{1024} * 1024;

struct Header {
    std::string name, value;
};

// URL, headers and body hold the signature and the security token and are wiped with the request.
struct HttpRequest {
    std::string method, url;      // GET, POST or PUT
    std::vector<Header> headers;  // without Host, which is the URL's authority
    std::string body;             // not for GET; its type is among the headers
    // A host that has not accepted by then is not there; the rest of the time is for the answer.
    std::chrono::milliseconds connect_limit{15'000};
    // What names the host, for the sentence that there is nobody.
    std::string named_by = "--endpoint";

    HttpRequest() = default;
    HttpRequest(HttpRequest&&) = default;
    HttpRequest& operator=(HttpRequest&&) = default;
    ~HttpRequest() {
        wipe(url);
        wipe(body);
        for (auto& header : headers) wipe(header.value);
    }
};

struct HttpReply {
    int status = 0;
    Secret body;  // it may be the answer that has a VncUrl in it
    std::optional<std::chrono::system_clock::time_point> date;  // the server's clock
    std::optional<std::chrono::milliseconds> retry_after;       // x-acs-retry-after
    std::string request_id = {};  // x-acs-request-id, which repeats the body's RequestId
};

}  // namespace ecsview::ecs

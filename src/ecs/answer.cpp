// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/answer.h"

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "ecs/http_request.h"

namespace ecsview::ecs {
namespace {

using nlohmann::json;

std::string http(int status) {
    return " (HTTP " + std::to_string(status) + ")";
}

// Whatever answered, it was not the API.
Refusal foreign(const std::string& what, int status) {
    return {{ExitCode::network, "The answer of the API " + what + http(status) +
                                    "; check --endpoint and whether a proxy or a sign-in page "
                                    "stands in between."},
            Retry::later};
}

Refusal without_url(const std::string& what, int status) {
    return {{ExitCode::api, "The answer of the API " + what + http(status) + "; try again."},
            Retry::later};
}

// The member as text, under its documented name or, as some gateways write it, in lower case.
std::string text_of(const json& object, const char* name, const char* lower_case) {
    for (const char* key : {name, lower_case}) {
        const auto member = object.find(key);
        if (member == object.end()) continue;
        if (member->is_string()) return member->get<std::string>();
        if (member->is_number_integer()) return member->dump();
    }
    return {};
}

bool means_success(std::string_view code) {
    return code.empty() || code == "200" || code == "OK" || code == "Success";
}

// A 200 may carry an error, and an error status may come without a code.
std::optional<Refusal> refusal_in(const json& object, int status) {
    const auto code = text_of(object, "Code", "code");
    const bool accepted = status >= 200 && status < 300;
    if (accepted && means_success(code)) return std::nullopt;
    return refusal(status, means_success(code) ? "" : code, text_of(object, "Message", "message"));
}

}  // namespace

VncUrlAnswer read_vnc_url_answer(int status, std::string_view body) {
    if (status >= 300 && status < 400) return foreign("leads elsewhere", status);
    if (body.empty()) return foreign("is empty", status);
    if (body.size() > max_reply_body) return foreign("is too long", status);
    json object = json::parse(body, nullptr, false);
    if (!object.is_object()) return foreign("is not JSON", status);
    if (auto refused = refusal_in(object, status)) return std::move(*refused);
    const auto url = object.find("VncUrl");
    if (url == object.end()) return without_url("has no VncUrl", status);
    if (!url->is_string()) return without_url("has a VncUrl that is not text", status);
    Secret text(std::move(url->get_ref<std::string&>()));
    if (text.empty()) return without_url("has an empty VncUrl", status);
    return text;
}

}  // namespace ecsview::ecs

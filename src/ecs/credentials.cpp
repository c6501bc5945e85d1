// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/credentials.h"

#include <algorithm>

#include "base/environment.h"

namespace ecsview::ecs {
namespace {

constexpr const char* id_name = "ALIBABA_CLOUD_ACCESS_KEY_ID";
constexpr const char* secret_name = "ALIBABA_CLOUD_ACCESS_KEY_SECRET";
constexpr const char* token_name = "ALIBABA_CLOUD_SECURITY_TOKEN";

Failure missing(const std::string& what, const std::string& next) {
    return {ExitCode::credentials, what + ": set " + next + " in the environment."};
}

Failure malformed(const std::string& name) {
    return {ExitCode::credentials, name +
                                       " has a space, a line break or another character that no "
                                       "key has; copy it again."};
}

// Keys and tokens become part of headers: a line break in one would be a header of its own.
bool is_visible(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

bool has_control_bytes(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 || byte == 0x7f;
    });
}

}  // namespace

Result<Credentials> credentials_from_environment() {
    auto id = take_from_environment(id_name);
    auto secret = take_from_environment(secret_name);
    auto token = take_from_environment(token_name);
    if (!id && !secret)
        return missing("There are no Alibaba Cloud credentials",
                       std::string(id_name) + " and " + secret_name);
    if (!id) return missing("There is an access key secret without its ID", id_name);
    if (!secret) return missing("There is an access key ID without its secret", secret_name);
    if (!is_visible(id->reveal())) return malformed(id_name);
    // The secret is never sent, so only what a careless copy leaves behind is looked for.
    if (has_control_bytes(secret->reveal())) return malformed(secret_name);
    if (token && !is_visible(token->reveal())) return malformed(token_name);
    return Credentials{std::string(id->reveal()), std::move(*secret),
                       token ? std::move(*token) : Secret()};
}

}  // namespace ecsview::ecs

// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/signature_v3.h"

#include <algorithm>
#include <map>

#include "base/ascii.h"
#include "base/hash.h"
#include "ecs/canonical_query.h"

namespace ecsview::ecs {
namespace {

constexpr std::string_view algorithm = "ACS3-HMAC-SHA256";

bool is_signed(std::string_view name) {
    return name == "host" || name == "content-type" || name.starts_with("x-acs-");
}

// Name to values; both in order.
std::map<std::string, std::vector<std::string>> signed_part(const std::vector<Header>& headers) {
    std::map<std::string, std::vector<std::string>> out;
    for (const auto& header : headers) {
        auto name = lower_case(header.name);
        if (is_signed(name)) out[std::move(name)].emplace_back(trimmed(header.value));
    }
    for (auto& [name, values] : out) std::sort(values.begin(), values.end());
    return out;
}

std::string joined(const std::vector<std::string>& values) {
    std::string out;
    for (const auto& value : values) out += (out.empty() ? "" : ",") + value;
    return out;
}

}  // namespace

CanonicalRequest canonical_request(std::string_view method, std::string_view uri,
                                   const Parameters& query, const std::vector<Header>& headers,
                                   std::string_view payload_hash) {
    CanonicalRequest out;
    std::string lines;
    for (const auto& [name, values] : signed_part(headers)) {
        lines += name + ':' + joined(values) + '\n';
        out.signed_headers += (out.signed_headers.empty() ? "" : ";") + name;
    }
    out.text.append(method).append("\n").append(uri).append("\n");
    out.text += canonical_query(query) + '\n' + lines + '\n' + out.signed_headers + '\n';
    out.text += payload_hash;
    return out;
}

std::string string_to_sign(std::string_view canonical_request) {
    return std::string(algorithm) + '\n' + hex(sha256(canonical_request));
}

std::string signature(const Secret& access_key_secret, std::string_view string_to_sign) {
    return hex(hmac_sha256(access_key_secret.reveal(), string_to_sign));
}

std::string authorization(std::string_view access_key_id, const Secret& access_key_secret,
                          const CanonicalRequest& request) {
    std::string out(algorithm);
    out.append(" Credential=").append(access_key_id);
    out += ",SignedHeaders=" + request.signed_headers;
    return out + ",Signature=" + signature(access_key_secret, string_to_sign(request.text));
}

}  // namespace ecsview::ecs

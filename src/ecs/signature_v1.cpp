// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/signature_v1.h"

#include "base/hash.h"
#include "base/percent.h"
#include "ecs/canonical_query.h"

namespace ecsview::ecs {

std::string string_to_sign_v1(std::string_view method, const Parameters& parameters) {
    std::string canonical = canonical_query(parameters);
    std::string out(method);
    out += "&%2F&" + percent_encode(canonical);
    wipe(canonical);
    return out;
}

std::string signature_v1(const Secret& access_key_secret, std::string_view string_to_sign) {
    const Secret key(std::string(access_key_secret.reveal()) + '&');
    return base64(hmac_sha1(key.reveal(), string_to_sign));
}

std::string signed_form_v1(std::string_view method, const Parameters& parameters,
                           const Secret& access_key_secret) {
    const Secret text(string_to_sign_v1(method, parameters));
    return canonical_query(parameters) +
           "&Signature=" + percent_encode(signature_v1(access_key_secret, text.reveal()));
}

}  // namespace ecsview::ecs

// SPDX-License-Identifier: GPL-2.0-or-later
// The platform's older request signature, HMAC-SHA1 with SignatureVersion 1.0 ("Request syntax and
// signature method V2" of the RPC style in the Alibaba Cloud API reference). Pure; any thread. The
// texts hold the security token: do not log them.
#pragma once

#include <string>
#include <string_view>

#include "base/secret.h"
#include "ecs/http_request.h"

namespace ecsview::ecs {

// `parameters` is all that will be sent, in the query and in the form together, but for Signature.
std::string string_to_sign_v1(std::string_view method, const Parameters& parameters);

// Base64.
std::string signature_v1(const Secret& access_key_secret, std::string_view string_to_sign);

// The query or the form as it is sent: `parameters`, sorted and percent-encoded, then Signature.
std::string signed_form_v1(std::string_view method, const Parameters& parameters,
                           const Secret& access_key_secret);

}  // namespace ecsview::ecs

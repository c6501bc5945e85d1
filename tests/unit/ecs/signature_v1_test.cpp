// SPDX-License-Identifier: GPL-2.0-or-later
// Against the vectors that the official SDK made: every text on the way, byte for byte.
#include "ecs/signature_v1.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/hash.h"
#include "ecs/canonical_query.h"
#include "vectors.h"

namespace ecsview::ecs {
namespace {

// In the order of the wire, encoded by us.
std::string encoded(const Parameters& parameters) {
    std::string out;
    for (const auto& [name, value] : parameters)
        out += (out.empty() ? "" : "&") + percent_encode(name) + "=" + percent_encode(value);
    return out;
}

// Query and form carry what was signed and the signature, in our encoding; but a form that is not
// signed as it stands may be in another.
void expect_wire(const nlohmann::json& v) {
    const std::string query = vectors::query_of(v["wire"]["target"]), form = v["wire"]["body"];
    auto sent = vectors::decoded(query);
    EXPECT_EQ(encoded(sent), query);
    if (form.find("Signature=") != std::string::npos) {
        EXPECT_EQ(encoded(vectors::decoded(form)), form);
    }
    for (auto& parameter : vectors::decoded(form)) sent.push_back(parameter);
    auto expected = vectors::parameters(v["signed_params"]);
    expected.emplace_back("Signature", v["signature"]);
    std::sort(sent.begin(), sent.end());
    std::sort(expected.begin(), expected.end());
    EXPECT_EQ(sent, expected);
}

TEST(SignatureV1Test, MatchesEveryVector) {
    const auto all = vectors::read("v1.json");
    ASSERT_FALSE(all.empty()) << "no vectors: run in the project's folder or set ECSVIEW_VECTORS";
    for (const auto& v : all) {
        SCOPED_TRACE(v["id"].get<std::string>());
        const std::string method = v["method"];
        const auto parameters = vectors::parameters(v["signed_params"]);
        const Secret secret(v["access_key_secret"].get<std::string>());
        const auto text = string_to_sign_v1(method, parameters);
        EXPECT_EQ(canonical_query(parameters), v["canonical_query"]);
        EXPECT_EQ(text, v["string_to_sign"]);
        EXPECT_EQ(base64(hmac_sha1(v["hmac_key"].get<std::string>(), text)), v["signature"]);
        EXPECT_EQ(signature_v1(secret, text), v["signature"]);
        EXPECT_EQ(percent_encode(signature_v1(secret, text)), v["signature_encoded"]);
        EXPECT_EQ(signed_form_v1(method, parameters, secret),
                  v["canonical_query"].get<std::string>() +
                      "&Signature=" + v["signature_encoded"].get<std::string>());
        expect_wire(v);
    }
}

TEST(SignatureV1Test, TheMethodIsSigned) {
    EXPECT_EQ(string_to_sign_v1("GET", {}), "GET&%2F&");
    EXPECT_EQ(string_to_sign_v1("POST", {{"b", "ü "}, {"B", ""}}),
              "POST&%2F&B%3D%26b%3D%25C3%25BC%2520");
}

}  // namespace
}  // namespace ecsview::ecs

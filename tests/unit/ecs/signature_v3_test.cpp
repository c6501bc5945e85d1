// SPDX-License-Identifier: GPL-2.0-or-later
// Against the vectors that the official SDK made: every text on the way, byte for byte.
#include "ecs/signature_v3.h"

#include <gtest/gtest.h>

#include "base/hash.h"
#include "ecs/canonical_query.h"
#include "vectors.h"

namespace ecsview::ecs {
namespace {

using vectors::json;
using vectors::parameters;

std::vector<Header> headers(const json& object) {
    std::vector<Header> out;
    for (const auto& [name, value] : object.items()) out.push_back({name, value});
    return out;
}

TEST(SignatureV3Test, MatchesEveryVector) {
    const auto all = vectors::read("v3.json");
    ASSERT_FALSE(all.empty()) << "no vectors: run in the project's folder or set ECSVIEW_VECTORS";
    for (const auto& v : all) {
        SCOPED_TRACE(v["id"].get<std::string>());
        const auto hash = hex(sha256(v["body"].get<std::string>()));
        EXPECT_EQ(hash, v["hashed_payload"]);
        EXPECT_EQ(canonical_query(parameters(v["query"])), v["canonical_query"]);
        const auto request =
            canonical_request(v["method"].get<std::string>(), v["uri"].get<std::string>(),
                              parameters(v["query"]), headers(v["headers"]), hash);
        EXPECT_EQ(request.text, v["canonical_request"]);
        EXPECT_EQ(request.signed_headers, v["signed_headers"]);
        EXPECT_EQ(string_to_sign(request.text), v["string_to_sign"]);
        const Secret secret(v["access_key_secret"].get<std::string>());
        EXPECT_EQ(signature(secret, string_to_sign(request.text)), v["signature"]);
        EXPECT_EQ(authorization(v["access_key_id"].get<std::string>(), secret, request),
                  v["authorization"]);
        EXPECT_EQ(v["hmac_key"], v["access_key_secret"]);
        if (v.contains("wire")) {
            auto sent = vectors::decoded(vectors::query_of(v["wire"]["target"]));
            std::sort(sent.begin(), sent.end());
            EXPECT_EQ(canonical_query(sent), v["canonical_query"]);
        }
    }
}

TEST(SignatureV3Test, HeadersAreFilteredLoweredTrimmedAndJoined) {
    const auto request = canonical_request("GET", "/", {},
                                           {{"X-Acs-B", " two "},
                                            {"accept", "unsigned"},
                                            {"x-acs-b", "one"},
                                            {"HOST", "h"},
                                            {"Content-Type", "\ttext "},
                                            {"x-acs-empty", " "}},
                                           "sum");
    EXPECT_EQ(request.text,
              "GET\n/\n\ncontent-type:text\nhost:h\nx-acs-b:one,two\nx-acs-empty:\n\n"
              "content-type;host;x-acs-b;x-acs-empty\nsum");
}

}  // namespace
}  // namespace ecsview::ecs

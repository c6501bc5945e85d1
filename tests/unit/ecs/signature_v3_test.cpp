// SPDX-License-Identifier: GPL-2.0-or-later
// Against the vectors that the official SDK made: every text on the way, byte for byte.
#include "ecs/signature_v3.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "base/hash.h"

namespace ecsview::ecs {
namespace {

using nlohmann::json;

json vectors() {
    const char* folder = getenv("ECSVIEW_VECTORS");
    std::ifstream file(std::string(folder ? folder : "tests/vectors") + "/v3.json");
    return json::parse(file, nullptr, false);
}

Parameters parameters(const json& object) {
    Parameters out;
    for (const auto& [name, value] : object.items()) out.emplace_back(name, value);
    return out;
}

std::vector<Header> headers(const json& object) {
    std::vector<Header> out;
    for (const auto& [name, value] : object.items()) out.push_back({name, value});
    return out;
}

TEST(SignatureV3Test, MatchesEveryVector) {
    const auto file = vectors();
    ASSERT_TRUE(file.is_object())
        << "no vectors: run in the project's folder or set ECSVIEW_VECTORS";
    ASSERT_EQ(file["vectors"].size(), 14u);
    for (const auto& v : file["vectors"]) {
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
    }
}

TEST(SignatureV3Test, SortsAndKeepsEmptyValues) {
    EXPECT_EQ(canonical_query({{"b", "2"}, {"a", ""}, {"B", "1"}, {"_", "x y"}}),
              "B=1&_=x%20y&a=&b=2");
    EXPECT_EQ(canonical_query({}), "");
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

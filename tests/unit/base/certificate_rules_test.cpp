// SPDX-License-Identifier: GPL-2.0-or-later
// What it says of whole chains is shown by tests/e2e/test_tls.py.
#include "base/certificate_rules.h"

#include <gtest/gtest.h>

#include <string>

#include "base/hash.h"

namespace ecsview {
namespace {

TEST(CertificateRules, APinIsTheHashOfAKey) {
    const std::string one = "sha256//" + base64(sha256("one"));
    const std::string two = "sha256//" + base64(sha256("two"));
    EXPECT_EQ(parse_pins(one), Pins{sha256("one")});
    EXPECT_EQ(parse_pins(one + ";" + two), (Pins{sha256("one"), sha256("two")}));
}

TEST(CertificateRules, WhatIsNoPin) {
    const std::string good = "sha256//" + base64(sha256("one"));
    for (const std::string& text :
         {std::string(), std::string("sha256//"), good + ";", good.substr(0, good.size() - 1),
          good + "=", good.substr(1), "sha256//" + base64(sha256("one")).substr(4), good + "\n",
          good + good, std::string("sha256//AAAA")})
        EXPECT_EQ(parse_pins(text), std::nullopt) << text;
}

}  // namespace
}  // namespace ecsview

// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/sealed.h"

#include <gtest/gtest.h>

#include <cstring>
#include <utility>

namespace ecsview {
namespace {

std::string opened(const Sealed& sealed) {
    return std::string(sealed.open().reveal());
}

// The bytes that it keeps, wherever the string has them.
std::string image(const Sealed& sealed) {
    std::string text(sizeof sealed, '\0');
    std::memcpy(text.data(), static_cast<const void*>(&sealed), sizeof sealed);
    return text;
}

TEST(SealedTest, OpensToWhatItWas) {
    EXPECT_TRUE(Sealed().empty());
    EXPECT_EQ(opened(Sealed()), "");
    for (std::size_t size : {0, 1, 15, 31, 32, 33, 64, 1000}) {
        std::string text(size, 'x');
        for (std::size_t i = 0; i < size; ++i) text[i] = static_cast<char>(i * 7);
        const Sealed sealed{Secret(std::string(text))};
        EXPECT_EQ(sealed.empty(), size == 0);
        EXPECT_EQ(opened(sealed), text);
        EXPECT_EQ(opened(sealed), text) << "a second time";
    }
}

TEST(SealedTest, MovesAndIsReplaced) {
    Sealed first{Secret(std::string("one"))}, second{Secret(std::string("two"))};
    second = std::move(first);
    EXPECT_EQ(opened(second), "one");
    second = Secret(std::string("three"));
    EXPECT_EQ(opened(second), "three");
}

TEST(SealedTest, DoesNotShowItAndNoTwoAreTheSame) {
    // Short enough to lie within the object itself.
    const Sealed one{Secret(std::string("geheim-geheim"))},
        other{Secret(std::string("geheim-geheim"))};
    EXPECT_EQ(image(one).find("geheim"), std::string::npos);
    EXPECT_NE(image(one).substr(16, 13), image(other).substr(16, 13));
}

// Equal blocks of a text are masked differently, too.
TEST(SealedTest, TheMaskDoesNotRepeat) {
    const Sealed sealed{Secret(std::string(96, 'a'))};
    const char* bytes = nullptr;
    std::memcpy(&bytes, static_cast<const void*>(&sealed), sizeof bytes);  // where its text lies
    EXPECT_NE(std::string(bytes, 32), std::string(bytes + 32, 32));
    EXPECT_NE(std::string(bytes + 32, 32), std::string(bytes + 64, 32));
    EXPECT_EQ(std::string(bytes, 96).find("aaaa"), std::string::npos);
}

}  // namespace
}  // namespace ecsview

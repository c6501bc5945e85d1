// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/wiping.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <cstring>
#include <string>

namespace ecsview {
namespace {

TEST(WipingTest, ABlockKeepsItsContentWhenItGrowsAndShrinks) {
    auto* block = static_cast<char*>(wiping_realloc(nullptr, 10));
    ASSERT_NE(block, nullptr);
    std::memcpy(block, "geheimnis", 10);
    for (const std::size_t size : {1000, 100'000, 12, 10}) {
        block = static_cast<char*>(wiping_realloc(block, size));
        ASSERT_NE(block, nullptr);
        EXPECT_STREQ(block, "geheimnis");
    }
    wiping_free(block);
    wiping_free(nullptr);
}

// What is seen here is freed: with a sanitizer nobody may look.
#ifndef ECSVIEW_SANITIZE
// The allocator keeps its own words where a free block begins, and some are random.
constexpr std::size_t allocators = 4 * sizeof(void*);

TEST(WipingTest, NothingIsLeftInWhatIsFreed) {
    constexpr std::size_t size = 1000;
    auto* block = static_cast<volatile char*>(malloc(size));
    ASSERT_NE(block, nullptr);
    for (std::size_t i = 0; i < size; ++i) block[i] = 'x';
    wiping_free(const_cast<char*>(block));
    auto* again = static_cast<volatile char*>(malloc(size));  // the same one, in glibc
    std::size_t left = 0;
    for (std::size_t i = allocators; i < size; ++i) left += again[i] == 'x';
    EXPECT_EQ(left, 0u);
    free(const_cast<char*>(again));
}

// The C++ library grows it, and frees the smaller one.
TEST(WipingTest, NorInAStringThatHasGrown) {
    std::string text(1000, 'x');
    const auto* old = static_cast<const volatile char*>(text.data());
    text.append(5000, 'y');
    ASSERT_NE(text.data(), const_cast<const char*>(old));
    std::size_t left = 0;
    for (std::size_t i = allocators; i < 1000; ++i) left += old[i] == 'x';
    EXPECT_EQ(left, 0u);
}
#endif

}  // namespace
}  // namespace ecsview

// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/wiping.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <cstring>
#include <new>
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

constexpr std::size_t size = 1000;

// How much of a block that `release` has freed is still what was written there.
template <class Release>
std::size_t left_of(void* fresh, Release release) {
    auto* block = static_cast<volatile char*>(fresh);
    for (std::size_t i = 0; i < size; ++i) block[i] = 'x';
    release(fresh);
    std::size_t left = 0;
    for (std::size_t i = allocators; i < size; ++i) left += block[i] == 'x';
    return left;
}

TEST(WipingTest, NothingIsLeftInWhatIsFreed) {
    EXPECT_EQ(left_of(malloc(size), wiping_free), 0u);
    EXPECT_EQ(left_of(malloc(size), [](void* at) { wiping_free(wiping_realloc(at, 9 * size)); }),
              0u);
    EXPECT_GT(left_of(malloc(size), free), 0u) << "nothing would be seen";
}

TEST(WipingTest, NorInWhatCppFrees) {
    constexpr std::align_val_t wide{64};
    const auto plain = [] { return ::operator new(size); };
    const auto aligned = [] { return ::operator new(size, wide); };
    EXPECT_EQ(left_of(plain(), [](void* at) { ::operator delete(at); }), 0u);
    EXPECT_EQ(left_of(plain(), [](void* at) { ::operator delete(at, size); }), 0u);
    EXPECT_EQ(left_of(::operator new[](size), [](void* at) { ::operator delete[](at); }), 0u);
    EXPECT_EQ(left_of(::operator new[](size), [](void* at) { ::operator delete[](at, size); }), 0u);
    EXPECT_EQ(left_of(aligned(), [](void* at) { ::operator delete(at, wide); }), 0u);
    EXPECT_EQ(left_of(aligned(), [](void* at) { ::operator delete(at, size, wide); }), 0u);
    EXPECT_EQ(
        left_of(::operator new[](size, wide), [](void* at) { ::operator delete[](at, wide); }), 0u);
    EXPECT_EQ(left_of(::operator new(size, std::nothrow),
                      [](void* at) { ::operator delete(at, std::nothrow); }),
              0u);
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

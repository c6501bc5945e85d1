// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/secret.h"

#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <new>
#include <string_view>
#include <vector>

namespace ecsview {
namespace {

// Short enough to lie inside of the string itself, where it can be looked at afterwards.
constexpr const char* canary = "cAnary7";

template <std::size_t size>
bool holds(const std::array<char, size>& memory, std::string_view text) {
    return std::search(memory.begin(), memory.end(), text.begin(), text.end()) != memory.end();
}

// A T made in memory that stays ours when it is gone.
template <class T>
class Seen {
public:
    template <class... From>
    explicit Seen(From&&... from) : object_(new (memory_.data()) T(std::forward<From>(from)...)) {}
    T& operator*() { return *object_; }
    void destroy() { std::destroy_at(object_); }
    bool holds_canary() const { return holds(memory_, canary); }

private:
    alignas(T) std::array<char, sizeof(T)> memory_{};
    T* object_;
};

TEST(SecretTest, WipeOverwritesWhatItIsGivenAndNoMore) {
    std::array<char, 16> memory;
    memory.fill('x');
    wipe(memory.data() + 4, 8);
    EXPECT_EQ(std::count(memory.begin(), memory.end(), '\0'), 8);
    EXPECT_EQ(std::count(memory.begin() + 4, memory.begin() + 12, '\0'), 8);
}

TEST(SecretTest, WipeReachesTheSpareCapacity) {
    std::string text = std::string(100, 'y') + canary;
    const char* const memory = text.data();
    const std::size_t capacity = text.capacity();
    text.resize(3);  // an older, longer value stands behind it
    wipe(text);
    EXPECT_TRUE(text.empty());
    ASSERT_EQ(text.data(), memory);
    EXPECT_EQ(std::count(memory, memory + capacity, '\0'), static_cast<std::ptrdiff_t>(capacity));
}

// What the kernel stores of the registers when a signal comes, on a stack of the signal's own.
class Registers {
public:
    Registers() {
        stack_t stack{};
        stack.ss_sp = memory_.data();
        stack.ss_size = memory_.size();
        sigaltstack(&stack, nullptr);
        struct sigaction action {};
        action.sa_handler = [](int) {};
        action.sa_flags = SA_ONSTACK;
        sigaction(SIGUSR2, &action, nullptr);
    }
    ~Registers() {
        stack_t none{};
        none.ss_flags = SS_DISABLE;
        sigaltstack(&none, nullptr);
        signal(SIGUSR2, SIG_DFL);
    }
    void store() { raise(SIGUSR2); }
    bool hold(std::string_view text) const {
        return std::search(memory_.begin(), memory_.end(), text.begin(), text.end()) !=
               memory_.end();
    }

private:
    std::vector<char> memory_ = std::vector<char>(256 * 1024);
};

// A copy of any size, the longer ones in as many registers as there are.
TEST(SecretTest, NothingStaysInTheRegisters) {
    static void* (*const volatile copy)(void*, const void*, std::size_t) = memcpy;
    for (const std::size_t size : {24, 48, 100, 200, 350, 500, 900, 5000}) {
        std::string text;
        while (text.size() < size) text += canary;
        std::string copied(text.size(), ' ');
        copy(copied.data(), text.data(), text.size());
        wipe(text);
        wipe(copied);
        Registers registers;
        registers.store();
        EXPECT_FALSE(registers.hold(canary)) << size;
    }
}

TEST(SecretTest, NothingStaysWhenItGoes) {
    Seen<Secret> secret{std::string(canary)};
    EXPECT_EQ((*secret).reveal(), canary);
    EXPECT_TRUE(secret.holds_canary());
    secret.destroy();
    EXPECT_FALSE(secret.holds_canary());
}

TEST(SecretTest, NothingStaysWhereItWasMovedFrom) {
    Seen<std::string> text(canary);
    Seen<Secret> first(std::move(*text));
    EXPECT_FALSE(text.holds_canary());
    Seen<Secret> second(std::move(*first));
    EXPECT_FALSE(first.holds_canary());
    Seen<Secret> third;
    *third = std::move(*second);
    EXPECT_FALSE(second.holds_canary());
    EXPECT_EQ((*third).reveal(), canary);
    *third = Secret();
    EXPECT_FALSE(third.holds_canary());
    EXPECT_TRUE((*third).empty());
    first.destroy();
    second.destroy();
    third.destroy();
    text.destroy();
}

TEST(SecretTest, MovedToItselfItStays) {
    Secret secret{std::string(canary)};
    auto& same = secret;
    secret = std::move(same);
    EXPECT_EQ(secret.reveal(), canary);
}

TEST(SecretTest, ACopyIsItsOwn) {
    Secret first{std::string(canary)};
    const Secret second = first.copy();
    first = Secret();
    EXPECT_EQ(second.reveal(), canary);
}

}  // namespace
}  // namespace ecsview

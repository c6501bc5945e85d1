// SPDX-License-Identifier: GPL-2.0-or-later
#include "record/tape.h"

#include <gtest/gtest.h>

namespace ecsview::record {
namespace {

using namespace std::chrono_literals;

constexpr screen::DesktopSize size{80, 25}, other{100, 30};

Block key(Milliseconds at, std::string bytes) {
    return {at, std::move(bytes), true};
}
Block change(Milliseconds at, std::string bytes) {
    return {at, std::move(bytes), false};
}

struct Read {
    std::optional<Greeting> greeting;
    std::vector<std::pair<std::int64_t, std::string>> blocks;
};

std::uint32_t number(std::string_view bytes) {
    std::uint32_t value = 0;
    for (const char byte : bytes.substr(0, 4))
        value = value << 8 | static_cast<unsigned char>(byte);
    return value;
}

// As the container is described.
Read read(std::string_view file) {
    Read out;
    EXPECT_EQ(file.substr(0, 12), "FBS 001.000\n");
    for (std::size_t at = 12; at < file.size();) {
        const std::size_t length = number(file.substr(at));
        const std::size_t padded = (length + 3) / 4 * 4;
        EXPECT_LE(at + 8 + padded, file.size());
        out.blocks.push_back(
            {number(file.substr(at + 4 + padded)), std::string(file.substr(at + 4, length))});
        at += 8 + padded;
    }
    out.greeting = read_greeting(out.blocks.front().second);
    out.blocks.erase(out.blocks.begin());
    return out;
}

using Blocks = decltype(Read::blocks);

TEST(Tape, KeepsAllThatIsYoung) {
    Tape tape;
    EXPECT_TRUE(tape.empty());
    EXPECT_EQ(tape.file("x", 1s), "");
    tape.add(change(0s, "too soon"), size);
    EXPECT_TRUE(tape.empty());
    tape.add(key(2s, "K"), size);
    tape.add(change(3s, "abcde"), size);
    const auto file = read(tape.file("i-a", 10s));
    ASSERT_TRUE(file.greeting);
    EXPECT_EQ(file.greeting->name, "ecsview: i-a");
    EXPECT_EQ(file.greeting->size, size);
    EXPECT_EQ(file.blocks, (Blocks{{0, "K"}, {1000, "abcde"}, {8000, ""}}));
}

TEST(Tape, DropsAKeyWhenTheNextIsOldEnough) {
    Tape tape(60s);
    tape.add(key(0s, "A"), size);
    tape.add(change(1s, "a"), size);
    tape.add(key(30s, "B"), other);
    tape.add(change(89s, "b"), other);
    // The picture of 29 s needs the first key.
    EXPECT_EQ(read(tape.file("", 89s)).blocks,
              (Blocks{{0, "A"}, {0, "a"}, {1000, "B"}, {60000, "b"}, {60000, ""}}));
    tape.add(change(90s, "c"), other);
    const auto file = read(tape.file("", 91s));
    EXPECT_EQ(file.greeting->size, other);
    EXPECT_EQ(file.blocks, (Blocks{{0, "B"}, {58000, "b"}, {59000, "c"}, {60000, ""}}));
}

TEST(Tape, HasNoMoreBytesThanItMay) {
    Tape tape(1h, 100'000);
    for (int i = 0; i < 100; ++i) {
        tape.add(key(std::chrono::seconds(i), std::string(5000, 'k')), size);
        tape.add(change(std::chrono::seconds(i), std::string(5000, 'c')), size);
        EXPECT_LE(tape.bytes(), 111'000u);
    }
    const auto file = read(tape.file("", 100s));
    EXPECT_GE(file.blocks.size(), 18u);
    EXPECT_EQ(file.blocks.front().second.front(), 'k');
}

// The picture of now is worth more than the limit.
TEST(Tape, KeepsTheNewestKeyWhateverItsSize) {
    Tape tape(1s, 10);
    tape.add(key(0s, std::string(1000, 'k')), size);
    tape.add(change(5s, std::string(1000, 'c')), size);
    EXPECT_EQ(read(tape.file("", 6s)).blocks.size(), 3u);
    tape.add(key(7s, "K"), size);
    EXPECT_EQ(read(tape.file("", 7s)).blocks.size(), 2u);
}

TEST(Fbs, AGreetingIsReadAsItWasWritten) {
    const std::string bytes = greeting({1280, 800}, "i-abc") + "more";
    const auto said = read_greeting(bytes);
    ASSERT_TRUE(said);
    EXPECT_EQ(said->size, (screen::DesktopSize{1280, 800}));
    EXPECT_EQ(said->name, "ecsview: i-abc");
    EXPECT_EQ(said->bytes, bytes.size() - 4);
    for (std::size_t cut = 0; cut < bytes.size() - 4; ++cut)
        EXPECT_FALSE(read_greeting(bytes.substr(0, cut))) << cut;
}

TEST(Fbs, AKeyIsKnownByItsFirstRectangle) {
    const std::string size_told = desktop_size({640, 480});
    EXPECT_FALSE(size_of_key(size_told)) << "the picture has to follow";
    EXPECT_EQ(size_of_key(size_told + std::string(4, '\0')), (screen::DesktopSize{640, 480}));
    EXPECT_FALSE(size_of_key(std::string(30, '\0')));
    EXPECT_FALSE(size_of_key(""));
}

}  // namespace
}  // namespace ecsview::record

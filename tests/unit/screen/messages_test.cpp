// SPDX-License-Identifier: GPL-2.0-or-later
#include "screen/messages.h"

#include <gtest/gtest.h>

#include <bit>
#include <cstring>
#include <random>

namespace ecsview::screen {
namespace {

constexpr DesktopSize desktop{1280, 800};

template <class T>
std::optional<T> round_trip(const FromDecoder& message, DesktopSize size = desktop) {
    auto parsed = parse_from_decoder(encode(message), size);
    if (!parsed || !std::holds_alternative<T>(*parsed)) return std::nullopt;
    return std::get<T>(std::move(*parsed));
}

Damaged damaged(std::initializer_list<DesktopRect> rects) {
    Damaged message{7, 3, true, {}};
    for (const auto& rect : rects) message.damage.add(rect);
    return message;
}

TEST(Messages, EveryKindComesBackAsItWent) {
    EXPECT_EQ(round_trip<Ready>(Ready{"QEMU (vm)"})->name, "QEMU (vm)");
    EXPECT_TRUE(round_trip<NeedPassword>(NeedPassword{}));
    EXPECT_EQ(round_trip<Resized>(Resized{1, 2, {720, 400}})->size, (DesktopSize{720, 400}));
    EXPECT_EQ(round_trip<CursorChanged>(CursorChanged{5, 32, 16, 31, 15})->hot_x, 31);
    EXPECT_TRUE(round_trip<CursorChanged>(CursorChanged{5, 0, 0, 0, 0}));
    EXPECT_TRUE(round_trip<ExtendedKeys>(ExtendedKeys{}));
    EXPECT_TRUE(round_trip<ExtendedButtons>(ExtendedButtons{}));
    EXPECT_EQ(round_trip<Leds>(Leds{5})->bits, 5);
    EXPECT_TRUE(round_trip<PointerType>(PointerType{true})->absolute);
    EXPECT_FALSE(round_trip<PointerType>(PointerType{false})->absolute);
    EXPECT_EQ(round_trip<Answered>(Answered{2, false})->count, 2);
    EXPECT_TRUE(round_trip<Answered>(Answered{0, true})->alone);
    EXPECT_EQ(round_trip<Fenced>(Fenced{0x80000001, "abc"})->flags, 0x80000001u);
    EXPECT_EQ(round_trip<Fenced>(Fenced{0, std::string("a\0c", 3)})->data.size(), 3u);
    EXPECT_TRUE(round_trip<ContinuousEnded>(ContinuousEnded{}));
    EXPECT_EQ(round_trip<Unconfined>(Unconfined{wall_layout})->missing, wall_layout);
    EXPECT_EQ(round_trip<LogLine>(LogLine{"words"})->text, "words");
    const auto stopped = round_trip<Stopped>(Stopped{"refused", "Too many"});
    EXPECT_EQ(stopped->cause, Cause("refused"));
    EXPECT_EQ(stopped->reason, "Too many");
}

TEST(Messages, DamageComesBackWithAllItsRectangles) {
    const auto message = round_trip<Damaged>(damaged({{0, 0, 10, 10}, {1279, 799, 1, 1}}));
    ASSERT_TRUE(message);
    EXPECT_EQ(message->sequence, 7u);
    EXPECT_EQ(message->generation, 3u);
    EXPECT_TRUE(message->complete);
    ASSERT_EQ(message->damage.rects().size(), 2u);
    EXPECT_EQ(message->damage.rects()[1], (DesktopRect{1279, 799, 1, 1}));
    EXPECT_TRUE(round_trip<Damaged>(damaged({})));
}

TEST(Messages, DamageOutsideTheDesktopIsRefused) {
    EXPECT_FALSE(round_trip<Damaged>(damaged({{1279, 0, 2, 1}})));
    EXPECT_FALSE(round_trip<Damaged>(damaged({{0, 799, 1, 2}})));
    EXPECT_FALSE(round_trip<Damaged>(damaged({{0, 0, 1, 1}}), DesktopSize{}));
}

TEST(Messages, SizesBeyondTheLimitsAreRefused) {
    const auto accepted = [](int width, int height) {
        return round_trip<Resized>(Resized{1, 1, {width, height}}).has_value();
    };
    EXPECT_TRUE(accepted(1, 1));
    EXPECT_TRUE(accepted(7680, 4320));
    EXPECT_TRUE(accepted(8192, 4050));
    EXPECT_FALSE(accepted(0, 1));
    EXPECT_FALSE(accepted(1, 0));
    EXPECT_FALSE(accepted(8193, 1));
    EXPECT_FALSE(accepted(1, 8193));
    EXPECT_FALSE(accepted(8192, 4051));
    EXPECT_FALSE(accepted(65535, 65535));
}

TEST(Messages, CursorsBeyondTheirPlaceAreRefused) {
    const auto accepted = [](int w, int h, int x, int y) {
        return round_trip<CursorChanged>(CursorChanged{1, w, h, x, y}).has_value();
    };
    EXPECT_TRUE(accepted(256, 256, 255, 255));
    EXPECT_FALSE(accepted(257, 1, 0, 0));
    EXPECT_FALSE(accepted(1, 257, 0, 0));
    EXPECT_FALSE(accepted(16, 0, 0, 0));
    EXPECT_FALSE(accepted(0, 16, 0, 0));
    EXPECT_FALSE(accepted(16, 16, 16, 0));
    EXPECT_FALSE(accepted(16, 16, 0, 16));
}

TEST(Messages, TextIsCutWhereItIsMadeAndRefusedWhereItIsTooLong) {
    EXPECT_EQ(round_trip<LogLine>(LogLine{std::string(5000, 'x')})->text.size(), max_text_bytes);
    const std::string longest(max_text_bytes, 'x');
    EXPECT_EQ(round_trip<Ready>(Ready{longest})->name, longest);
    EXPECT_EQ(round_trip<Ready>(Ready{longest + "y"})->name, longest);
    const Stopped wordy{"refused", longest + "y"};
    EXPECT_EQ(round_trip<Stopped>(wordy)->reason, longest);
    // A decoder that does not cut.
    for (FromDecoder message : {FromDecoder{Ready{longest}}, FromDecoder{LogLine{longest}},
                                FromDecoder{Stopped{"refused", longest}}}) {
        auto longer = encode(message);
        const std::size_t length_at = longer.size() - longest.size() - 2;
        const auto length = static_cast<std::uint16_t>(max_text_bytes + 1);
        std::memcpy(&longer[length_at], &length, sizeof length);
        longer.push_back(std::byte{'y'});
        EXPECT_FALSE(parse_from_decoder(longer, desktop)) << message.index();
    }
    auto bytes = encode(FromDecoder{LogLine{"x"}});
    bytes[1] = std::byte{0xff};  // says that it is longer than it is
    EXPECT_FALSE(parse_from_decoder(bytes, desktop));
}

TEST(Messages, OfTheClipboardHaveKnownActionsAndPartsThatFit) {
    const std::string part(max_part_bytes, 'x');
    EXPECT_EQ(round_trip<ClipboardText>(ClipboardText{part, false})->part, part);
    EXPECT_FALSE(round_trip<ClipboardText>(ClipboardText{part, false})->last);
    EXPECT_LE(encode(FromDecoder{ClipboardText{part, true}}).size(), max_message_bytes);
    constexpr std::uint32_t both = clipboard_caps | clipboard_provide;
    EXPECT_EQ(round_trip<ClipboardOffered>(ClipboardOffered{both, 7})->actions, both);
    for (const std::uint32_t unknown : {1u, 1u << 29, 1u << 23})
        EXPECT_FALSE(
            parse_from_decoder(encode(FromDecoder{ClipboardOffered{unknown, 0}}), desktop));
    for (const std::uint32_t no_signal : {0u, std::uint32_t{clipboard_provide}, 3u << 25})
        EXPECT_FALSE(
            parse_from_decoder(encode(FromDecoder{ClipboardSignalled{no_signal}}), desktop));
}

TEST(Messages, NoWallOrAnUnknownOneIsNotMissing) {
    for (const unsigned missing : {0u, all_walls + 1u})
        EXPECT_FALSE(parse_from_decoder(encode(FromDecoder{Unconfined{missing}}), desktop));
}

TEST(Messages, WhatIsLossyLiesInTheDesktop) {
    const auto all = round_trip<Lossy>(Lossy{{0, 0, desktop.width, desktop.height}, true});
    ASSERT_TRUE(all);
    EXPECT_EQ(all->area, (DesktopRect{0, 0, desktop.width, desktop.height}));
    EXPECT_TRUE(all->came);
    const auto none = round_trip<Lossy>(Lossy{{}, false});
    ASSERT_TRUE(none);
    EXPECT_TRUE(none->area.empty() && !none->came);
    for (const DesktopRect area :
         {DesktopRect{1, 0, desktop.width, 1}, DesktopRect{1, 1, 0, 0}, DesktopRect{0, 0, 0, 1}})
        EXPECT_FALSE(parse_from_decoder(encode(FromDecoder{Lossy{area, true}}), desktop));
}

TEST(Messages, TruncatedAndOverlongAreRefused) {
    const FromDecoder all[] = {Ready{"n"},
                               NeedPassword{},
                               Resized{1, 1, {4, 4}},
                               damaged({{0, 0, 4, 4}}),
                               CursorChanged{1, 2, 2, 0, 0},
                               ExtendedKeys{},
                               ExtendedButtons{},
                               Leds{1},
                               PointerType{true},
                               Unconfined{wall_filter},
                               LogLine{"l"},
                               ClipboardOffered{clipboard_caps, 0},
                               ClipboardSignalled{clipboard_notify},
                               ClipboardText{"t", true},
                               ClipboardLeftOut{},
                               Stopped{"decoder_gave_up", "r"},
                               Lossy{{0, 0, 4, 4}, true}};
    for (const auto& message : all) {
        auto bytes = encode(message);
        bytes.push_back(std::byte{0});
        EXPECT_FALSE(parse_from_decoder(bytes, desktop)) << "kind " << message.index();
        bytes.pop_back();
        ASSERT_TRUE(parse_from_decoder(bytes, desktop)) << "kind " << message.index();
        while (!bytes.empty()) {
            bytes.pop_back();
            EXPECT_FALSE(parse_from_decoder(bytes, desktop)) << "kind " << message.index();
        }
    }
}

TEST(Messages, OneSideDoesNotTakeTheOthersMessages) {
    EXPECT_FALSE(parse_from_decoder(encode(ToDecoder{Acknowledge{1}}), desktop));
    EXPECT_FALSE(parse_to_decoder(encode(FromDecoder{Leds{1}})));
}

TEST(Messages, TheDecoderDoesNotSayWhatIsNotItsToSay) {
    EXPECT_TRUE(round_trip<Stopped>(Stopped{"closed", ""}));
    EXPECT_FALSE(round_trip<Stopped>(Stopped{"silent", ""}));
    EXPECT_FALSE(round_trip<Stopped>(Stopped{"no_pump", ""}));
}

TEST(Messages, PasswordAndAcknowledgeComeBack) {
    const auto password = parse_to_decoder(encode(ToDecoder{Password{Secret("geheim")}}));
    ASSERT_TRUE(password);
    EXPECT_EQ(std::get<Password>(*password).text.reveal(), "geheim");
    const std::string longest(max_password_bytes, 'p');
    const auto cut = parse_to_decoder(encode(ToDecoder{Password{Secret(longest + "q")}}));
    EXPECT_EQ(std::get<Password>(*cut).text.reveal(), longest);
    auto longer = encode(ToDecoder{Password{Secret(std::string(longest))}});
    longer[1] = std::byte{max_password_bytes + 1};
    longer.push_back(std::byte{'q'});
    if constexpr (std::endian::native == std::endian::little) {
        EXPECT_FALSE(parse_to_decoder(longer));
    }
    const auto acknowledge = parse_to_decoder(encode(ToDecoder{Acknowledge{0xfffffffe}}));
    EXPECT_EQ(std::get<Acknowledge>(*acknowledge).sequence, 0xfffffffeu);
}

// Whatever a decoder that was taken over sends, what comes through lies within the desktop.
TEST(Messages, RandomBytesNeverYieldWhatIsOutOfBounds) {
    std::mt19937 dice(20261124);
    std::uniform_int_distribution<int> byte(0, 255), size(0, 60), kind(0, 12);
    int understood = 0;
    for (int round = 0; round < 200'000; ++round) {
        std::vector<std::byte> bytes(static_cast<std::size_t>(size(dice)));
        for (auto& b : bytes) b = std::byte(byte(dice) & (round % 2 ? 0xff : 0x03));
        if (!bytes.empty()) bytes[0] = std::byte(kind(dice));
        const auto message = parse_from_decoder(bytes, desktop);
        if (!message) continue;
        ++understood;
        if (const auto* m = std::get_if<Damaged>(&*message)) {
            for (const auto& rect : m->damage.rects())
                ASSERT_TRUE((DesktopRect{0, 0, desktop.width, desktop.height}.contains(rect)));
        }
        if (const auto* m = std::get_if<Resized>(&*message)) {
            ASSERT_TRUE(acceptable(m->size));
        }
    }
    EXPECT_GT(understood, 100);
}

}  // namespace
}  // namespace ecsview::screen

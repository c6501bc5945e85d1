// SPDX-License-Identifier: GPL-2.0-or-later
// What we say of the clipboard, and what is made of what a server says.
#include <gtest/gtest.h>
#include <zlib.h>

#include <string>

#include "rfb/client_clipboard.h"
#include "rfb/decoder/cut_text.h"

namespace ecsview::rfb {
namespace {

using namespace screen;

std::string number(std::uint32_t value) {
    std::string out;
    for (const int shift : {24, 16, 8, 0}) out += static_cast<char>(value >> shift & 0xff);
    return out;
}

std::string deflated(const std::string& data) {
    uLongf size = compressBound(data.size());
    std::string out(size, '\0');
    compress(reinterpret_cast<Bytef*>(out.data()), &size,
             reinterpret_cast<const Bytef*>(data.data()), data.size());
    out.resize(size);
    return out;
}

std::span<const std::uint8_t> bytes(const std::string& text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

std::optional<CutText> parse(std::uint32_t flags, const std::string& data = {}) {
    const std::string message = number(flags) + data;
    return extended_text(bytes(message));
}

std::optional<CutText> provided(const std::string& text) {
    return parse(clipboard_provide | clipboard_text,
                 deflated(number(static_cast<std::uint32_t>(text.size())) + text));
}

std::string text_of(const std::optional<CutText>& said) {
    const auto* text = said ? std::get_if<std::string>(&*said) : nullptr;
    return text ? *text : "(no text)";
}

std::string behind_the_head(const ClientMessage& message) {
    return message.bytes.substr(8);
}

TEST(ClientClipboard, ALatin1TextHasItsLengthAndQuestionMarks) {
    const auto message = latin1_cut_text("a\n\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80");
    EXPECT_EQ(message.bytes, std::string("\6\0\0\0\0\0\0\5", 8) + "a\n\xe4??");
    EXPECT_EQ(message.kind, MessageKind::text);
}

TEST(ClientClipboard, AnExtendedOneHasALengthBelowZero) {
    EXPECT_EQ(clipboard_request().bytes, std::string("\6\0\0\0", 4) + number(0 - 4u) +
                                             number(screen::clipboard_request | clipboard_text));
    EXPECT_EQ(clipboard_notice(false).bytes.substr(8), number(clipboard_notify));
    EXPECT_EQ(clipboard_notice(true).bytes.substr(8), number(clipboard_notify | clipboard_text));
    EXPECT_EQ(clipboard_capabilities(clipboard_notify).bytes,
              std::string("\6\0\0\0", 4) + number(0 - 8u) +
                  number(clipboard_caps | clipboard_notify | clipboard_text) + number(0));
}

TEST(ClientClipboard, WhatIsProvidedIsReadAsItWas) {
    const std::string text = "one\ntwo\xe4\xbd\xa0\xf0\x9f\x98\x80\n";
    const std::string wire = behind_the_head(clipboard_provision(text));
    EXPECT_EQ(text_of(extended_text(bytes(wire))), text);
    const std::string empty = behind_the_head(clipboard_provision(""));
    EXPECT_EQ(text_of(extended_text(bytes(empty))), "");
}

TEST(ServerCutText, OfLatin1IsUtf8) {
    EXPECT_EQ(std::get<std::string>(latin1_text(bytes("a\xe4\xff"))), "a\xc3\xa4\xc3\xbf");
    const std::string most(max_clipboard_bytes, 'x');
    EXPECT_EQ(std::get<std::string>(latin1_text(bytes(most))), most);
    const std::string wide(max_clipboard_bytes / 2 + 1, '\xe4');
    EXPECT_TRUE(std::holds_alternative<TooLarge>(latin1_text(bytes(wide))));
}

TEST(ServerCutText, LinesEndWithLfAndTheTextBeforeTheFirstNul) {
    EXPECT_EQ(plain_lines("a\r\nb\rc\n\r\n"), "a\nb\nc\n\n");
    EXPECT_EQ(plain_lines(std::string_view("a\0b", 3)), "a");
    EXPECT_EQ(text_of(provided(std::string("a\r\nb\0", 5))), "a\nb");
}

TEST(ServerCutText, CapabilitiesAreThoseForText) {
    const auto caps = parse(clipboard_caps | clipboard_notify | 0x3, number(1000) + number(5));
    ASSERT_TRUE(caps && std::holds_alternative<ClipboardCaps>(*caps));
    EXPECT_EQ(std::get<ClipboardCaps>(*caps),
              (ClipboardCaps{clipboard_caps | clipboard_notify, 1000}));
    const auto images = parse(clipboard_caps | clipboard_notify | 0x8, number(1000));
    EXPECT_EQ(std::get<ClipboardCaps>(*images).actions, 0u);
    EXPECT_FALSE(parse(clipboard_caps | 0x3, number(1000))) << "a size is missing";
}

TEST(ServerCutText, SignalsAreAboutText) {
    for (const std::uint32_t action : {screen::clipboard_notify, screen::clipboard_request}) {
        const auto said = parse(action | clipboard_text);
        ASSERT_TRUE(said && std::holds_alternative<ClipboardSignal>(*said));
        EXPECT_EQ(std::get<ClipboardSignal>(*said).action, action);
        EXPECT_TRUE(std::holds_alternative<NotForUs>(*parse(action | 0x8)));
    }
    EXPECT_TRUE(std::holds_alternative<ClipboardSignal>(*parse(clipboard_peek)));
}

TEST(ServerCutText, RubbishIsNone) {
    EXPECT_FALSE(extended_text(bytes("\0\0\0")));
    EXPECT_FALSE(parse(clipboard_text)) << "no action";
    EXPECT_FALSE(parse(clipboard_notify | screen::clipboard_request | clipboard_text)) << "two";
    EXPECT_FALSE(parse(clipboard_provide | clipboard_text, "nonsense"));
    EXPECT_FALSE(parse(clipboard_provide | clipboard_text, deflated("\0\0")));
    EXPECT_FALSE(parse(clipboard_provide | clipboard_text, deflated(number(100) + "short")));
}

TEST(ServerCutText, ABombIsNotInflated) {
    EXPECT_EQ(text_of(provided(std::string(max_clipboard_bytes, 'x'))).size(), max_clipboard_bytes);
    EXPECT_TRUE(
        std::holds_alternative<TooLarge>(*provided(std::string(max_clipboard_bytes + 1, 'x'))));
    // The length alone is looked at: four bytes are inflated of it.
    const std::string claim = deflated(number(0xffffffff) + std::string(100, 'x'));
    EXPECT_TRUE(
        std::holds_alternative<TooLarge>(*parse(clipboard_provide | clipboard_text, claim)));
    // One that claims little and has much is cut at what it claims.
    const std::string bomb = deflated(number(3) + std::string(10 << 20, 'x'));
    EXPECT_EQ(text_of(parse(clipboard_provide | clipboard_text, bomb)), "xxx");
}

// Twice as many bytes on the wire, when each is a line.
TEST(ServerCutText, LineEndsDoNotMakeATextTooLarge) {
    std::string lines;
    for (std::size_t i = 0; i < max_clipboard_bytes; ++i) lines += "\r\n";
    EXPECT_EQ(text_of(provided(lines)).size(), max_clipboard_bytes);
}

}  // namespace
}  // namespace ecsview::rfb

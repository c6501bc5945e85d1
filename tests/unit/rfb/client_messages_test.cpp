// SPDX-License-Identifier: GPL-2.0-or-later
// The expected bytes are written out from RFC 6143 section 7.5 and from the registry's text on the
// QEMU extended key event.
#include "rfb/client_messages.h"

#include <gtest/gtest.h>

namespace ecsview::rfb {
namespace {

std::string bytes(std::initializer_list<int> values) {
    std::string out;
    for (const int value : values) out += static_cast<char>(value);
    return out;
}

TEST(ClientMessages, FramebufferUpdateRequest) {
    const auto message = framebuffer_update_request(true, {1, 2, 1280, 800});
    EXPECT_EQ(message.bytes, bytes({3, 1, 0, 1, 0, 2, 5, 0, 3, 32}));
    EXPECT_EQ(message.kind, MessageKind::request);
    EXPECT_EQ(framebuffer_update_request(false, {}).bytes[1], 0);
    EXPECT_EQ(framebuffer_update_request(false, {0, 0, 70000, -1}).bytes,
              bytes({3, 0, 0, 0, 0, 0, 255, 255, 0, 0}));
}

TEST(ClientMessages, SetEncodingsHasTheWholeList) {
    const auto message = set_encodings({}, true);
    EXPECT_EQ(message.kind, MessageKind::ordered);
    ASSERT_EQ(message.bytes.substr(0, 4), bytes({2, 0, 0, 20}));
    EXPECT_EQ(message.bytes.substr(4, 8), bytes({0, 0, 0, 7, 0, 0, 0, 16}));
    EXPECT_EQ(message.bytes.size(), 4u + 20 * 4);
    const auto has = [](const ClientMessage& list, int low) {
        return list.bytes.find(bytes({255, 255, 255, low})) != std::string::npos;
    };
    constexpr int extended_keys = 256 - 2, rich_cursor = 256 - 239;  // -258 is 0xfffffefe
    EXPECT_TRUE(has(message, rich_cursor));
    EXPECT_NE(message.bytes.find(bytes({255, 255, 254, extended_keys})), std::string::npos);
    const auto lean = set_encodings({}, false);
    EXPECT_FALSE(has(lean, rich_cursor));
    EXPECT_EQ(lean.bytes.size(), 4u + 17 * 4);
}

TEST(ClientMessages, TheCursorWithAlphaIsForWhoMeansTheRegistrys) {
    const std::string alpha = bytes({255, 255, 254, 256 - 58});  // -314 is 0xfffffec6
    EXPECT_EQ(set_encodings({}, true).bytes.find(alpha), std::string::npos);
    const Offer offer{.alpha_cursor = true};
    EXPECT_NE(set_encodings(offer, true).bytes.find(alpha), std::string::npos);
    EXPECT_EQ(set_encodings(offer, false).bytes.find(alpha), std::string::npos);
}

TEST(ClientMessages, JpegIsOfferedByAQualityAndNotWithout) {
    const auto list = [](const Packing& packing) { return set_encodings({}, true, packing).bytes; };
    const auto level_6 = bytes({255, 255, 255, 6});       // -250 is 0xffffff06
    const auto quality_3 = bytes({255, 255, 255, 0xe3});  // -29 is 0xffffffe3
    std::string with = list({.quality = 3});
    const auto at = with.find(level_6 + quality_3);
    ASSERT_NE(at, std::string::npos);
    with.erase(at + 4, 4);
    with[3] = 20;
    EXPECT_EQ(with, list({})) << "but for that it is the same list";
    EXPECT_EQ(set_encodings({.raw_only = true}, true, {.quality = 3}).bytes,
              set_encodings({.raw_only = true}, true).bytes);
    EXPECT_EQ(set_encodings({.jpeg = true}, true).bytes, list({}))
        << "not before the line is known";
}

TEST(ClientMessages, FenceAndContinuousUpdates) {
    EXPECT_EQ(fence(0x80000001, "ab").bytes, bytes({248, 0, 0, 0, 128, 0, 0, 1, 2, 'a', 'b'}));
    EXPECT_EQ(fence(0, {}).kind, MessageKind::ordered);
    EXPECT_EQ(enable_continuous_updates(true, {0, 0, 1280, 800}).bytes,
              bytes({150, 1, 0, 0, 0, 0, 5, 0, 3, 32}));
}

TEST(ClientMessages, KeyEvent) {
    EXPECT_EQ(key_event(true, 0xffe3).bytes, bytes({4, 1, 0, 0, 0, 0, 0xff, 0xe3}));
    EXPECT_EQ(key_event(false, 'a').bytes, bytes({4, 0, 0, 0, 0, 0, 0, 0x61}));
    EXPECT_EQ(key_event(true, 'a').kind, MessageKind::press);
    EXPECT_EQ(key_event(false, 'a').kind, MessageKind::release);
}

TEST(ClientMessages, ExtendedKeyEvent) {
    EXPECT_EQ(extended_key_event(true, 0xffe4, 0x9d).bytes,
              bytes({255, 0, 0, 1, 0, 0, 0xff, 0xe4, 0, 0, 0, 0x9d}));
    EXPECT_EQ(extended_key_event(false, 0, 0x1e).bytes,
              bytes({255, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x1e}));
}

TEST(ClientMessages, PointerEvent) {
    const auto message = pointer_event(5, {1279, 799}, MessageKind::press);
    EXPECT_EQ(message.bytes, bytes({5, 5, 4, 255, 3, 31}));
    EXPECT_EQ(pointer_event(0, {-4, 70000}, MessageKind::motion).bytes,
              bytes({5, 0, 0, 0, 255, 255}));
}

TEST(ClientMessages, PointerEventWithMoreButtons) {
    EXPECT_EQ(pointer_event(0x85, {1, 2}, MessageKind::press).bytes,
              bytes({5, 0x85, 0, 1, 0, 2, 1}));
    EXPECT_EQ(pointer_event(0x100, {1, 2}, MessageKind::press).bytes,
              bytes({5, 0x80, 0, 1, 0, 2, 2}));
    EXPECT_EQ(pointer_event(0x7f, {1, 2}, MessageKind::press).bytes, bytes({5, 0x7f, 0, 1, 0, 2}));
    for (const int buttons : {0, 1, 0x7f, 0x80, 0x81, 0x100, 0x1ff}) {
        const auto state =
            pointer_of(pointer_event(static_cast<ButtonMask>(buttons), {7, 8}, MessageKind::press));
        ASSERT_TRUE(state);
        EXPECT_EQ(state->buttons, buttons);
        EXPECT_EQ(state->at, (screen::DesktopPoint{7, 8}));
    }
}

TEST(ClientMessages, WhereTheyLeaveThePointer) {
    const auto state = pointer_of(pointer_event(0x41, {300, 65535}, MessageKind::press));
    ASSERT_TRUE(state);
    EXPECT_EQ(state->buttons, 0x41);
    EXPECT_EQ(state->at.x, 300);
    EXPECT_EQ(state->at.y, 65535);
    EXPECT_FALSE(pointer_of(key_event(true, 'a')));
    EXPECT_FALSE(pointer_of(framebuffer_update_request(true, {0, 0, 1, 1})));
    EXPECT_FALSE(pointer_of({MessageKind::press, ""}));
    EXPECT_FALSE(pointer_of({MessageKind::press, "\5\1\1\1\1"}));
}

}  // namespace
}  // namespace ecsview::rfb

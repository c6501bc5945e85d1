// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/clipboard.h"

#include <gtest/gtest.h>

#include <vector>

#include "rfb/client_clipboard.h"

namespace ecsview::ui {
namespace {

using namespace screen;

constexpr std::uint32_t all_actions =
    clipboard_caps | clipboard_request | clipboard_peek | clipboard_notify | clipboard_provide;
constexpr ClipboardWays both{true, true}, in{true, false}, out{false, true};

using Sent = std::vector<std::string>;

Sent bytes_of(const Messages& messages) {
    Sent out_bytes;
    for (const auto& message : messages) out_bytes.push_back(message.bytes);
    return out_bytes;
}

// A clipboard and the server that it hears.
struct Talk {
    explicit Talk(ClipboardWays ways = both, bool extended = true) : clipboard(ways) {
        told.session = 1;
        told.settled = true;
        if (extended) told.actions = all_actions;
        greeting = hear();
    }
    Sent hear() { return bytes_of(clipboard.hear(told, true)); }
    Sent offer(const std::string& text) { return bytes_of(clipboard.offer(text)); }
    Sent say(const std::string& text) {
        ++told.texts;
        told.text = std::make_shared<const std::string>(text);
        return hear();
    }
    std::string arrived() {
        const auto text = clipboard.take_text();
        return text ? *text : "(none)";
    }

    Clipboard clipboard;
    ServerClipboard told;
    Sent greeting;
};

TEST(Clipboard, SaysWhatItCanOnceAServerHas) {
    constexpr std::uint32_t receive = clipboard_notify | clipboard_provide;
    constexpr std::uint32_t give = clipboard_request | clipboard_peek;
    const auto caps = [](std::uint32_t actions) {
        return Sent{rfb::clipboard_capabilities(actions).bytes};
    };
    EXPECT_EQ(Talk(both).greeting, caps(receive | give));
    EXPECT_EQ(Talk(in).greeting, caps(receive));
    EXPECT_EQ(Talk(out).greeting, caps(give));
    EXPECT_EQ(Talk(both, false).greeting, Sent{});
    Talk talk;
    EXPECT_EQ(talk.hear(), Sent{}) << "once";
}

TEST(Clipboard, ATextOfOursIsAnnouncedAndGivenWhenItIsWanted) {
    Talk talk;
    EXPECT_EQ(talk.offer("x"), Sent{rfb::clipboard_notice(true).bytes});
    EXPECT_EQ(talk.offer("x"), Sent{}) << "it is known";
    ++talk.told.requests;
    EXPECT_EQ(talk.hear(), Sent{rfb::clipboard_provision("x").bytes});
    EXPECT_EQ(talk.hear(), Sent{});
    ++talk.told.peeks;
    EXPECT_EQ(talk.hear(), Sent{rfb::clipboard_notice(true).bytes});
    EXPECT_EQ(talk.offer(""), Sent{rfb::clipboard_notice(false).bytes});
}

TEST(Clipboard, AServerWithoutAnExtendedOneGetsItAtOnce) {
    Talk talk(both, false);
    EXPECT_EQ(talk.offer("x"), Sent{rfb::latin1_cut_text("x").bytes});
    EXPECT_EQ(talk.offer(""), Sent{rfb::latin1_cut_text("").bytes});
}

// Until its first picture it may still say that it takes more: "?" for each letter would be wrong.
TEST(Clipboard, NothingGoesBeforeItIsKnownWhatTheServerTakes) {
    for (const bool extended : {true, false}) {
        Talk talk(both, false);
        talk.told.settled = false;
        talk.told.session = 2;
        talk.hear();
        EXPECT_EQ(talk.offer("\u4e2d"), Sent{});
        talk.told.actions = extended ? all_actions : 0;
        talk.told.settled = true;
        const auto sent = talk.hear();
        ASSERT_FALSE(sent.empty());
        EXPECT_EQ(sent.back(), extended ? rfb::clipboard_notice(true).bytes
                                        : rfb::latin1_cut_text("\u4e2d").bytes);
    }
}

TEST(Clipboard, AnEmptyOneIsNoNews) {
    Talk talk(both, false);
    EXPECT_EQ(talk.offer(""), Sent{});
}

TEST(Clipboard, AServerThatTakesNoNoticeGetsItAtOnce) {
    Talk talk(both, false);
    talk.told.actions = clipboard_caps | clipboard_provide;
    talk.told.most = 4;
    talk.hear();
    EXPECT_EQ(talk.offer("x"), Sent{rfb::clipboard_provision("x").bytes});
    EXPECT_EQ(talk.offer("a\n"), Sent{rfb::clipboard_provision("a\n").bytes});
    EXPECT_FALSE(talk.clipboard.take_news());
    EXPECT_EQ(talk.offer("ab\n"), Sent{}) << "five bytes, with CR and NUL";
    EXPECT_TRUE(talk.clipboard.take_news());
}

TEST(Clipboard, ANoticeIsAnsweredByARequestAndATextArrivesOnce) {
    Talk talk;
    ++talk.told.notices;
    EXPECT_EQ(talk.hear(), Sent{rfb::clipboard_request().bytes});
    EXPECT_EQ(talk.say("y"), Sent{});
    EXPECT_EQ(talk.arrived(), "y");
    EXPECT_EQ(talk.arrived(), "(none)");
    EXPECT_EQ(talk.offer("y"), Sent{}) << "it would go round and round";
    EXPECT_EQ(talk.offer("x"), Sent{rfb::clipboard_notice(true).bytes});
    EXPECT_EQ(talk.offer("y"), Sent{rfb::clipboard_notice(true).bytes})
        << "somebody copied it here";
}

// A console of a wall that is opened again: what its guest had copied then is not put here anew.
TEST(Clipboard, WhatWasToldBeforeIsNoNews) {
    ServerClipboard told;
    told.session = 1;
    told.settled = true;
    told.actions = all_actions;
    told.texts = told.notices = told.requests = told.left_out = 3;
    told.text = std::make_shared<const std::string>("old");
    Clipboard clipboard(both);
    clipboard.pass_over(told);
    EXPECT_EQ(clipboard.hear(told, true).size(), 1u) << "what we can do";
    EXPECT_FALSE(clipboard.take_text());
    EXPECT_FALSE(clipboard.take_news());
    told.text = std::make_shared<const std::string>("new");
    ++told.texts;
    clipboard.hear(told, true);
    const auto text = clipboard.take_text();
    ASSERT_TRUE(text);
    EXPECT_EQ(*text, "new");
    told.session = 2;  // all of another session is new
    clipboard.hear(told, true);
    EXPECT_TRUE(clipboard.take_text());
}

TEST(Clipboard, NothingPassesThatMayNot) {
    for (const ClipboardWays& ways : {out, ClipboardWays{}}) {
        Talk talk(ways);
        ++talk.told.notices;
        EXPECT_EQ(talk.hear(), Sent{});
        talk.say("y");
        ++talk.told.left_out;
        talk.hear();
        EXPECT_EQ(talk.arrived(), "(none)");
        EXPECT_FALSE(talk.clipboard.take_news());
    }
    for (const ClipboardWays& ways : {in, ClipboardWays{}}) {
        Talk talk(ways);
        EXPECT_EQ(talk.offer("x"), Sent{});
        ++talk.told.requests;
        ++talk.told.peeks;
        EXPECT_EQ(talk.hear(), Sent{});
    }
}

TEST(Clipboard, NothingPassesWhileItIsClosed) {
    Talk talk;
    talk.offer("x");
    talk.clipboard.set_closed(true);
    ++talk.told.requests;
    ++talk.told.notices;
    EXPECT_EQ(talk.hear(), Sent{});
    talk.say("y");
    EXPECT_EQ(talk.arrived(), "(none)");
    EXPECT_EQ(talk.offer("z"), Sent{});
    talk.clipboard.set_closed(false);
    EXPECT_EQ(talk.offer("z"), Sent{rfb::clipboard_notice(true).bytes});
}

TEST(Clipboard, TheNextSessionIsToldAnew) {
    Talk talk;
    talk.offer("x");
    talk.told = {};
    talk.told.session = 2;
    EXPECT_EQ(talk.hear(), Sent{}) << "it may have an extended one";
    talk.told.actions = all_actions;
    EXPECT_EQ(talk.hear().back(), rfb::clipboard_notice(true).bytes);
    talk.told.settled = true;
    EXPECT_EQ(talk.hear(), Sent{}) << "once";
    talk.told = {};
    talk.told.session = 3;
    EXPECT_EQ(talk.hear(), Sent{});
    talk.told.settled = true;
    EXPECT_EQ(talk.hear(), Sent{rfb::latin1_cut_text("x").bytes}) << "it has no other";
    talk.clipboard.hear(talk.told, false);
    EXPECT_EQ(talk.offer("z"), Sent{}) << "nobody is there";
}

TEST(Clipboard, WhatIsTooLargeIsLeftOutWithAWord) {
    Talk talk;
    const std::string most(max_clipboard_bytes, 'x');
    EXPECT_EQ(talk.offer(most).size(), 1u);
    EXPECT_FALSE(talk.clipboard.take_news());
    EXPECT_EQ(talk.offer(most + "x"), Sent{});
    EXPECT_TRUE(talk.clipboard.take_news());
    EXPECT_EQ(talk.offer(most + "x"), Sent{});
    EXPECT_FALSE(talk.clipboard.take_news()) << "once";
    ++talk.told.left_out;
    talk.hear();
    EXPECT_TRUE(talk.clipboard.take_news());
}

}  // namespace
}  // namespace ecsview::ui

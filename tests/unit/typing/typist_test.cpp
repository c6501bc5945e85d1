// SPDX-License-Identifier: GPL-2.0-or-later
// The closed loop against simulated guests: nothing lost, doubled or wrong, whatever they are like.
// ECSVIEW_TEST_TABLE=1 prints how fast each one was.
#include "typing/typist.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>

#include "slow_guest.h"

namespace ecsview::typing {
namespace {

// All printable characters; a blank in seven and a line's end in forty.
std::string words(std::size_t size, unsigned seed) {
    std::minstd_rand random(seed);
    std::string text;
    while (text.size() < size) {
        const auto dice = random() % 40;
        text += dice == 0 ? '\n' : dice < 6 ? ' ' : static_cast<char>('!' + random() % 94);
    }
    return text;
}

Typist typist_for(const std::string& text, Pacer::Way way = Pacer::Way::follow) {
    return {plan(text, Layout(), Missing::stop, false), way};
}

SlowGuest::Result run(const char* name, const GuestKind& kind, const std::string& text,
                      Pacer::Way way = Pacer::Way::follow) {
    Typist typist = typist_for(text, way);
    const auto result = SlowGuest(kind).type(typist);
    if (std::getenv("ECSVIEW_TEST_TABLE"))
        std::printf("%-32s %6.1f characters/s, %s\n", name, result.characters_s,
                    result.text == text ? "whole" : "damaged");
    return result;
}

struct Kind {
    const char* name;
    GuestKind guest;
};

const Kind kinds[] = {
    {"fast", {.key_delay_ms = 0}},
    {"plain QEMU", {}},
    {"blinking", {.key_delay_ms = 0, .cursor = Cursor::blinking}},
    {"no cursor", {.key_delay_ms = 0, .cursor = Cursor::none}},
    {"wraps at once", {.key_delay_ms = 0, .wraps_at_once = true}},
    {"a clock besides", {.key_delay_ms = 0, .clock = true}},
    {"wide", {.key_delay_ms = 0, .columns = 160, .rows = 50}},
    {"100 ms away", {.one_way_ms = 50, .key_delay_ms = 0}},
    {"stalls", {.key_delay_ms = 0, .stalls_a_second = 1}},
    {"stalls, plain QEMU", {.stalls_a_second = 1}},
    {"stalls, blinking", {.key_delay_ms = 0, .stalls_a_second = 1, .cursor = Cursor::blinking}},
    {"stalls, no cursor", {.key_delay_ms = 0, .stalls_a_second = 1, .cursor = Cursor::none}},
    {"stalls often", {.key_delay_ms = 0, .stalls_a_second = 4}},
    {"stalls, 200 ms away", {.one_way_ms = 100, .key_delay_ms = 0, .stalls_a_second = 1}},
    {"stalls for 3 s", {.key_delay_ms = 0, .stalls_a_second = 0.2, .stall_ms = 3000}},
};

TEST(Typing, ArrivesWholeAtEveryGuest) {
    for (const auto& [name, guest] : kinds)
        for (const unsigned seed : {1u, 2u}) {
            GuestKind kind = guest;
            kind.seed = seed;
            const std::string text = words(800, seed + 20);
            const auto result = run(name, kind, text);
            EXPECT_EQ(result.text, text) << name << ' ' << seed;
            EXPECT_EQ(result.phase, Typist::Phase::done) << name;
            EXPECT_TRUE(result.keys_up) << name;
        }
}

// What people paste: mostly small letters.
constexpr std::string_view script =
    "#!/bin/sh\n"
    "# sets up the address by hand, for there is no network yet\n"
    "ip address add 192.168.10.20/24 dev eth0 && ip link set eth0 up\n"
    "ip route add default via 192.168.10.1\n"
    "echo nameserver 192.168.10.2 > /etc/resolv.conf\n"
    "for name in console kiosk; do systemctl restart \"$name\"; done\n";

TEST(Typing, IsTwiceAsFastAsAFixedPaceWhereTheGuestIsFast) {
    const std::string text(script);
    const auto followed = run("a script", {.key_delay_ms = 0}, text);
    const auto fixed = run("a script, fixed pace", {.key_delay_ms = 0}, text, Pacer::Way::fixed);
    EXPECT_EQ(followed.text, text);
    EXPECT_EQ(fixed.text, text);
    EXPECT_GE(followed.characters_s, 2 * fixed.characters_s);
}

// At the end of a line characters cannot be counted by their place, so they go one at a time.
TEST(Typing, LinesThatAreWrappedCostLittle) {
    const std::string text(1600, 'a');
    const auto wrapped = run("wrapped", {.key_delay_ms = 0}, text);
    const auto fixed = run("wrapped, fixed pace", {.key_delay_ms = 0}, text, Pacer::Way::fixed);
    EXPECT_EQ(wrapped.text, text);
    EXPECT_GE(wrapped.characters_s, 2.3 * fixed.characters_s);
}

// The guest does not look for 300 ms: at a fixed pace more comes than the keyboard keeps.
TEST(Typing, AFixedPaceLosesWhatTheClosedLoopDoesNot) {
    const std::string text = words(800, 3);
    EXPECT_NE(run("fixed", {.stalls_a_second = 1}, text, Pacer::Way::fixed).text, text);
}

TEST(Typing, AFixedPaceNeverOverrunsQemusQueueOfKeys) {
    const std::string text(3000, 'A');
    EXPECT_EQ(run("fixed, all with Shift", {}, text, Pacer::Way::fixed).text, text);
}

TEST(Typing, StopsAfterOneCharacterThatDoesNotShow) {
    Typist typist = typist_for("secret");
    const auto result = SlowGuest({.echo = false}).type(typist);
    EXPECT_EQ(result.phase, Typist::Phase::unseen);
    EXPECT_EQ(result.text, "s");
    EXPECT_EQ(typist.typed(), 1u);
    EXPECT_FALSE(typist.due());
}

TEST(Typing, ABlinkingCursorAndAClockAreNoEcho) {
    Typist typist = typist_for("secret");
    const auto result =
        SlowGuest({.cursor = Cursor::blinking, .echo = false, .clock = true}).type(typist);
    EXPECT_EQ(result.phase, Typist::Phase::unseen);
    EXPECT_LE(result.text.size(), 2u);
}

TEST(Typing, GoesOnBlindlyFromWhereItWas) {
    SlowGuest guest({.echo = false});
    Typist typist = typist_for("secret");
    guest.type(typist);
    typist.go_blind(guest.clock());
    const auto result = guest.type(typist);
    EXPECT_EQ(result.phase, Typist::Phase::done);
    EXPECT_EQ(result.text, "secret");
}

TEST(Typing, MayBeDroppedAtAnyMomentWithEveryKeyUp) {
    const std::string text = words(400, 5);
    std::minstd_rand random(11);
    for (int i = 0; i < 100; ++i) {
        Typist typist = typist_for(text);
        const auto result =
            SlowGuest({.stalls_a_second = 1, .seed = static_cast<unsigned>(random())})
                .type(typist, static_cast<double>(random() % 12'000));
        EXPECT_TRUE(result.keys_up);
        EXPECT_EQ(result.text, text.substr(0, result.typed));
    }
}

TEST(Typing, NothingIsDoneAtOnce) {
    Typist typist = typist_for("");
    EXPECT_TRUE(typist.turn({}).empty());
    EXPECT_EQ(typist.phase(), Typist::Phase::done);
}

}  // namespace
}  // namespace ecsview::typing

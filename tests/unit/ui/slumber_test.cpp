// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/slumber.h"

#include <gtest/gtest.h>

namespace ecsview::ui {
namespace {

using namespace std::chrono_literals;

// A machine in UTC that was switched on at noon and is dark from 22:00 to 6:00.
struct Machine {
    Nights::Moment wall = std::chrono::sys_days{std::chrono::year(2026) / 11 / 30} + 12h;
    Slumber::TimePoint now{};
    Slumber slumber;

    explicit Machine(std::initializer_list<const char*> spans = {"22:00-06:00"})
        : slumber(nights(spans), minute_of) {
        look();
    }
    static Nights nights(std::initializer_list<const char*> spans) {
        Nights out;
        for (const char* span : spans) out.add(*Nights::parse(span));
        return out;
    }
    static int minute_of(Nights::Moment moment) {
        return static_cast<int>(moment.time_since_epoch() / 1min % (24 * 60));
    }
    bool look() {
        slumber.look(wall, now);
        return slumber.dark();
    }
    bool wait(std::chrono::seconds time) {
        wall += time;
        now += time;
        return look();
    }
    bool takes(SDL_Event event) { return slumber.takes(event, now); }
    bool key(bool down, SDL_Scancode code = SDL_SCANCODE_A, bool repeat = false) {
        SDL_Event event{};
        event.type = event.key.type = down ? SDL_KEYDOWN : SDL_KEYUP;
        event.key.keysym.scancode = code;
        event.key.repeat = repeat;
        return takes(event);
    }
    bool button(bool down) {
        SDL_Event event{};
        event.type = event.button.type = down ? SDL_MOUSEBUTTONDOWN : SDL_MOUSEBUTTONUP;
        event.button.button = SDL_BUTTON_LEFT;
        return takes(event);
    }
    bool finger(Uint32 type, SDL_FingerID number = 1) {
        SDL_Event event{};
        event.type = event.tfinger.type = type;
        event.tfinger.fingerId = number;
        return takes(event);
    }
    bool other(Uint32 type) {
        SDL_Event event{};
        event.type = type;
        return takes(event);
    }
};

TEST(Slumber, ItIsDarkAtNightAndLightByDay) {
    Machine machine;
    EXPECT_FALSE(machine.slumber.dark());
    EXPECT_EQ(machine.slumber.due(), machine.now + 10h);
    EXPECT_FALSE(machine.wait(10h - 1s));
    EXPECT_TRUE(machine.wait(1s));
    EXPECT_EQ(machine.slumber.due(), machine.now + 8h);
    EXPECT_TRUE(machine.wait(8h - 1s));
    EXPECT_FALSE(machine.wait(1s));
    EXPECT_EQ(machine.slumber.due(), machine.now + 16h);
}

TEST(Slumber, WithoutNightsNothingIsEverDue) {
    Machine machine({});
    EXPECT_TRUE(machine.slumber.empty());
    EXPECT_FALSE(machine.wait(11h));
    EXPECT_FALSE(machine.key(true) || machine.key(false) || machine.other(SDL_MOUSEMOTION));
    EXPECT_EQ(machine.slumber.due(), std::nullopt);
}

TEST(Slumber, ANightWithoutEndIsNeverOver) {
    Machine machine({"00:00-24:00"});
    EXPECT_TRUE(machine.slumber.dark());
    EXPECT_EQ(machine.slumber.due(), std::nullopt);
}

// A board without a battery thinks that it is 1970 until it has asked somebody.
TEST(Slumber, AClockThatIsSetIsBelieved) {
    Machine machine;
    machine.wall += 11h;
    EXPECT_TRUE(machine.wait(60s));
    EXPECT_EQ(machine.slumber.due(), machine.now + 7h - 60s);
    machine.wall -= 11h;
    EXPECT_FALSE(machine.wait(60s));
}

TEST(Slumber, APressWakesItForAWhileAndIsForNobody) {
    Machine machine;
    machine.wait(11h);
    EXPECT_TRUE(machine.key(true));
    EXPECT_FALSE(machine.slumber.dark());
    EXPECT_TRUE(machine.key(true, SDL_SCANCODE_A, true)) << "it is still held";
    EXPECT_TRUE(machine.other(SDL_TEXTINPUT));
    EXPECT_TRUE(machine.key(false));
    EXPECT_FALSE(machine.key(true)) << "this one is the guest's";
    EXPECT_FALSE(machine.other(SDL_TEXTINPUT));
    EXPECT_FALSE(machine.key(false));
    EXPECT_EQ(machine.slumber.due(), machine.now + Slumber::attended_for);
    EXPECT_FALSE(machine.wait(Slumber::attended_for - 1s));
    EXPECT_TRUE(machine.wait(1s));
}

TEST(Slumber, ButtonsAndFingersWakeItTooAndWhatOnlyMovesDoesNot) {
    Machine machine;
    machine.wait(11h);
    for (const auto type : {SDL_MOUSEMOTION, SDL_MOUSEWHEEL, SDL_FINGERMOTION, SDL_TEXTINPUT})
        EXPECT_TRUE(machine.other(type));
    EXPECT_TRUE(machine.key(false) || machine.key(true, SDL_SCANCODE_A, true));
    EXPECT_TRUE(machine.slumber.dark());
    EXPECT_TRUE(machine.button(true));
    EXPECT_FALSE(machine.slumber.dark());
    EXPECT_TRUE(machine.other(SDL_MOUSEMOTION)) << "of the same stroke";
    EXPECT_TRUE(machine.button(false));
    EXPECT_FALSE(machine.other(SDL_MOUSEMOTION));
    EXPECT_TRUE(machine.wait(1h));
    EXPECT_TRUE(machine.finger(SDL_FINGERDOWN));
    EXPECT_FALSE(machine.slumber.dark());
    EXPECT_TRUE(machine.finger(SDL_FINGERMOTION));
    EXPECT_TRUE(machine.finger(SDL_FINGERUP));
    EXPECT_FALSE(machine.finger(SDL_FINGERDOWN));
}

// Three fingers would open the menu, and two of them would be a tap on what nobody has seen.
TEST(Slumber, AllThatIsPressedTogetherIsForNobody) {
    Machine machine;
    machine.wait(11h);
    EXPECT_TRUE(machine.finger(SDL_FINGERDOWN, 1) && machine.finger(SDL_FINGERDOWN, 2));
    EXPECT_TRUE(machine.finger(SDL_FINGERUP, 1));
    EXPECT_TRUE(machine.finger(SDL_FINGERDOWN, 3)) << "one is still down";
    EXPECT_TRUE(machine.finger(SDL_FINGERUP, 2) && machine.finger(SDL_FINGERUP, 3));
    EXPECT_FALSE(machine.finger(SDL_FINGERDOWN, 1));
}

TEST(Slumber, WhatIsLetGoUnseenIsNotWaitedFor) {
    Machine machine;
    machine.wait(11h);
    EXPECT_TRUE(machine.button(true));
    machine.wait(10s);
    EXPECT_FALSE(machine.key(true));
    EXPECT_TRUE(machine.wait(1h));
    EXPECT_TRUE(machine.button(true));
    SDL_Event lost{};
    lost.type = SDL_WINDOWEVENT;
    lost.window.event = SDL_WINDOWEVENT_FOCUS_LOST;
    EXPECT_FALSE(machine.takes(lost));
    EXPECT_FALSE(machine.key(true));
}

TEST(Slumber, WhoIsThereWhenTheNightBeginsIsNotLeftInTheDark) {
    Machine machine;
    machine.wait(10h - 60s);
    EXPECT_FALSE(machine.key(true));
    EXPECT_FALSE(machine.wait(60s));
    EXPECT_EQ(machine.slumber.due(), machine.now - 60s + Slumber::attended_for);
    machine.slumber.attend(machine.now);
    EXPECT_FALSE(machine.wait(Slumber::attended_for - 1s));
    EXPECT_TRUE(machine.wait(1s));
}

TEST(Slumber, EventsOfTheWindowAreNotTaken) {
    Machine machine;
    machine.wait(11h);
    EXPECT_FALSE(machine.other(SDL_WINDOWEVENT) || machine.other(SDL_QUIT) ||
                 machine.other(SDL_USEREVENT));
    EXPECT_TRUE(machine.slumber.dark());
}

}  // namespace
}  // namespace ecsview::ui

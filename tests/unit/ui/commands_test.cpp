// SPDX-License-Identifier: GPL-2.0-or-later
// What commands do, by whatever they are asked for, and what of it reaches the session.
#include <gtest/gtest.h>

#include <cstring>
#include <functional>
#include <set>

#include "controls_fixture.h"
#include "ui/input/command_table.h"
#include "ui/marks.h"

namespace ecsview::ui {
namespace {

constexpr struct {
    const char* name;
    int mask;
} modifiers[] = {{"ctrl", KMOD_LCTRL},
                 {"super", KMOD_LGUI},
                 {"alt", KMOD_LALT},
                 {"ctrl+alt", KMOD_LCTRL | KMOD_LALT}};

// As a chord for each: F1 to F24 with the first modifier, then with the next.
Hotkeys a_chord_for_each() {
    std::string list;
    int number = 0;
    for (const CommandRow& row : command_table()) {
        list += (list.empty() ? "" : ",") + std::string(row.name) + "=" +
                modifiers[number / 24].name + "+f" + std::to_string(number % 24 + 1);
        ++number;
    }
    const auto hotkeys = Hotkeys::parse(list);
    EXPECT_TRUE(hotkeys) << hotkeys.failure().sentence;
    return *hotkeys;
}

Command send_f2() {
    return row_by_name("ctrl-alt-f2")->command;
}

void press_chord_of(Controlled& stage, const Command& command) {
    const auto table = command_table();
    const auto at = static_cast<int>(&row_of(command) - table.data());
    const int n = at % 24;
    const auto sym = n < 12 ? SDLK_F1 + n : SDLK_F13 + n - 12;
    stage.key(SDL_SCANCODE_UNKNOWN, sym, static_cast<Uint16>(modifiers[at / 24].mask));
}

// Some are of a console, and some of a recording that is shown.
void make_possible(Controlled& stage, const CommandRow& row) {
    Situation shown;
    shown.playback = true;
    const bool of_a_recording = row.offer(shown) == Offer::ready && row.offer({}) == Offer::none;
    stage.now.can_take_over = stage.now.records = stage.now.walled = true;
    stage.now.several = true;
    stage.now.playback = stage.session.replays = of_a_recording;
    stage.take_steps();
    stage.show_text();
}

// What a command did, in words, however it was asked for.
std::string effect_of(Controlled& stage) {
    std::string out;
    if (stage.controls->menu_open()) out = "menu " + stage.controls->menu({}).items[0].label + " ";
    for (const auto& word : stage.asked) out += word + " ";
    for (const auto& word : stage.wishes.asked) out += word + " ";
    for (const auto& text : stage.wishes.copied) out += "copied " + text + " ";
    out += "scale " + std::to_string(static_cast<int>(stage.presenter->mode()));
    out += stage.controls->words();
    if (stage.controls->mouse_use() == MouseUse::captured) out += " mouse";
    if (stage.controls->keyboard_shown()) out += " keyboard";
    if (!stage.controls->timeline()) out += " no time line";
    for (const auto& bytes : stage.sent)
        out += " " + std::to_string(static_cast<unsigned char>(bytes.back()));
    return out;
}

TEST(Commands, EachIsPerformedByItsChord) {
    std::set<std::string> effects;
    for (const CommandRow& row : command_table()) {
        Controlled stage({}, a_chord_for_each());
        make_possible(stage, row);
        if (row.command == Command(command::CloseMenu{}))
            stage.controls->perform(command::ToggleMenu{});
        if (row.command == Command(command::CopyFailure{})) {
            stage.state.ending = Failure{ExitCode::network, "No."};
            stage.controls->set_state(stage.state);
            stage.now.ended = true;
            stage.controls->set_situation(stage.now);
        }
        const std::string before = effect_of(stage);
        press_chord_of(stage, row.command);
        const std::string after = effect_of(stage);
        const bool as_it_was = row.command == Command(command::SetScale{ScaleMode::fit});
        EXPECT_EQ(after == before, as_it_was) << row.name;
        effects.insert(after);
    }
    // Main page and toggle open the same; the scale of now and the closed menu change the same.
    EXPECT_EQ(effects.size(), command_table().size() - 2);
}

TEST(Commands, ARowOfTheMenuDoesWhatItsChordDoes) {
    for (const CommandRow& row : command_table()) {
        if (!row.page) continue;
        SCOPED_TRACE(std::string(row.name));
        const auto staged = [&] {
            auto stage = std::make_unique<Controlled>(Behaviour{}, a_chord_for_each());
            make_possible(*stage, row);
            return stage;
        };
        const auto by_chord = staged(), by_row = staged();
        press_chord_of(*by_chord, row.command);
        const bool leaves = row.key == "Esc";
        const auto sym = leaves              ? SDLK_ESCAPE
                         : row.key[0] >= 'A' ? row.key[0] - 'A' + 'a'
                                             : Sint32{row.key[0]};
        by_row->controls->perform(command::ShowPage{*row.page});
        by_row->key(SDL_SCANCODE_UNKNOWN, sym);
        EXPECT_EQ(effect_of(*by_row), effect_of(*by_chord));
    }
}

TEST(Commands, WhatTheMenuDoesNotOfferIsNotDoneByAChord) {
    const auto nothing_by = [](const Command& command, const Behaviour& behaviour,
                               const std::function<void(Situation&)>& change) {
        Controlled stage(behaviour, a_chord_for_each());
        change(stage.now);
        stage.controls->set_situation(stage.now);
        const std::string before = effect_of(stage);
        press_chord_of(stage, command);
        EXPECT_EQ(effect_of(stage), before) << row_of(command).name;
    };
    const auto as_it_is = [](Situation&) {};
    const Command keys = send_f2(), del = row_by_name("ctrl-alt-del")->command;
    nothing_by(command::Quit{}, kiosk(), as_it_is);
    nothing_by(command::ToggleFullscreen{}, kiosk(), as_it_is);
    nothing_by(command::TakeOver{}, {}, as_it_is);
    nothing_by(keys, {}, [](Situation& now) { now.live = false; });
    nothing_by(command::ToggleGrab{}, {}, [](Situation& now) { now.fullscreen = true; });
    nothing_by(command::ToggleGrab{}, kiosk(), as_it_is);
    nothing_by(command::ToggleViewOnly{}, kiosk(), as_it_is);
    nothing_by(command::ShowPage{MenuPage::keys}, {}, [](Situation& now) { now.live = false; });
    Behaviour watching;
    watching.view_only = true;
    nothing_by(keys, watching, as_it_is);
    nothing_by(del, watching, as_it_is);
    nothing_by(command::HoldKey{SDL_SCANCODE_LCTRL}, watching, as_it_is);
    nothing_by(command::ToggleGrab{}, watching, as_it_is);
}

// ---- recordings ---------------------------------------------------------------------------------

TEST(Commands, TheKeysOfPlayersMoveARecording) {
    Controlled stage;
    stage.session.replays = stage.now.playback = true;
    stage.controls->set_situation(stage.now);
    for (const auto key : {SDLK_SPACE, SDLK_LEFT, SDLK_RIGHT, SDLK_HOME, SDLK_END, SDLK_a})
        stage.key(SDL_SCANCODE_UNKNOWN, key);
    stage.key(SDL_SCANCODE_UNKNOWN, SDLK_SPACE, 0, true);  // held down
    stage.key(SDL_SCANCODE_UNKNOWN, SDLK_RIGHT, 0, true);
    EXPECT_EQ(stage.asked, (Strings{"pause", "seek 90000", "seek 110000", "seek -999900000",
                                    "seek 1000100000", "seek 110000"}));
    EXPECT_TRUE(stage.sent.empty()) << "nobody is there";
    stage.key(SDL_SCANCODE_UNKNOWN, SDLK_t);
    EXPECT_FALSE(stage.controls->timeline());
}

TEST(Commands, WhatIsSavedIsTold) {
    Controlled stage;
    stage.now.records = true;
    stage.controls->set_situation(stage.now);
    stage.controls->perform(command::SaveRecording{});
    EXPECT_EQ(stage.controls->words(), "The last minutes are saved as /here/a.fbs.");
    stage.session.saved = Failure{ExitCode::usage, "There is no room."};
    stage.controls->perform(command::SaveRecording{});
    EXPECT_EQ(stage.controls->words(), "There is no room.");
}

TEST(Commands, AKioskSavesNothing) {
    Controlled stage(kiosk());
    stage.now.records = true;
    stage.controls->set_situation(stage.now);
    stage.controls->perform(command::SaveRecording{});
    EXPECT_TRUE(stage.asked.empty());
}

// ---- text of the screen -------------------------------------------------------------------------

TEST(Commands, CopyMarksOnAPictureThatStandsStill) {
    Controlled stage;
    stage.show_text();
    stage.controls->perform(command::CopyText{text::Shape::lines});
    EXPECT_TRUE(stage.presenter->frozen());
    stage.text("\u00e9");  // without a key
    stage.button(true, 3, 20, 0);
    stage.move(20, 20, 0);
    EXPECT_EQ(stage.controls->cover_with({}), Cover(Marks({{{0, 16, 24, 16}}, Overlay{}}), false));
    stage.button(false, 20, 20, 0);
    EXPECT_EQ(stage.wishes.copied, (Strings{"log"}));
    EXPECT_FALSE(stage.presenter->frozen());
    EXPECT_EQ(stage.controls->words(), "Copied: 1 line.");
    EXPECT_EQ(stage.pointer(), Strings{}) << "of which the guest hears nothing";
    EXPECT_EQ(stage.sent, Strings{});
}

TEST(Commands, WhereThereIsNoTextNothingIsCopied) {
    for (const Command& command :
         {Command(command::CopyText{text::Shape::lines}), Command(command::CopyAll{})}) {
        Controlled stage;
        stage.controls->perform(command);
        EXPECT_FALSE(stage.presenter->frozen());
        EXPECT_EQ(stage.wishes.copied, Strings{});
        EXPECT_EQ(stage.controls->words(), "There is no text on the screen that can be copied.");
    }
}

TEST(Commands, TextIsCopiedOfTheLastPictureAndInViewOnlyButNotInAKiosk) {
    const auto copies = [](const Behaviour& behaviour, bool live, bool picture,
                           bool asked = false) {
        Controlled stage(behaviour);
        stage.show_text();
        if (asked) stage.state.prompt = screen::PasswordPrompt{1, "", 1};
        stage.controls->set_state(stage.state);
        stage.now.live = live;
        stage.now.picture = picture;
        stage.controls->set_situation(stage.now);
        stage.controls->perform(command::CopyAll{});
        return stage.wishes.copied == Strings{"login:"};
    };
    Behaviour watching;
    watching.view_only = true;
    EXPECT_TRUE(copies({}, false, true));
    EXPECT_TRUE(copies(watching, true, true));
    EXPECT_FALSE(copies({}, false, false));
    EXPECT_FALSE(copies({}, false, true, true)) << "its keys are the password's";
    EXPECT_FALSE(copies(kiosk(), true, true));
}

TEST(Commands, AChordForKeysClosesTheMenuThatWouldKeepThem) {
    Controlled stage({}, a_chord_for_each());
    stage.controls->perform(command::ToggleMenu{});
    press_chord_of(stage, send_f2());
    EXPECT_FALSE(stage.controls->menu_open());
    EXPECT_EQ(stage.sent.size(), 6u) << "three keys, down and up";
}

TEST(Commands, AKeyThatRepeatsAsksOnce) {
    Controlled stage({}, a_chord_for_each());
    SDL_Event event{};
    event.type = event.key.type = SDL_KEYDOWN;
    event.key.keysym = {SDL_SCANCODE_UNKNOWN, SDLK_F1, KMOD_LCTRL, 0};  // the first row's
    stage.controls->handle(event);
    event.key.repeat = 1;
    stage.controls->handle(event);
    EXPECT_TRUE(stage.controls->menu_open());
}

TEST(Commands, AKioskIsOneBeforeItsSituationIsTold) {
    Controlled stage(kiosk());
    Controls fresh(stage.options, stage.session, stage.wishes, *stage.presenter);
    fresh.perform(command::Quit{});
    EXPECT_EQ(stage.wishes.asked, Strings{});
}

// ---- what reaches the session -------------------------------------------------------------------

TEST(Session, NothingGoesToTheGuestOfWhoOnlyWatches) {
    Behaviour watching;
    watching.view_only = true;
    for (const bool watches : {false, true}) {
        Controlled stage(watches ? watching : Behaviour{});
        stage.key(SDL_SCANCODE_A, SDLK_a);
        stage.move(100, 100, mouse);
        stage.button(true, 100, 100, mouse);
        SDL_Event wheel{};
        wheel.type = wheel.wheel.type = SDL_MOUSEWHEEL;
        wheel.wheel.y = 1;
        wheel.wheel.preciseY = 1;
        stage.controls->handle(wheel);
        EXPECT_EQ(stage.sent.empty(), watches);
        EXPECT_EQ(stage.asked, Strings{});
    }
}

TEST(Session, GetsThePasswordThatIsTyped) {
    for (const bool cancels : {false, true}) {
        Controlled stage;
        stage.state.phase = screen::Phase::handshake;
        stage.state.prompt = screen::PasswordPrompt{1, "", 1};
        stage.controls->set_state(stage.state);
        SDL_Event text{};
        text.type = text.text.type = SDL_TEXTINPUT;
        std::strcpy(text.text.text, "geheim");
        stage.controls->handle(text);
        stage.key(SDL_SCANCODE_UNKNOWN, cancels ? SDLK_ESCAPE : SDLK_RETURN);
        EXPECT_EQ(stage.asked, Strings{cancels ? "no password" : "password geheim"});
        EXPECT_EQ(stage.sent, Strings{});
    }
}

}  // namespace
}  // namespace ecsview::ui

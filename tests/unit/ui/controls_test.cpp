// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/controls.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <cstring>
#include <functional>
#include <set>

#include "recording_session.h"
#include "ui/input/command_table.h"
#include "ui/sdl_video.h"

namespace ecsview::ui {
namespace {

using namespace std::chrono_literals;

constexpr int width = 800, height = 600;

// What commands ask of the window.
struct RecordingWindow final : WindowActions {
    std::vector<std::string> asked;
    void toggle_fullscreen() override { asked.emplace_back("fullscreen"); }
    void quit() override { asked.emplace_back("quit"); }
};

Behaviour kiosk() {
    Behaviour behaviour;
    behaviour.kiosk = true;
    return behaviour;
}

Behaviour staying() {
    Behaviour behaviour;
    behaviour.stay = true;
    return behaviour;
}

// Controls over a live console of the window's size; no display is needed.
struct Stage {
    WindowOptions options;
    RecordingSession session;
    std::vector<std::string>&sent = session.sent, &asked = session.asked;
    RecordingWindow wishes;
    WindowHandle window;
    std::optional<Presenter> presenter;
    std::optional<Controls> controls;
    screen::ConsoleState state;
    Situation now;

    explicit Stage(Behaviour behaviour = {}, Hotkeys hotkeys = {}) {
        options.behaviour = behaviour;
        options.hotkeys = std::move(hotkeys);
        setenv("SDL_VIDEODRIVER", "dummy", 1);
        EXPECT_EQ(SDL_Init(SDL_INIT_VIDEO), 0) << SDL_GetError();
        window.reset(SDL_CreateWindow("", 0, 0, width, height, SDL_WINDOW_HIDDEN));
        presenter.emplace(window.get(), ScaleMode::fit);
        screen::PictureUpdate update;
        update.framebuffer = std::make_shared<const screen::Framebuffer>();
        update.size = {width, height};
        update.complete = true;
        presenter->take(update);
        controls.emplace(options, session, wishes, *presenter);
        state.phase = screen::Phase::live;
        controls->set_state(state);
        now.behaviour = behaviour;
        now.live = true;
        controls->set_situation(now);
    }
    ~Stage() {
        controls.reset();
        window.reset();
        SDL_Quit();
    }

    void button(bool down, int x, int y, Uint32 which) {
        SDL_Event event{};
        event.type = event.button.type = down ? SDL_MOUSEBUTTONDOWN : SDL_MOUSEBUTTONUP;
        event.button.button = SDL_BUTTON_LEFT;
        event.button.which = which;
        event.button.x = x;
        event.button.y = y;
        controls->handle(event);
    }
    void move(int x, int y, Uint32 which) {
        SDL_Event event{};
        event.type = event.motion.type = SDL_MOUSEMOTION;
        event.motion.which = which;
        event.motion.x = x;
        event.motion.y = y;
        controls->handle(event);
    }
    void key(SDL_Scancode scancode, Sint32 sym, Uint16 mods = 0) {
        SDL_Event event{};
        event.type = event.key.type = SDL_KEYDOWN;
        event.key.keysym = {scancode, sym, mods, 0};
        controls->handle(event);
    }
    // Buttons and place of each pointer message.
    std::vector<std::string> pointer() const {
        std::vector<std::string> out;
        for (const auto& bytes : sent) {
            const auto at = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
            out.push_back(std::to_string(at(1)) + " " + std::to_string(at(2) * 256 + at(3)) + "," +
                          std::to_string(at(4) * 256 + at(5)));
        }
        return out;
    }
    bool menu_after(std::chrono::milliseconds span) {
        controls->act_on_time(std::chrono::steady_clock::now() + span);
        return controls->menu_open();
    }
};

using Strings = std::vector<std::string>;
constexpr Uint32 finger = SDL_TOUCH_MOUSEID, mouse = 0;

TEST(Controls, AFingerThatRestsInTheCornerOpensTheMenuAndTheGuestSeesNothing) {
    Stage stage;
    stage.button(true, 790, 10, finger);
    EXPECT_TRUE(stage.controls->next_deadline());
    EXPECT_FALSE(stage.menu_after(0ms));
    EXPECT_TRUE(stage.menu_after(1s));
    stage.button(false, 790, 10, finger);
    EXPECT_TRUE(stage.controls->menu_open());
    EXPECT_EQ(stage.sent, Strings{});
    EXPECT_FALSE(stage.controls->next_deadline());
}

TEST(Controls, ATapInTheCornerIsTheGuests) {
    Stage stage;
    stage.button(true, 790, 10, finger);
    EXPECT_EQ(stage.sent, Strings{});
    stage.button(false, 791, 11, finger);
    EXPECT_EQ(stage.pointer(), (Strings{"1 790,10", "0 791,11"}));
    EXPECT_FALSE(stage.menu_after(1h));
}

TEST(Controls, AStrokeFromTheCornerIsTheGuests) {
    Stage stage;
    stage.button(true, 790, 10, finger);
    stage.move(780, 12, finger);
    stage.move(500, 200, finger);
    stage.button(false, 500, 200, finger);
    EXPECT_EQ(stage.pointer(), (Strings{"1 790,10", "1 500,200", "0 500,200"}));
}

TEST(Controls, TheMouseAndOtherPlacesAreNotHeldBack) {
    Stage stage;
    stage.button(true, 790, 10, mouse);
    stage.button(false, 790, 10, mouse);
    stage.button(true, 100, 100, finger);
    EXPECT_EQ(stage.pointer(), (Strings{"1 790,10", "0 790,10", "1 100,100"}));
    EXPECT_FALSE(stage.menu_after(1h));
}

TEST(Controls, TheButtonOpensAtOnceWhereItIsSeen) {
    for (const Uint32 which : {mouse, finger}) {
        Stage stage;
        stage.state.phase = screen::Phase::waiting;
        stage.controls->set_state(stage.state);
        stage.controls->set_overlay(Banner{});
        stage.button(true, 400, 300, which);
        EXPECT_FALSE(stage.controls->menu_open());
        stage.button(true, 790, 10, which);
        EXPECT_TRUE(stage.controls->menu_open());
    }
}

TEST(Controls, AMenuThatClosesWhileTheChordIsDownLeavesNothingBehind) {
    Stage stage;
    constexpr Uint16 mods = KMOD_LCTRL | KMOD_LALT;
    stage.key(SDL_SCANCODE_LCTRL, SDLK_LCTRL, KMOD_LCTRL);
    stage.key(SDL_SCANCODE_LALT, SDLK_LALT, mods);
    ASSERT_EQ(stage.sent.size(), 2u);
    stage.key(SDL_SCANCODE_M, SDLK_m, mods);
    EXPECT_TRUE(stage.controls->menu_open());
    EXPECT_EQ(stage.sent.size(), 4u) << "both let go";
    stage.key(SDL_SCANCODE_M, SDLK_m, mods);
    EXPECT_FALSE(stage.controls->menu_open());
    EXPECT_EQ(stage.sent.size(), 4u);
}

TEST(Controls, WhatIsForTheWindowIsAskedOfIt) {
    Stage stage;
    constexpr Uint16 mods = KMOD_LCTRL | KMOD_LALT;
    stage.key(SDL_SCANCODE_RETURN, SDLK_RETURN, mods);
    EXPECT_EQ(stage.wishes.asked, Strings{"fullscreen"});
    stage.key(SDL_SCANCODE_M, SDLK_m, mods);
    stage.key(SDL_SCANCODE_Q, SDLK_q);
    EXPECT_EQ(stage.wishes.asked, (Strings{"fullscreen", "quit"}));
    EXPECT_FALSE(stage.controls->menu_open());
    stage.key(SDL_SCANCODE_M, SDLK_m, mods);
    stage.key(SDL_SCANCODE_S, SDLK_s);
    EXPECT_TRUE(stage.controls->menu_open()) << "a page of it";
    stage.key(SDL_SCANCODE_P, SDLK_p);
    EXPECT_EQ(stage.presenter->mode(), ScaleMode::none);
    EXPECT_FALSE(stage.controls->menu_open());
}

// With --stay the failure is a card, and the card is all that there is.
TEST(Controls, AFailureThatStaysIsACardThatNothingElseCloses) {
    Stage stage(staying());
    constexpr Uint16 mods = KMOD_LCTRL | KMOD_LALT;
    stage.key(SDL_SCANCODE_M, SDLK_m, mods);
    stage.key(SDL_SCANCODE_S, SDLK_s);  // a page of the menu is open
    stage.state.phase = screen::Phase::ended;
    stage.state.ending = Failure{ExitCode::network, "No."};
    stage.controls->set_state(stage.state);
    ASSERT_TRUE(stage.controls->menu_open());
    const MenuView card = stage.controls->menu({});
    EXPECT_TRUE(card.wide);
    ASSERT_EQ(card.items.size(), 2u);
    EXPECT_EQ(card.items[0].label, "Retry");
    EXPECT_EQ(card.items[1].label, "Close");
    stage.key(SDL_SCANCODE_M, SDLK_m, mods);
    stage.button(true, 1, 599, mouse);
    stage.button(false, 1, 599, mouse);
    EXPECT_TRUE(stage.controls->menu_open());
    EXPECT_EQ(stage.asked, Strings{});
    EXPECT_EQ(stage.wishes.asked, Strings{});
    stage.key(SDL_SCANCODE_ESCAPE, SDLK_ESCAPE);
    EXPECT_EQ(stage.wishes.asked, Strings{"quit"});
    stage.key(SDL_SCANCODE_R, SDLK_r);
    EXPECT_EQ(stage.asked, Strings{"reconnect"});
    EXPECT_TRUE(stage.controls->menu_open()) << "until there is something else to be shown";
    stage.state.phase = screen::Phase::asking;
    stage.state.ending.reset();
    stage.controls->set_state(stage.state);
    EXPECT_FALSE(stage.controls->menu_open());
    EXPECT_EQ(stage.sent, Strings{});
}

TEST(Controls, AFailureThatDoesNotStayIsNoCard) {
    Stage stage;
    stage.state.ending = Failure{ExitCode::network, "No."};
    stage.controls->set_state(stage.state);
    EXPECT_FALSE(stage.controls->menu_open());
}

TEST(Controls, WhatCannotBeTriedAgainOffersOnlyToClose) {
    Behaviour behaviour = staying();
    behaviour.can_retry = false;
    Stage stage(behaviour);
    stage.state.ending = Failure{ExitCode::usage, "No."};
    stage.controls->set_state(stage.state);
    const MenuView card = stage.controls->menu({});
    ASSERT_EQ(card.items.size(), 1u);
    stage.key(SDL_SCANCODE_RETURN, SDLK_RETURN);
    EXPECT_EQ(stage.wishes.asked, Strings{"quit"});
}

// ---- commands -----------------------------------------------------------------------------------

// As a chord for each: F1 to F24 with Ctrl, then with Super.
Hotkeys a_chord_for_each() {
    std::string list;
    int number = 0;
    for (const CommandRow& row : command_table()) {
        list += (list.empty() ? "" : ",") + std::string(row.name) +
                (number < 24 ? "=ctrl+f" : "=super+f") + std::to_string(number % 24 + 1);
        ++number;
    }
    const auto hotkeys = Hotkeys::parse(list);
    EXPECT_TRUE(hotkeys) << hotkeys.failure().sentence;
    return *hotkeys;
}

void press_chord_of(Stage& stage, const Command& command) {
    const auto table = command_table();
    const auto at = static_cast<int>(&row_of(command) - table.data());
    const int n = at % 24;
    const auto sym = n < 12 ? SDLK_F1 + n : SDLK_F13 + n - 12;
    stage.key(SDL_SCANCODE_UNKNOWN, sym, at < 24 ? KMOD_LCTRL : KMOD_LGUI);
}

// What a command did, in words, however it was asked for.
std::string effect_of(Stage& stage) {
    std::string out;
    if (stage.controls->menu_open()) out = "menu " + stage.controls->menu({}).items[0].label + " ";
    for (const auto& word : stage.asked) out += word + " ";
    for (const auto& word : stage.wishes.asked) out += word + " ";
    out += "scale " + std::to_string(static_cast<int>(stage.presenter->mode()));
    for (const auto& bytes : stage.sent)
        out += " " + std::to_string(static_cast<unsigned char>(bytes.back()));
    return out;
}

TEST(Commands, EachIsPerformedByItsChord) {
    std::set<std::string> effects;
    for (const CommandRow& row : command_table()) {
        Stage stage({}, a_chord_for_each());
        stage.now.can_take_over = true;
        stage.controls->set_situation(stage.now);
        if (row.command == Command(command::CloseMenu{}))
            stage.controls->perform(command::ToggleMenu{});
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
        const auto staged = [] {
            auto stage = std::make_unique<Stage>(Behaviour{}, a_chord_for_each());
            stage->now.can_take_over = true;
            stage->controls->set_situation(stage->now);
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
        Stage stage(behaviour, a_chord_for_each());
        change(stage.now);
        stage.controls->set_situation(stage.now);
        const std::string before = effect_of(stage);
        press_chord_of(stage, command);
        EXPECT_EQ(effect_of(stage), before) << row_of(command).name;
    };
    const auto as_it_is = [](Situation&) {};
    const Command keys = command::SendCtrlAlt{SDL_SCANCODE_F2};
    const Command del = command::SendCtrlAlt{SDL_SCANCODE_DELETE};
    nothing_by(command::Quit{}, kiosk(), as_it_is);
    nothing_by(command::ToggleFullscreen{}, kiosk(), as_it_is);
    nothing_by(command::TakeOver{}, {}, as_it_is);
    nothing_by(keys, {}, [](Situation& now) { now.live = false; });
    nothing_by(keys, {}, [](Situation& now) { now.ctrl_alt_f = false; });
    nothing_by(del, {}, [](Situation& now) { now.ctrl_alt_del = false; });
    nothing_by(command::ShowPage{MenuPage::keys}, {}, [](Situation& now) { now.live = false; });
    Behaviour watching;
    watching.view_only = true;
    nothing_by(keys, watching, as_it_is);
    nothing_by(del, watching, as_it_is);
}

TEST(Commands, AChordForKeysClosesTheMenuThatWouldKeepThem) {
    Stage stage({}, a_chord_for_each());
    stage.controls->perform(command::ToggleMenu{});
    press_chord_of(stage, command::SendCtrlAlt{SDL_SCANCODE_F2});
    EXPECT_FALSE(stage.controls->menu_open());
    EXPECT_EQ(stage.sent.size(), 6u) << "three keys, down and up";
}

// ---- what reaches the session -------------------------------------------------------------------

TEST(Session, NothingGoesToTheGuestOfWhoOnlyWatches) {
    Behaviour watching;
    watching.view_only = true;
    for (const bool watches : {false, true}) {
        Stage stage(watches ? watching : Behaviour{});
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
        Stage stage;
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

TEST(Controls, TheKeypadsDigitsChooseAndWithoutTheLockItsArrowsMove) {
    const auto chord_for = [](SDL_Scancode scancode, Sint32 sym, Uint16 key_mods) {
        Stage stage;
        stage.key(SDL_SCANCODE_M, SDLK_m, KMOD_LCTRL | KMOD_LALT);
        stage.key(SDL_SCANCODE_K, SDLK_k);
        stage.sent.clear();
        stage.key(scancode, sym, key_mods);
        // A choice closes the menu: then there is nothing that is selected.
        return std::pair(stage.sent.size() > 2 ? static_cast<unsigned char>(stage.sent[2][7]) : 0,
                         stage.controls->menu_open() ? stage.controls->menu({}).selected : 0);
    };
    const int f1 = 0xbe;
    EXPECT_EQ(chord_for(SDL_SCANCODE_KP_1, SDLK_KP_1, KMOD_NUM).first, f1);
    EXPECT_EQ(chord_for(SDL_SCANCODE_KP_9, SDLK_KP_9, KMOD_NUM).first, f1 + 8);
    EXPECT_EQ(chord_for(SDL_SCANCODE_KP_0, SDLK_KP_0, KMOD_NUM).first, f1 + 9);
    EXPECT_EQ(chord_for(SDL_SCANCODE_KP_4, SDLK_KP_4, KMOD_NUM).first, f1 + 3);
    EXPECT_EQ(chord_for(SDL_SCANCODE_KP_4, SDLK_KP_4, KMOD_LSHIFT).first, f1 + 3);
    EXPECT_EQ(chord_for(SDL_SCANCODE_KP_6, SDLK_KP_6, 0), std::pair(0, std::size_t{1}));
    EXPECT_EQ(chord_for(SDL_SCANCODE_KP_6, SDLK_KP_6, KMOD_NUM | KMOD_LSHIFT),
              std::pair(0, std::size_t{1}));
    EXPECT_EQ(chord_for(SDL_SCANCODE_KP_4, SDLK_KP_4, 0), std::pair(0, std::size_t{10}));
}

TEST(Controls, AKiosksPointerIsPutAwayWhenItRests) {
    Stage stage(kiosk());
    EXPECT_EQ(SDL_ShowCursor(SDL_QUERY), SDL_DISABLE);
    stage.move(10, 10, finger);
    EXPECT_EQ(SDL_ShowCursor(SDL_QUERY), SDL_DISABLE);
    stage.move(20, 20, mouse);
    EXPECT_EQ(SDL_ShowCursor(SDL_QUERY), SDL_ENABLE);
    ASSERT_TRUE(stage.controls->next_deadline());
    stage.controls->act_on_time(*stage.controls->next_deadline());
    EXPECT_EQ(SDL_ShowCursor(SDL_QUERY), SDL_DISABLE);
    EXPECT_FALSE(stage.controls->next_deadline());
}

}  // namespace
}  // namespace ecsview::ui

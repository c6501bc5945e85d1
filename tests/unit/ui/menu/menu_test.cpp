// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/menu/menu.h"

#include <SDL_scancode.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "ui/input/command_table.h"
#include "ui/menu/menu_view.h"
#include "ui/words/text_layout.h"

namespace ecsview::ui {
namespace {

Situation live() {
    Situation now;
    now.live = true;
    return now;
}

const Command ctrl_alt_del = row_by_name("ctrl-alt-del")->command;

Command named(const char* name) {
    return row_by_name(name)->command;
}

bool offers(const Menu& menu, const Command& command) {
    return std::ranges::count(menu.items(), command, &MenuItem::command) == 1;
}

// Chooses by a key and follows to a page, as Controls does; true: it was a page.
bool opens(Menu& menu, char32_t key) {
    const auto chosen = menu.type(key);
    const auto* page = chosen ? std::get_if<command::ShowPage>(&*chosen) : nullptr;
    if (page) menu.show(page->page);
    return page != nullptr;
}

std::vector<Situation> all_situations() {
    std::vector<Situation> out;
    for (unsigned bits = 0; bits < 128; ++bits) {
        Situation now;
        now.live = bits & 1;
        now.behaviour.view_only = bits & 2;
        now.behaviour.kiosk = bits & 4;
        now.can_take_over = bits & 8;
        now.os = bits & 16   ? screen::OsType::windows
                 : bits & 32 ? screen::OsType::linux
                             : screen::OsType::unknown;
        now.fullscreen = bits & 64;
        out.push_back(now);
    }
    return out;
}

TEST(Menu, OffersAllKeysToEachGuestThoseOfItsSystemFirst) {
    Situation windows = live(), linux_guest = live();
    windows.os = screen::OsType::windows;
    linux_guest.os = screen::OsType::linux;
    const Command page = command::ShowPage{MenuPage::keys};
    for (const Situation& now : {windows, live()}) {
        EXPECT_EQ(Menu(now).items()[1].command, ctrl_alt_del);
        EXPECT_EQ(Menu(now).items()[2].command, page);
    }
    EXPECT_EQ(Menu(linux_guest).items()[1].command, page);
    EXPECT_EQ(Menu(linux_guest).items()[2].command, ctrl_alt_del);
    for (const Situation& now : {windows, linux_guest, live()}) {
        Menu menu(now);
        EXPECT_EQ(menu.type('D'), ctrl_alt_del);
        EXPECT_TRUE(opens(menu, 'k'));
        ASSERT_EQ(menu.page(), MenuPage::keys);
        ASSERT_EQ(menu.items().size(), 13u);
        EXPECT_EQ(menu.items()[9].label, "Ctrl+Alt+F10");
        EXPECT_EQ(menu.type('0'), named("ctrl-alt-f10"));
        EXPECT_EQ(menu.type('1'), named("ctrl-alt-f1"));
        EXPECT_EQ(menu.type('-'), named("ctrl-alt-f11"));
        EXPECT_EQ(menu.type('='), named("ctrl-alt-f12"));
    }
}

TEST(Menu, OtherKeysFollowTheSystemToo) {
    Situation now = live();
    Menu menu(now);
    ASSERT_TRUE(opens(menu, 'o'));
    EXPECT_EQ(menu.items()[0].command, named("super"));
    now.os = screen::OsType::linux;
    menu.set_situation(now);
    EXPECT_EQ(menu.items()[0].command, named("sysrq-page"));
    EXPECT_EQ(menu.items()[1].command, named("super"));
    EXPECT_EQ(menu.type('t'), named("alt-tab"));
    ASSERT_TRUE(opens(menu, 'r'));
    EXPECT_EQ(menu.type('b'), named("sysrq-b"));
}

TEST(Menu, OwnChordsAreThereAsManyAsThereAre) {
    Situation now = live();
    now.own_chords = {"Ctrl+Shift+Esc", "Alt+F2"};
    Menu menu(now);
    opens(menu, 'o');
    EXPECT_TRUE(offers(menu, command::SendOwn{0}) && offers(menu, command::SendOwn{1}));
    EXPECT_FALSE(offers(menu, command::SendOwn{2}));
    const auto item =
        std::ranges::find(menu.items(), Command(command::SendOwn{1}), &MenuItem::command);
    EXPECT_EQ(item->label, "Alt+F2");
}

TEST(Menu, WhatIsHeldIsMarked) {
    Situation now = live();
    now.held = {SDL_SCANCODE_LALT};
    Menu menu(now);
    opens(menu, 'o');
    for (const auto& item : menu.items())
        EXPECT_EQ(item.marked, item.command == Command(command::HoldKey{SDL_SCANCODE_LALT}));
}

TEST(Menu, AllKeysAreForAWindowThatHasAWayOut) {
    Situation now = live();
    EXPECT_FALSE(offers(Menu(now), command::ToggleGrab{}));
    now.grab_has_a_way_out = true;
    EXPECT_TRUE(offers(Menu(now), command::ToggleGrab{}));
    now.fullscreen = true;
    EXPECT_FALSE(offers(Menu(now), command::ToggleGrab{}));
}

TEST(Menu, ViewOnlySendsNothing) {
    for (Situation now : all_situations()) {
        if (!now.behaviour.view_only) continue;
        Menu menu(now);
        EXPECT_FALSE(offers(menu, ctrl_alt_del));
        EXPECT_FALSE(opens(menu, 'k'));
        EXPECT_FALSE(opens(menu, 'o'));
        EXPECT_EQ(menu.page(), MenuPage::main);
        EXPECT_EQ(offers(menu, command::ToggleViewOnly{}), !now.behaviour.kiosk);
    }
}

TEST(Menu, AKioskHasNoWayOut) {
    for (const Situation& now : all_situations()) {
        const Menu menu(now);
        EXPECT_EQ(offers(menu, command::Quit{}), !now.behaviour.kiosk);
        EXPECT_EQ(offers(menu, command::ToggleFullscreen{}), !now.behaviour.kiosk);
        EXPECT_TRUE(offers(menu, command::Reconnect{}));
        EXPECT_EQ(offers(menu, command::TakeOver{}), now.can_take_over);
    }
}

TEST(Menu, KeysNeedALiveConsole) {
    Menu menu{Situation{}};
    EXPECT_FALSE(menu.type('d'));
    EXPECT_FALSE(menu.type('k'));
    EXPECT_EQ(menu.page(), MenuPage::main);
    EXPECT_EQ(menu.type('r'), Command(command::Reconnect{}));
    // The console comes back while the menu is open, and goes while its page is.
    menu.set_situation(live());
    EXPECT_EQ(menu.type('d'), ctrl_alt_del);
    opens(menu, 'k');
    menu.set_situation(Situation{});
    EXPECT_EQ(menu.page(), MenuPage::keys);
    EXPECT_FALSE(menu.type('1'));
}

TEST(Menu, EachKeyChoosesOneItem) {
    for (const Situation& now : all_situations())
        for (const char page : {'-', 's', 'k', 'o'}) {
            Menu menu(now);
            opens(menu, static_cast<char32_t>(page));
            std::set<std::string> keys;
            for (const auto& item : menu.items()) EXPECT_TRUE(keys.insert(item.key).second);
            EXPECT_EQ(menu.items().back().key, "Esc");
        }
}

TEST(Menu, TheScaleOfNowIsMarkedAndSelected) {
    Situation now = live();
    now.scale = ScaleMode::none;
    Menu menu(now);
    EXPECT_TRUE(opens(menu, 's'));
    ASSERT_EQ(menu.page(), MenuPage::scale);
    for (const auto& item : menu.items())
        EXPECT_EQ(item.marked, item.command == Command(command::SetScale{ScaleMode::none}));
    EXPECT_TRUE(menu.items()[menu.selected()].marked);
    menu.press(MenuKey::up, 1);
    const auto chosen = menu.press(MenuKey::enter, 1);
    EXPECT_EQ(chosen, Command(command::SetScale{ScaleMode::integer}));
}

TEST(Menu, EscapeGoesBackAndThenOut) {
    Menu menu(live());
    opens(menu, 's');
    EXPECT_EQ(menu.press(MenuKey::escape, 1), Command(command::ShowPage{MenuPage::main}));
    menu.show(MenuPage::main);
    EXPECT_EQ(menu.page(), MenuPage::main);
    EXPECT_EQ(menu.items()[menu.selected()].key, "S") << "where one came from";
    EXPECT_EQ(menu.press(MenuKey::escape, 1), Command(command::CloseMenu{}));
}

TEST(Menu, ArrowsGoRoundInAColumnAndStayInAGrid) {
    Menu menu(live());
    const auto count = menu.items().size();
    menu.press(MenuKey::up, 1);
    EXPECT_EQ(menu.selected(), count - 1);
    menu.press(MenuKey::down, 1);
    EXPECT_EQ(menu.selected(), 0u);
    opens(menu, 'k');
    menu.select(0);
    menu.press(MenuKey::down, 2);
    EXPECT_EQ(menu.selected(), 2u);
    menu.press(MenuKey::right, 2);
    menu.press(MenuKey::up, 2);
    EXPECT_EQ(menu.selected(), 1u);
    menu.press(MenuKey::up, 2);
    EXPECT_EQ(menu.selected(), 1u);
    for (int i = 0; i < 20; ++i) menu.press(MenuKey::down, 2);
    EXPECT_EQ(menu.selected(), menu.items().size() - 1);
}

TEST(Menu, TheSelectionStaysWithItsItem) {
    Menu menu(live());
    menu.select(3);
    const MenuItem before = menu.items()[3];
    Situation now = live();
    now.can_take_over = true;
    menu.set_situation(now);
    EXPECT_EQ(menu.items()[menu.selected()], before);
    EXPECT_EQ(menu.selected(), 4u);
}

TEST(Menu, NothingOddIsChosen) {
    Menu menu(live());
    EXPECT_FALSE(menu.choose(99));
    EXPECT_FALSE(menu.type(0));
    EXPECT_FALSE(menu.type(U'中'));
    EXPECT_FALSE(menu.type('E')) << "Esc is no letter";
    menu.select(99);
    EXPECT_EQ(menu.selected(), 0u);
}

// ---- as it is seen ------------------------------------------------------------------------------

const std::string status =
    "The console is in use by another session, which the platform lets nobody share; "
    "控制台正在使用.\n"
    "for 12 s · next attempt in 3 s";

MenuView view(const Menu& menu) {
    return {"i-bp1hzoinajzkh91h", status, Tone::waiting, menu.items(), menu.selected()};
}

Menu largest(char32_t page) {
    Situation now = live();
    now.can_take_over = true;
    Menu menu(now);
    opens(menu, page);
    return menu;
}

bool overlap(const Area& a, const Area& b) {
    return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height &&
           b.y < a.y + a.height;
}

TEST(MenuView, AFingerHitsEachRowInEveryOrdinaryWindow) {
    for (const auto& [w, h] : {std::pair{640, 480},
                               {720, 400},
                               {800, 500},
                               {1024, 768},
                               {1920, 1080},
                               {3840, 2160},
                               {480, 800}})
        for (const char page : {'-', 's', 'k', 'o'}) {
            const MenuView menu = view(largest(static_cast<char32_t>(page)));
            const MenuLayout layout = lay_out(menu, w, h);
            SCOPED_TRACE(std::to_string(w) + "x" + std::to_string(h) + " " + page);
            ASSERT_EQ(layout.rows.size(), menu.items.size());
            EXPECT_GE(layout.card.x, 0);
            EXPECT_GE(layout.card.y, 0);
            EXPECT_LE(layout.card.x + layout.card.width, w);
            EXPECT_LE(layout.card.y + layout.card.height, h);
            for (std::size_t i = 0; i < layout.rows.size(); ++i) {
                const Area& row = layout.rows[i];
                EXPECT_GE(row.height, style::touch_side);
                EXPECT_GE(row.width, style::touch_side);
                EXPECT_EQ(layout.at(row.x + row.width / 2, row.y + row.height / 2), i);
                EXPECT_TRUE(contains(layout.card, row.x, row.y));
                EXPECT_TRUE(contains(layout.card, row.x + row.width - 1, row.y + row.height - 1));
                const int text = cells_of(decode_text(menu.items[i].label + menu.items[i].key));
                EXPECT_LE(text * 8 * layout.scale + 28 * layout.scale, row.width);
                for (std::size_t other = 0; other < i; ++other)
                    EXPECT_FALSE(overlap(row, layout.rows[other]));
            }
        }
}

TEST(MenuView, TheStateIsToldWhereThereIsRoom) {
    for (const auto& [w, h] : {std::pair{640, 480}, {1920, 1080}})
        EXPECT_TRUE(lay_out(view(largest('-')), w, h).with_status) << w;
}

TEST(Menu, TheCardOfAConsoleOfAWallLeadsBackToIt) {
    Situation now;
    now.ended = true;
    EXPECT_EQ(view(Menu(now)).items.back().label, "Close");
    now.walled = true;
    EXPECT_EQ(view(Menu(now)).items.back().label, "All consoles");
    EXPECT_EQ(view(Menu(now)).items.size(), 3u);
}

TEST(Menu, OneOfSeveralConsolesLeadsToTheOthers) {
    Situation now = live();
    now.walled = true;
    const command::ShowPage others{MenuPage::consoles};
    EXPECT_FALSE(offers(Menu(now), others)) << "it is alone";
    now.several = true;
    Menu menu(now);
    EXPECT_EQ(menu.type('a'), Command(command::ToWall{}));
    opens(menu, U'n');
    EXPECT_EQ(menu.type('n'), Command(command::NextConsole{}));
    EXPECT_EQ(menu.type('p'), Command(command::PreviousConsole{}));
    now.playback = true;
    EXPECT_FALSE(offers(Menu(now), others));
}

// All that it can have at once. On a small panel that stands upright they are a little lower.
TEST(MenuView, AFingerHitsEachRowOfAConsoleOfAWall) {
    Situation now = live();
    now.walled = now.several = now.mouse_steps = true;
    now.grab_has_a_way_out = true;
    const Menu menu(now);
    EXPECT_EQ(menu.items().size(), 17u);
    std::set<std::string> keys;
    for (const auto& item : menu.items()) EXPECT_TRUE(keys.insert(item.key).second) << item.key;
    for (const auto& [w, h] : {std::pair{640, 480}, {800, 480}, {1920, 1080}, {480, 800}}) {
        const MenuLayout layout = lay_out(view(menu), w, h);
        EXPECT_LE(layout.card.y + layout.card.height, h);
        const int side = w < h ? style::touch_side * 9 / 10 : style::touch_side;
        for (const Area& row : layout.rows) EXPECT_GE(row.height, side) << w;
    }
}

// A card that says why there was an end says all of it, however long it is.
TEST(MenuView, TheWordsOfAWideCardAreAllThere) {
    Situation now;
    now.ended = true;
    MenuView card = view(Menu(now));
    card.wide = true;
    for (const auto& [w, h] : {std::pair{640, 480}, {800, 480}, {1280, 800}, {3840, 2160}}) {
        const auto height = [&](int words) {
            card.status.clear();
            for (int i = 0; i < words; ++i) card.status += "the sentence goes on, ";
            const MenuLayout layout = lay_out(card, w, h);
            EXPECT_TRUE(layout.with_status) << w;
            EXPECT_EQ(layout.columns, 3) << "Retry, Copy and Close lie side by side";
            EXPECT_EQ(layout.rows[0].y, layout.rows[2].y);
            EXPECT_GE(layout.rows[0].height, style::touch_side);
            EXPECT_LE(layout.card.y + layout.card.height, h);
            return layout.card.height / layout.scale;
        };
        // 22 letters each: 600 in 20 lines at the most.
        EXPECT_GE(height(27), height(1) + 6 * 16) << w;
        EXPECT_GE(height(12), height(1) + 3 * 16) << w;
    }
}

TEST(MenuView, AnySizeIsDrawnWithinBounds) {
    for (const auto& [w, h] : {std::pair{1, 1}, {17, 900}, {900, 9}, {100, 60}, {320, 200}})
        for (const char page : {'-', 's', 'k', 'o'}) {
            std::vector<std::uint32_t> pixels(static_cast<std::size_t>((w + 2) * (h + 2)), 7);
            draw(Canvas{pixels.data() + w + 3, w, h, w + 2},
                 view(largest(static_cast<char32_t>(page))));
            for (int y = 0; y < h + 2; ++y)
                for (int x = 0; x < w + 2; ++x) {
                    const bool guard = x == 0 || y == 0 || x == w + 1 || y == h + 1;
                    if (!guard) continue;
                    ASSERT_EQ(pixels[static_cast<std::size_t>(y * (w + 2) + x)], 7u);
                }
        }
}

TEST(MenuView, TheSelectionIsSeen) {
    std::vector<std::uint32_t> first(800 * 500, 0), second(800 * 500, 0);
    Menu menu(live());
    draw(Canvas{first.data(), 800, 500, 800}, view(menu));
    menu.press(MenuKey::down, 1);
    draw(Canvas{second.data(), 800, 500, 800}, view(menu));
    EXPECT_NE(first, second);
}

}  // namespace
}  // namespace ecsview::ui

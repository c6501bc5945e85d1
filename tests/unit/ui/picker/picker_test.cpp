// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/picker/picker.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ui/words/text_block.h"

namespace ecsview::ui {
namespace {

using testing::HasSubstr;

constexpr std::int64_t now = 1'800'000'000;
const PickerAct nothing{};

Entry entry(int number) {
    const std::string id = std::to_string(100 + number);
    return {"i-" + id, "name" + id, "Running", "cn-a", "203.0.113.1", "Debian 12"};
}

Census census(int count, bool asking = false) {
    Census out;
    out.region = out.home = "cn-a";
    out.asking = asking;
    for (int i = 0; i < count; ++i) out.entries.push_back(entry(i));
    return out;
}

Census failed(bool no_keys = false) {
    Census out = census(0);
    out.failure = Failure{ExitCode::api, "It was refused (Throttling); wait. RequestId R-1."};
    out.no_keys = no_keys;
    return out;
}

class PickerTest : public testing::Test {
protected:
    PickerTest() {
        picker.set_window({800, 480});
        picker.take(census(300));
    }
    PickerView view() const { return picker.view(now); }
    PickerLayout layout() const { return lay_out(view().trouble, view().buttons, 800, 480); }
    std::string selected() const {
        const auto seen = view();
        return seen.selected ? seen.rows[*seen.selected].entry.id : "none";
    }
    // The middle of a row in sight, from 0.
    screen::WindowPoint row(int number) const {
        const auto where = layout();
        return {400, where.list.y + number * where.row_height + where.row_height / 2};
    }
    screen::WindowPoint button(const std::string& key) const {
        const auto where = layout();
        for (std::size_t i = 0; i < where.buttons.size(); ++i)
            if (view().buttons[i].key == key)
                return {where.buttons[i].x + 5, where.buttons[i].y + 20};
        return {};
    }
    PickerAct click(screen::WindowPoint at, bool finger = false) {
        picker.pointer_down(at.x, at.y, finger);
        return picker.pointer_up(at.x, at.y);
    }
    PickerAct card_click(std::size_t item) {
        const auto area = lay_out(*view().card, 800, 480).rows[item];
        return click({area.x + 5, area.y + 5});
    }
    static PickerAct opens(int number) { return picker::Open{entry(number).id, "cn-a"}; }

    Picker picker;
};

TEST_F(PickerTest, EnterOpensWhenItGoesUp) {
    EXPECT_EQ(picker.press(PickerKey::down), nothing);
    EXPECT_EQ(picker.press(PickerKey::enter), nothing);
    EXPECT_EQ(picker.release_enter(), opens(1));
    EXPECT_EQ(picker.release_enter(), nothing);  // it was somebody else's
}

TEST_F(PickerTest, EnterOpensWhatWasSelectedWhenItWentDown) {
    picker.press(PickerKey::enter);
    picker.press(PickerKey::down);
    EXPECT_EQ(picker.release_enter(), opens(0));
    picker.press(PickerKey::enter);
    picker.let_go();
    EXPECT_EQ(picker.release_enter(), nothing);
    picker.press(PickerKey::enter);
    picker.take(census(0));
    EXPECT_EQ(picker.release_enter(), nothing);  // gone meanwhile
}

TEST_F(PickerTest, EnterOfTheShellThatStartedItOpensNothing) {
    picker.take(census(0, true));
    picker.press(PickerKey::enter);
    picker.take(census(3));
    EXPECT_EQ(picker.release_enter(), nothing);
}

TEST_F(PickerTest, KeysMove) {
    picker.press(PickerKey::page_down);
    EXPECT_EQ(selected(), entry(8).id);
    picker.press(PickerKey::last);
    EXPECT_EQ(selected(), entry(299).id);
    picker.press(PickerKey::page_up);
    EXPECT_EQ(selected(), entry(291).id);
    picker.press(PickerKey::up);
    EXPECT_EQ(selected(), entry(290).id);
    picker.press(PickerKey::first);
    EXPECT_EQ(selected(), entry(0).id);
}

TEST_F(PickerTest, TypingFiltersAndEscapeGoesBackStepByStep) {
    picker.type("name1");
    picker.type("07");
    EXPECT_EQ(view().filter, "name107");
    EXPECT_EQ(view().headline, "cn-a \u00b7 1 of 300 instances");
    EXPECT_EQ(view().rows.size(), 1u);
    picker.press(PickerKey::backspace);
    EXPECT_EQ(view().filter, "name10");
    EXPECT_EQ(view().headline, "cn-a \u00b7 10 of 300 instances");
    picker.type("?");
    EXPECT_EQ(view().words, "No instance has that. Esc shows all again.");
    EXPECT_EQ(selected(), "none");
    picker.press(PickerKey::enter);
    EXPECT_EQ(picker.release_enter(), nothing);
    EXPECT_EQ(picker.press(PickerKey::escape), nothing);
    EXPECT_EQ(view().filter, "");
    EXPECT_EQ(picker.press(PickerKey::escape), PickerAct(picker::Close{}));
    picker.type("x");
    EXPECT_EQ(picker.press(PickerKey::clear), nothing);
    EXPECT_EQ(view().filter, "");
}

TEST_F(PickerTest, WhatIsNoTextDoesNotComeIntoTheFilter) {
    picker.type("a\x1b\n\xff");
    picker.type(std::string(100, 'b'));
    picker.type("c");
    EXPECT_EQ(view().filter, "a" + std::string(Prompt::max_bytes - 1, 'b'));
}

TEST_F(PickerTest, AClickOpensWhereItWentDownAndUp) {
    EXPECT_EQ(click(row(2)), opens(2));
    picker.pointer_down(row(2).x, row(2).y, false);
    EXPECT_EQ(picker.pointer_up(row(3).x, row(3).y), nothing);
    EXPECT_EQ(picker.pointer_up(row(3).x, row(3).y), nothing);
    EXPECT_EQ(click({400, 20}), nothing);  // the filter
    EXPECT_EQ(click({-5, -5}), nothing);
    // Another one has come into that place meanwhile.
    picker.pointer_down(row(2).x, row(2).y, false);
    auto more = census(300);
    more.entries.push_back({"i-0", "a", "Running", "cn-a", "", ""});
    picker.take(more);
    EXPECT_EQ(picker.pointer_up(row(2).x, row(2).y), nothing);
}

TEST_F(PickerTest, TheMouseSelectsAndTheWheelScrolls) {
    picker.pointer_moves(row(3).x, row(3).y);
    EXPECT_EQ(selected(), entry(3).id);
    picker.wheel(-1);
    EXPECT_EQ(view().rows[0].entry.id, entry(3).id);
    EXPECT_EQ(click(row(1)), opens(4));
    picker.wheel(1000);
    EXPECT_EQ(view().rows[0].entry.id, entry(0).id);
    picker.wheel(0.4f);
    EXPECT_EQ(view().scrolled, 0);
    picker.wheel(-1e6f);
    EXPECT_EQ(click(row(0)), opens(292));  // of 291 the end is seen
}

TEST_F(PickerTest, AFingerTapsOrMovesTheList) {
    EXPECT_EQ(click(row(1), true), opens(1));
    const auto at = row(5);
    picker.pointer_down(at.x, at.y, true);
    picker.pointer_moves(at.x, at.y - 10);  // it trembles
    EXPECT_EQ(picker.pointer_up(at.x, at.y - 10), opens(5));
    picker.pointer_down(at.x, at.y, true);
    picker.pointer_moves(at.x, at.y - 50);
    picker.pointer_moves(at.x, at.y - 88);
    EXPECT_EQ(view().scrolled, 88);
    EXPECT_EQ(selected(), entry(5).id);
    EXPECT_EQ(picker.pointer_up(at.x, at.y - 88), nothing);
    EXPECT_EQ(click(row(0), true), opens(2));
    // A second finger, and one that the system takes away, do nothing.
    picker.pointer_down(at.x, at.y, true);
    picker.pointer_down(row(1).x, row(1).y, true);
    EXPECT_EQ(picker.pointer_up(at.x, at.y), opens(7));
    picker.pointer_down(at.x, at.y, true);
    picker.let_go();
    EXPECT_EQ(picker.pointer_up(at.x, at.y), nothing);
}

TEST_F(PickerTest, TheMouseDoesNotDragTheList) {
    picker.pointer_down(row(5).x, row(5).y, false);
    picker.pointer_moves(row(5).x, row(5).y - 200);
    EXPECT_EQ(view().scrolled, 0);
}

TEST_F(PickerTest, ButtonsDoWhatTheirKeysDo) {
    EXPECT_EQ(click(button("F5")), PickerAct(picker::Ask{false}));
    EXPECT_EQ(click(button("Tab")), PickerAct(picker::Ask{true}));
    EXPECT_EQ(click(button("Enter")), opens(0));
    picker.type("x");
    EXPECT_EQ(click(button("Esc")), nothing);
    EXPECT_EQ(click(button("Esc")), PickerAct(picker::Close{}));
    picker.take(census(0));
    EXPECT_EQ(click(button("Enter")), nothing);
}

TEST_F(PickerTest, TheScopeGoesBackToTheRegionIfThereIsOne) {
    EXPECT_EQ(picker.press(PickerKey::scope), PickerAct(picker::Ask{true}));
    auto all = census(3);
    all.everywhere = true;
    all.region.clear();
    picker.take(all);
    EXPECT_EQ(view().headline, "All regions \u00b7 3 instances");
    EXPECT_EQ(view().buttons[2].label, "Only cn-a");
    EXPECT_EQ(picker.press(PickerKey::scope), PickerAct(picker::Ask{false}));
    EXPECT_EQ(picker.press(PickerKey::refresh), PickerAct(picker::Ask{true}));
    all.home.clear();
    picker.take(all);
    EXPECT_EQ(picker.press(PickerKey::scope), nothing);
    EXPECT_EQ(view().buttons.size(), 3u);
}

TEST_F(PickerTest, WhatIsAskedIsSaid) {
    auto first = census(0, true);
    first.region = first.home = "";
    picker.take(first);
    EXPECT_EQ(view().headline, "Instances \u00b7 0 instances \u00b7 asking\u2026");
    EXPECT_THAT(view().words, HasSubstr("Asking"));
    EXPECT_EQ(picker.press(PickerKey::refresh), nothing);  // that goes on already
    first.everywhere = true;
    first.regions = 28;
    first.answered = 1;
    picker.take(first);
    EXPECT_EQ(view().headline, "All regions \u00b7 0 instances \u00b7 1 of 28 regions answered");
    picker.take(census(0));
    EXPECT_EQ(view().words, "There are no instances in cn-a. Tab asks all regions.");
    picker.take(census(1));
    EXPECT_EQ(view().headline, "cn-a \u00b7 1 instance");
}

TEST_F(PickerTest, ARegionInTroubleHidesNoOther) {
    auto some = census(20);
    some.troubles = {{"cn-b", "It was refused (Throttling). RequestId R-1."}};
    picker.take(some);
    EXPECT_EQ(view().trouble, "cn-b: It was refused (Throttling). RequestId R-1.");
    EXPECT_EQ(view().rows.size(), 9u);
    const int less = layout().list.height;
    some.troubles.push_back({"cn-c", "x"});
    picker.take(some);
    EXPECT_THAT(view().trouble, HasSubstr("2 regions did not tell their instances. cn-b: It"));
    picker.take(census(20));
    EXPECT_GT(layout().list.height, less);
}

TEST_F(PickerTest, WhereNothingIsKnownACardSaysWhy) {
    picker.take(failed());
    ASSERT_TRUE(view().card);
    EXPECT_EQ(view().card->status, "It was refused (Throttling); wait. RequestId R-1.");
    EXPECT_EQ(view().card->tone, Tone::bad);
    EXPECT_EQ(picker.failure()->code, ExitCode::api);
    picker.press(PickerKey::enter);
    EXPECT_EQ(picker.press(PickerKey::enter), PickerAct(picker::Ask{false}));
    EXPECT_EQ(picker.type_to_card(U'r'), PickerAct(picker::Ask{false}));
    EXPECT_EQ(picker.press(PickerKey::refresh), PickerAct(picker::Ask{false}));
    EXPECT_EQ(picker.type_to_card(U'x'), nothing);
    EXPECT_EQ(picker.type_to_card(U'C'),
              PickerAct(picker::Copy{"It was refused (Throttling); wait. RequestId R-1."}));
    EXPECT_EQ(view().card->items[1].label, "Copied");
    EXPECT_EQ(picker.press(PickerKey::escape), PickerAct(picker::Close{}));
    EXPECT_EQ(card_click(0), PickerAct(picker::Ask{false}));
    EXPECT_EQ(card_click(2), PickerAct(picker::Close{}));
    EXPECT_EQ(click({1, 1}), nothing);
    picker.type("x");
    picker.take(census(3));
    EXPECT_FALSE(view().card);
    EXPECT_EQ(view().filter, "");
    EXPECT_EQ(picker.type_to_card(U'r'), nothing);
}

TEST_F(PickerTest, TheCardIsSteppedThrough) {
    picker.take(failed());
    picker.press(PickerKey::down);
    picker.press(PickerKey::down);
    EXPECT_EQ(picker.press(PickerKey::enter), PickerAct(picker::Close{}));
    picker.press(PickerKey::down);
    EXPECT_EQ(view().card->selected, 0u);
    picker.press(PickerKey::up);
    EXPECT_EQ(view().card->selected, 2u);
}

TEST_F(PickerTest, WhileItIsAskedAgainThereIsNoSecondQuestion) {
    auto again = failed();
    again.asking = true;
    picker.take(again);
    EXPECT_EQ(view().card->items[0].label, "Asking\u2026");
    EXPECT_EQ(picker.press(PickerKey::enter), nothing);
    EXPECT_EQ(picker.type_to_card(U'r'), nothing);
}

TEST_F(PickerTest, AKeyThatWentDownBeforeTheCardCameMeansNothing) {
    picker.press(PickerKey::enter);
    picker.take(failed());
    EXPECT_EQ(picker.release_enter(), nothing);
}

TEST_F(PickerTest, NoCredentialsAreThreeLinesOfAdvice) {
    picker.take(failed(true));
    const auto card = *view().card;
    EXPECT_EQ(card.title, "No credentials yet");
    const auto area = lay_out(card, 800, 480).card;
    const TextBlock lines(card.status, area.width - 32, 1, style::text);
    EXPECT_EQ(lines.height(), 3 * TextBlock("x", 100, 1, style::text).height());
    for (const char* words : {"aliyun configure", "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "RAM role"})
        EXPECT_THAT(card.status, HasSubstr(words));
    // What was tried is in what is copied.
    EXPECT_EQ(picker.type_to_card(U'c'),
              PickerAct(picker::Copy{"It was refused (Throttling); wait. RequestId R-1."}));
}

TEST_F(PickerTest, HowLongAgo) {
    const auto used = [this](std::int64_t seconds) {
        auto one = census(1);
        one.entries[0].used = now - seconds;
        picker.take(one);
        return view().rows[0].used;
    };
    EXPECT_EQ(view().rows[0].used, "");
    EXPECT_EQ(used(-100), "used just now");  // a clock that was set
    EXPECT_EQ(used(59), "used just now");
    EXPECT_EQ(used(60), "used 1 min ago");
    EXPECT_EQ(used(3599), "used 59 min ago");
    EXPECT_EQ(used(3600), "used 1 h ago");
    EXPECT_EQ(used(172'799), "used 47 h ago");
    EXPECT_EQ(used(172'800), "used 2 days ago");
}

TEST_F(PickerTest, OnlyWhatIsInSightIsShown) {
    EXPECT_EQ(layout().list.height / layout().row_height, 8);
    EXPECT_LE(view().rows.size(), 10u);
    picker.wheel(-0.1f);
    EXPECT_EQ(view().offset, 13);
    picker.set_window({1920, 1080});
    EXPECT_EQ(layout().scale, 1);
    picker.set_window({100, 60});
    picker.press(PickerKey::last);
    EXPECT_LE(view().rows.size(), 3u);
    picker.set_window({0, 0});
    EXPECT_LE(view().rows.size(), 3u);
}

}  // namespace
}  // namespace ecsview::ui

// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/picker/choice_list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ecsview::ui {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Entry entry(const std::string& id, const std::string& name, std::int64_t used = 0) {
    return {id, name, "Running", "cn-hangzhou", "203.0.113.1", "Debian 12", used};
}

std::vector<Entry> numbered(int count) {
    std::vector<Entry> out;
    for (int i = 0; i < count; ++i)
        out.push_back(entry("i-" + std::to_string(1000 + i), "n" + std::to_string(1000 + i)));
    return out;
}

class ChoiceListTest : public testing::Test {
protected:
    std::vector<std::string> ids() const {
        std::vector<std::string> out;
        for (std::size_t i = 0; i < list.matching(); ++i) out.push_back(list.at(i).id);
        return out;
    }
    std::string selected() const {
        return list.selected_entry() ? list.selected_entry()->id : "none";
    }
    void set(std::vector<Entry> entries, bool arriving = false) {
        list.set_entries(std::move(entries), arriving);
    }

    ChoiceList list;
};

TEST_F(ChoiceListTest, TheLastUsedFirstThenByName) {
    set({entry("i-3", "beta"), entry("i-1", "Alpha"), entry("i-2", "alpha"),
         entry("i-4", "zeta", 100), entry("i-5", "eta", 200)});
    EXPECT_THAT(ids(), ElementsAre("i-5", "i-4", "i-1", "i-2", "i-3"));
    EXPECT_EQ(selected(), "i-5");
}

TEST_F(ChoiceListTest, AStatusMovesNothing) {
    auto entries = numbered(3);
    set(entries);
    entries[2].status = "Stopped";
    set(entries);
    EXPECT_THAT(ids(), ElementsAre("i-1000", "i-1001", "i-1002"));
    EXPECT_EQ(list.at(2).status, "Stopped");
}

TEST_F(ChoiceListTest, FilterHasWordsThatAllMustBeThere) {
    auto windows = entry("i-2", "Data");
    windows.system = "Windows Server";
    windows.region = "eu-central-1";
    windows.address = "10.0.0.7";
    windows.status = "Stopped";
    set({entry("i-1", "web"), windows, entry("i-3", "\u7f51\u7ad9")});
    const auto matches = [this](const char* filter) {
        list.set_filter(filter);
        return ids();
    };
    EXPECT_THAT(matches("WINDOWS"), ElementsAre("i-2"));
    EXPECT_THAT(matches("central"), ElementsAre("i-2"));
    EXPECT_THAT(matches("stopped"), ElementsAre("i-2"));
    EXPECT_THAT(matches("0.7"), ElementsAre("i-2"));
    EXPECT_THAT(matches("I-2"), ElementsAre("i-2"));
    EXPECT_THAT(matches("  data   windows "), ElementsAre("i-2"));
    EXPECT_THAT(matches("data web"), IsEmpty());
    EXPECT_EQ(list.selected(), std::nullopt);
    EXPECT_EQ(list.selected_entry(), nullptr);
    EXPECT_THAT(matches("\u7ad9"), ElementsAre("i-3"));
    EXPECT_THAT(matches(""), ElementsAre("i-2", "i-1", "i-3"));
    EXPECT_EQ(list.all(), 3u);
}

TEST_F(ChoiceListTest, AFilterSelectsItsFirst) {
    set(numbered(20));
    list.set_room(100, 20);
    list.select(15);
    list.set_filter("n10");
    EXPECT_EQ(selected(), "i-1000");
    EXPECT_EQ(list.offset(), 0);
    list.select(3);
    list.set_filter(" n10 ");  // the same words
    EXPECT_EQ(selected(), "i-1003");
}

TEST(Census, AStatusThatIsNotKnownIsItsOwnWord) {
    EXPECT_EQ(word_of_status("Running"), "Running");
    EXPECT_EQ(word_of_status("Resting"), "Resting");
    EXPECT_EQ(word_of_status(""), "");
}

TEST_F(ChoiceListTest, TheSelectedOneStaysSelectedAndAtItsHeight) {
    set(numbered(20));
    list.set_room(100, 20);
    list.select(10);
    EXPECT_EQ(list.offset(), 120);
    auto more = numbered(20);
    more.push_back(entry("i-a", "a"));
    set(more);
    EXPECT_EQ(selected(), "i-1010");
    EXPECT_EQ(list.selected(), 11u);
    EXPECT_EQ(list.offset(), 140);
    // Gone: the one in its place.
    more.erase(more.begin() + 10);
    set(more);
    EXPECT_EQ(list.selected(), 11u);
    EXPECT_EQ(selected(), "i-1011");
    set(numbered(2));
    EXPECT_EQ(selected(), "i-1001");
    EXPECT_EQ(list.offset(), 0);
    set({});
    EXPECT_EQ(selected(), "none");
}

TEST_F(ChoiceListTest, AtTheBeginningItIsTheListThatStays) {
    set(numbered(20));
    list.set_room(100, 20);
    auto more = numbered(20);
    more.push_back(entry("i-a", "a"));
    set(more);
    EXPECT_EQ(selected(), "i-1000");
    EXPECT_EQ(list.offset(), 0);
}

TEST_F(ChoiceListTest, WhileAnswersArriveTheFirstIsSelectedUntilSomebodyChooses) {
    set({entry("i-2", "b")}, true);
    set({entry("i-1", "a"), entry("i-2", "b")}, true);
    EXPECT_EQ(selected(), "i-1");
    list.point_at(1);
    set({entry("i-0", "0"), entry("i-1", "a"), entry("i-2", "b")}, true);
    EXPECT_EQ(selected(), "i-2");
}

TEST_F(ChoiceListTest, MovesWithinTheEndsAndStaysInSight) {
    set(numbered(20));
    list.set_room(90, 20);
    EXPECT_EQ(list.rows_of_page(), 4);
    list.move(-1);
    EXPECT_EQ(list.selected(), 0u);
    list.move(4);
    EXPECT_EQ(list.offset(), 10);  // the fifth row as a whole
    list.move(100);
    EXPECT_EQ(list.selected(), 19u);
    EXPECT_EQ(list.offset(), 310);
    list.move(-3);
    EXPECT_EQ(list.offset(), 310);
    list.move(-1);
    list.move(-1);
    EXPECT_EQ(list.offset(), 280);
    list.select(99);
    EXPECT_EQ(list.selected(), 14u);
}

TEST_F(ChoiceListTest, ScrollsWithoutTheSelectedOne) {
    set(numbered(20));
    list.set_room(100, 20);
    list.scroll(35);
    EXPECT_EQ(list.offset(), 35);
    EXPECT_EQ(list.selected(), 0u);
    EXPECT_EQ(list.at_height(0), 1u);
    EXPECT_EQ(list.at_height(4), 1u);
    EXPECT_EQ(list.at_height(5), 2u);
    EXPECT_EQ(list.at_height(99), 6u);
    EXPECT_EQ(list.at_height(100), std::nullopt);
    EXPECT_EQ(list.at_height(-1), std::nullopt);
    list.scroll(10'000);
    EXPECT_EQ(list.offset(), 300);
    list.scroll(-10'000);
    EXPECT_EQ(list.offset(), 0);
    list.scroll(60);
    list.move(1);  // it comes into sight
    EXPECT_EQ(list.offset(), 20);
}

TEST_F(ChoiceListTest, RoomThatIsTooSmall) {
    set(numbered(3));
    list.set_room(-5, 0);
    list.move(1);
    EXPECT_EQ(list.rows_of_page(), 1);
    EXPECT_EQ(list.at_height(0), std::nullopt);
    list.set_room(1000, 20);
    EXPECT_EQ(list.at_height(59), 2u);
    EXPECT_EQ(list.at_height(60), std::nullopt);
    list.scroll(5);
    EXPECT_EQ(list.offset(), 0);
}

TEST_F(ChoiceListTest, PointingMovesNothing) {
    set(numbered(20));
    list.set_room(90, 20);
    list.point_at(4);
    EXPECT_EQ(list.offset(), 0);
    EXPECT_EQ(list.selected(), 4u);
    list.point_at(20);
    EXPECT_EQ(list.selected(), 4u);
}

}  // namespace
}  // namespace ecsview::ui

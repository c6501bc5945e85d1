// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/tunnel/address_race.h"

#include <gtest/gtest.h>

namespace ecsview::link {
namespace {

using namespace std::chrono_literals;
using List = std::vector<std::string>;

TEST(InTurnTest, FamiliesTakeTurnsBeginningWithTheFirst) {
    EXPECT_EQ(in_turn({"a:", "b:", "c:", "1", "2"}), (List{"a:", "1", "b:", "2", "c:"}));
    EXPECT_EQ(in_turn({"1", "2", "a:", "3"}), (List{"1", "a:", "2", "3"}));
    EXPECT_EQ(in_turn({"1", "a:", "b:", "c:"}), (List{"1", "a:", "b:", "c:"}));
    EXPECT_EQ(in_turn({"a:"}), List{"a:"});
    EXPECT_EQ(in_turn({"1", "2"}), (List{"1", "2"}));
    EXPECT_EQ(in_turn({}), List{});
}

class AddressRaceTest : public testing::Test {
protected:
    using Index = std::optional<std::size_t>;

    Index at(std::chrono::milliseconds since) { return race.begin(start + since); }

    Limits limits;
    AddressRace::TimePoint start{};
    AddressRace race{3, limits, start};
};

TEST_F(AddressRaceTest, EachBeginsAQuarterOfASecondAfterTheOneBefore) {
    EXPECT_EQ(race.next(), start);
    EXPECT_EQ(at(0ms), Index(0));
    EXPECT_EQ(at(0ms), Index());
    EXPECT_EQ(race.next(), start + 250ms);
    EXPECT_EQ(at(249ms), Index());
    EXPECT_EQ(at(250ms), Index(1));
    EXPECT_EQ(at(499ms), Index());
    EXPECT_EQ(at(510ms), Index(2));
    EXPECT_EQ(at(10min), Index());
}

TEST_F(AddressRaceTest, NobodyWaitsForAnAddressThatFailed) {
    EXPECT_EQ(at(0ms), Index(0));
    race.failed(start + 1ms);
    EXPECT_EQ(race.next(), start + 1ms);
    EXPECT_EQ(at(1ms), Index(1));
    EXPECT_EQ(at(1ms), Index());
}

TEST_F(AddressRaceTest, ItIsLostOnceAllHaveFailed) {
    for (int i = 0; i < 3; ++i) {
        EXPECT_FALSE(race.lost(start));
        at(0ms);
        race.failed(start);
    }
    EXPECT_TRUE(race.lost(start));
}

TEST_F(AddressRaceTest, ItIsNotLostWhileOneIsUnderWay) {
    at(0ms);
    at(250ms);
    at(500ms);
    race.failed(start + 600ms);
    race.failed(start + 600ms);
    EXPECT_FALSE(race.lost(start + 600ms));
    EXPECT_EQ(race.next(), start + 500ms + limits.connect_limit);
    EXPECT_FALSE(race.lost(race.next() - 1ms));
    EXPECT_TRUE(race.lost(race.next()));
}

TEST_F(AddressRaceTest, WithoutAnAddressItIsLost) {
    AddressRace none(0, limits, start);
    EXPECT_EQ(none.begin(start), Index());
    EXPECT_TRUE(none.lost(start));
}

}  // namespace
}  // namespace ecsview::link

// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/nights.h"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <time.h>

#include <optional>

namespace ecsview::ui {
namespace {

using namespace std::chrono_literals;
using Moment = Nights::Moment;

constexpr int at(int hour, int minute = 0) {
    return hour * 60 + minute;
}

constexpr Moment midnight = std::chrono::sys_days{std::chrono::year(2026) / 11 / 30};

Nights nights(std::initializer_list<const char*> spans) {
    Nights out;
    for (const char* span : spans) out.add(*Nights::parse(span));
    return out;
}

// A clock whose summer time begins or ends at that moment: it jumps by so many minutes.
struct Here {
    Moment jump = Moment::max();
    std::chrono::minutes by{0};
    int operator()(Moment moment) const {
        const auto local = moment + (moment >= jump ? by : 0min);
        const auto day = std::chrono::floor<std::chrono::days>(local);
        return static_cast<int>(std::chrono::floor<std::chrono::minutes>(local - day).count());
    }
};

TEST(Nights, AreTwoTimesOfTheDay) {
    EXPECT_EQ(Nights::parse("22:00-06:00"), (Nights::Span{at(22), at(6)}));
    EXPECT_EQ(Nights::parse("00:00-24:00"), (Nights::Span{0, at(24)}));
    EXPECT_EQ(Nights::parse("23:59-00:00"), (Nights::Span{at(23, 59), 0}));
    for (const char* text : {"",
                             "-",
                             "22:00",
                             "22:00-",
                             "-06:00",
                             "22:00-06:00-",
                             "22:00-22:00",
                             "24:00-06:00",
                             "22:60-06:00",
                             "22:00-24:01",
                             "25:00-06:00",
                             "2:00-06:00",
                             "22:0-06:00",
                             "22.00-06:00",
                             " 22:00-06:00",
                             "22:00 - 06:00",
                             "22:00-06:00 ",
                             "+2:00-06:00",
                             "22:00-06:00,12:00-13:00",
                             "2200-0600",
                             "aa:bb-cc:dd",
                             "22:00\u201306:00"})
        EXPECT_FALSE(Nights::parse(text)) << text;
}

TEST(Nights, BeginWithTheirFirstMinuteAndEndBeforeTheLast) {
    const auto night = nights({"22:00-06:00"});
    EXPECT_FALSE(night.dark(at(21, 59)));
    EXPECT_TRUE(night.dark(at(22)));
    EXPECT_TRUE(night.dark(at(23, 59)));
    EXPECT_TRUE(night.dark(0));
    EXPECT_TRUE(night.dark(at(5, 59)));
    EXPECT_FALSE(night.dark(at(6)));
    const auto noon = nights({"12:00-13:00"});
    EXPECT_FALSE(noon.dark(at(11, 59)));
    EXPECT_TRUE(noon.dark(at(12)));
    EXPECT_FALSE(noon.dark(at(13)));
    EXPECT_FALSE(noon.dark(0));
}

TEST(Nights, SeveralAreAllOfThem) {
    const auto both = nights({"22:00-06:00", "12:00-13:00", "05:00-07:00"});
    for (const int minute : {at(23), at(5), at(6, 30), at(12, 30)}) EXPECT_TRUE(both.dark(minute));
    for (const int minute : {at(7), at(11), at(13), at(21)}) EXPECT_FALSE(both.dark(minute));
    EXPECT_EQ(both.next_change(midnight, Here{}), midnight + 7h);
    EXPECT_FALSE(Nights().dark(0));
    EXPECT_TRUE(Nights().empty());
}

TEST(Nights, TheNextChangeIsAtTheWholeMinute) {
    const auto night = nights({"22:00-06:00"});
    EXPECT_EQ(night.next_change(midnight + 12h + 7s, Here{}), midnight + 22h);
    EXPECT_EQ(night.next_change(midnight + 22h - 1s, Here{}), midnight + 22h);
    EXPECT_EQ(night.next_change(midnight + 22h, Here{}), midnight + 30h) << "over midnight";
    EXPECT_EQ(night.next_change(midnight, Here{}), midnight + 6h);
    EXPECT_EQ(Nights().next_change(midnight, Here{}), std::nullopt);
    EXPECT_EQ(nights({"00:00-24:00"}).next_change(midnight, Here{}), std::nullopt);
    EXPECT_EQ(nights({"00:00-12:00", "12:00-00:00"}).next_change(midnight, Here{}), std::nullopt);
}

// The clock goes from 2:00 to 3:00.
TEST(Nights, AnHourThatIsNotThereIsPassedOver) {
    const Here spring{midnight + 2h, 60min};
    EXPECT_EQ(nights({"22:00-06:00"}).next_change(midnight, spring), midnight + 5h);
    EXPECT_EQ(nights({"02:30-06:00"}).next_change(midnight, spring), midnight + 2h);
    EXPECT_EQ(nights({"22:00-02:30"}).next_change(midnight, spring), midnight + 2h);
    // All of it is in that hour: there is no such night, and the next one is a day later.
    EXPECT_EQ(nights({"02:00-03:00"}).next_change(midnight, spring), midnight + 25h);
}

// The clock goes from 3:00 back to 2:00.
TEST(Nights, AnHourThatComesTwiceIsAsTheClockHasIt) {
    const Here autumn{midnight + 3h, -60min};
    EXPECT_EQ(nights({"22:00-06:00"}).next_change(midnight, autumn), midnight + 7h);
    const auto half = nights({"22:00-02:30"});
    EXPECT_EQ(half.next_change(midnight, autumn), midnight + 2h + 30min);
    EXPECT_EQ(half.next_change(midnight + 2h + 30min, autumn), midnight + 3h);
    EXPECT_EQ(half.next_change(midnight + 3h, autumn), midnight + 3h + 30min);
}

TEST(Nights, TheTimeHereIsThatOfTheTimeZone) {
    const char* before = getenv("TZ");
    const std::optional<std::string> kept =
        before ? std::optional<std::string>(before) : std::nullopt;
    setenv("TZ", "AAA-5:45", 1);  // as Nepal, without the machine's files
    tzset();
    EXPECT_EQ(local_minute(midnight), at(5, 45));
    EXPECT_EQ(local_minute(midnight + 18h + 14min + 59s), at(23, 59));
    EXPECT_EQ(local_minute(midnight + 18h + 15min), 0);
    if (kept)
        setenv("TZ", kept->c_str(), 1);
    else
        unsetenv("TZ");
    tzset();
}

}  // namespace
}  // namespace ecsview::ui

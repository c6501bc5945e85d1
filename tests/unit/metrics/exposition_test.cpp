// SPDX-License-Identifier: GPL-2.0-or-later
#include "metrics/exposition.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>

namespace ecsview::metrics {
namespace {

std::string line(std::string_view value) {
    Exposition out({"console", value});
    out.family("a", Kind::gauge, "b");
    out.sample(std::uint64_t{1});
    const auto& text = out.text();
    return text.substr(text.find("a{"));
}

TEST(Exposition, WithoutASampleThereIsNothing) {
    Exposition out({"console", "c"});
    out.family("a_total", Kind::counter, "Counts.");
    EXPECT_EQ(out.text(), "");
}

TEST(Exposition, AFamilyHasItsHeadingOnce) {
    Exposition out({"console", "c"});
    out.family("a_total", Kind::counter, "Counts.");
    out.sample(std::uint64_t{1}, {{"cause", "x"}});
    out.sample(std::uint64_t{2}, {{"cause", "y"}, {"more", "z"}});
    out.family("b", Kind::gauge, "Is.");
    out.sample(0.5);
    EXPECT_EQ(out.text(),
              "# HELP a_total Counts.\n# TYPE a_total counter\n"
              "a_total{console=\"c\",cause=\"x\"} 1\n"
              "a_total{console=\"c\",cause=\"y\",more=\"z\"} 2\n"
              "# HELP b Is.\n# TYPE b gauge\n"
              "b{console=\"c\"} 0.5\n");
}

TEST(Exposition, AHeadingOfAFamilyThatHadNoSampleIsGone) {
    Exposition out({"console", "c"});
    out.family("a", Kind::gauge, "A.");
    out.family("b", Kind::gauge, "B.");
    out.sample(std::uint64_t{3});
    EXPECT_EQ(out.text(), "# HELP b B.\n# TYPE b gauge\nb{console=\"c\"} 3\n");
}

TEST(Exposition, HelpEscapesTheBackslashAndNoQuote) {
    Exposition out({"console", "c"});
    out.family("a", Kind::gauge, "a \"b\" \\ c\nd");
    out.sample(std::uint64_t{0});
    EXPECT_TRUE(out.text().starts_with("# HELP a a \"b\" \\\\ c\\nd\n# TYPE a gauge\n"));
}

TEST(Exposition, ALabelEscapesTheQuoteAndTheBackslash) {
    EXPECT_EQ(line(R"(a"b\c)"), "a{console=\"a\\\"b\\\\c\"} 1\n");
    EXPECT_EQ(line(R"("} 1)"), "a{console=\"\\\"} 1\"} 1\n");
}

// No label begins another line, and none is anything but UTF-8.
TEST(Exposition, ALabelIsTextForAPerson) {
    EXPECT_EQ(line("a\nb\r\x1b[2J"), "a{console=\"a?b??[2J\"} 1\n");
    EXPECT_EQ(line("\xff\xc3\xa4"), "a{console=\"?\xc3\xa4\"} 1\n");
    EXPECT_EQ(line({"a\0b", 3}), "a{console=\"a?b\"} 1\n");
    EXPECT_EQ(line(""), "a{console=\"\"} 1\n");
}

TEST(Exposition, ALabelIsNoLongerThanItMayBe) {
    EXPECT_LT(line(std::string(100'000, 'x')).size(), 300U);
    EXPECT_LT(line(std::string(100'000, '"')).size(), 600U);
}

TEST(Exposition, NumbersAreWholeOrHaveAPoint) {
    Exposition out({"c", ""});
    out.family("a", Kind::gauge, "A.");
    out.sample(std::numeric_limits<std::uint64_t>::max());
    out.sample(1'700'000'000.123);
    out.sample(0.0000125);
    out.sample(-2.0);
    out.sample(std::numeric_limits<double>::max());
    const auto& text = out.text();
    EXPECT_NE(text.find("} 18446744073709551615\n"), text.npos);
    EXPECT_NE(text.find("} 1700000000.123\n"), text.npos);
    EXPECT_NE(text.find("} 0.0000125\n"), text.npos);
    EXPECT_NE(text.find("} -2\n"), text.npos);
    EXPECT_NE(text.find("} 179769313486231570"), text.npos);
}

}  // namespace
}  // namespace ecsview::metrics

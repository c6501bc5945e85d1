// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/language.h"

#include <gtest/gtest.h>
#include <locale.h>

namespace ecsview {
namespace {

TEST(Language, PutsFillingsWhereTheSentenceWantsThem) {
    EXPECT_EQ(filled("{2} of {1}", {"b", "a"}), "a of b");
    EXPECT_EQ(filled("{1}{1}", {"x"}), "xx");
    EXPECT_EQ(filled("{1}", {7}), "7");
    EXPECT_EQ(filled("", {"x"}), "");
    EXPECT_EQ(filled("\xe7\x94\xa8{1}\xe3\x80\x82", {"x"}), "\xe7\x94\xa8x\xe3\x80\x82");
}

TEST(Language, LeavesEveryOtherBraceAlone) {
    EXPECT_EQ(filled("{where} {2} {0} {} {1", {"x"}), "{where} {2} {0} {} {1");
    EXPECT_EQ(filled("{", {"x"}), "{");
    EXPECT_EQ(filled("{{1}}", {"x"}), "{x}");
    EXPECT_EQ(filled("{9}", {"1", "2", "3", "4", "5", "6", "7", "8", "9"}), "9");
}

// A name that a server has chosen is no sentence.
TEST(Language, AFillingIsTakenAsItIs) {
    EXPECT_EQ(filled("{1} {2}", {"{2}", "{1}"}), "{2} {1}");
}

// glibc then looks into no catalogue, its own included.
TEST(Language, IsLeftForGood) {
    setlocale(LC_MESSAGES, "C.UTF-8");
    leave_language();
    EXPECT_STREQ(setlocale(LC_MESSAGES, nullptr), "C");
}

TEST(Language, IsEnglishWithoutACatalogue) {
    EXPECT_EQ(tr("There is no such sentence in any catalogue."),
              "There is no such sentence in any catalogue.");
    EXPECT_EQ(tr(""), "");
    EXPECT_EQ(tr(tr_later("{1} x"), std::string("a")), "a x");
    EXPECT_EQ(tr_count(1, "{1} key", "{1} keys"), "1 key");
    EXPECT_EQ(tr_count(0, "{1} key", "{1} keys"), "0 keys");
    EXPECT_EQ(tr_count(2, "{1} key of {2}", "{1} keys of {2}", "all"), "2 keys of all");
}

}  // namespace
}  // namespace ecsview

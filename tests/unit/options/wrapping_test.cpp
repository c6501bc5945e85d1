// SPDX-License-Identifier: GPL-2.0-or-later
#include "options/wrapping.h"

#include <gmock/gmock.h>

namespace ecsview::options {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(WrappedTest, BreaksAtSpaces) {
    EXPECT_THAT(wrapped("", 5, 5), IsEmpty());
    EXPECT_THAT(wrapped("ab cd", 5, 5), ElementsAre("ab cd"));
    EXPECT_THAT(wrapped("ab cd e", 5, 5), ElementsAre("ab cd", "e"));
    EXPECT_THAT(wrapped("ab cde", 5, 5), ElementsAre("ab", "cde"));
    EXPECT_THAT(wrapped("ab cd ef", 2, 5), ElementsAre("ab", "cd ef"));
    EXPECT_THAT(wrapped("ab-cd, ef", 6, 6), ElementsAre("ab-cd,", "ef"));
}

TEST(WrappedTest, BreaksAWordThatIsLongerThanALine) {
    EXPECT_THAT(wrapped("abcdefg hi", 3, 3), ElementsAre("abc", "def", "g", "hi"));
    EXPECT_THAT(wrapped("\u7a97\u53e3", 1, 1), ElementsAre("\u7a97", "\u53e3"));
}

TEST(WrappedTest, AChineseCharacterTakesTwoCells) {
    EXPECT_THAT(wrapped("\u63a7\u5236\u53f0\u5899", 7, 7),
                ElementsAre("\u63a7\u5236\u53f0", "\u5899"));
    EXPECT_THAT(wrapped("\u63a7\u5236 VNC\u53f0", 8, 8), ElementsAre("\u63a7\u5236 VNC", "\u53f0"));
}

TEST(WrappedTest, AMarkStaysWithWhatItBelongsTo) {
    EXPECT_THAT(wrapped("\u63a7\u5236\u53f0\uff0c\u5899", 6, 6),
                ElementsAre("\u63a7\u5236", "\u53f0\uff0c\u5899"));
    EXPECT_THAT(wrapped("\u63a7\u5236\uff08\u53f0\uff09", 6, 6),
                ElementsAre("\u63a7\u5236", "\uff08\u53f0\uff09"));
    EXPECT_THAT(wrapped("\u63a7\u5236\u53f0VNC", 7, 7), ElementsAre("\u63a7\u5236\u53f0", "VNC"));
}

}  // namespace
}  // namespace ecsview::options

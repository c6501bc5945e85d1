// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/menu/prompt.h"

#include <gtest/gtest.h>

namespace ecsview::ui {
namespace {

TEST(Prompt, TakesAndEmpties) {
    Prompt prompt;
    EXPECT_TRUE(prompt.empty());
    prompt.type("aé");
    prompt.type("中");
    EXPECT_EQ(prompt.characters(), 3u);
    EXPECT_EQ(prompt.take().reveal(), "aé中");
    EXPECT_TRUE(prompt.empty());
    EXPECT_TRUE(prompt.take().empty());
}

TEST(Prompt, BackspaceTakesWholeCharacters) {
    Prompt prompt;
    prompt.type("aé中");
    prompt.backspace();
    EXPECT_EQ(prompt.characters(), 2u);
    prompt.backspace();
    EXPECT_EQ(prompt.take().reveal(), "a");
    prompt.backspace();
    EXPECT_TRUE(prompt.empty());
}

TEST(Prompt, LeavesOutWhatIsNoText) {
    Prompt prompt;
    prompt.type(
        "a\n\x1b\x7f\xff\xc3"
        "b");
    EXPECT_EQ(prompt.take().reveal(), "ab");
}

TEST(Prompt, IsBoundedAndNeverCutsACharacter) {
    Prompt prompt;
    prompt.type(std::string(63, 'x'));
    prompt.type("é");
    EXPECT_EQ(prompt.characters(), 63u);
    prompt.type("yz");
    EXPECT_EQ(prompt.characters(), Prompt::max_bytes);
    EXPECT_EQ(prompt.take().reveal(), std::string(63, 'x') + "y");
}

TEST(Prompt, ClearForgets) {
    Prompt prompt;
    prompt.type("secret");
    prompt.clear();
    EXPECT_TRUE(prompt.empty());
    EXPECT_EQ(prompt.characters(), 0u);
}

}  // namespace
}  // namespace ecsview::ui

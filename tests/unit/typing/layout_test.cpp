// SPDX-License-Identifier: GPL-2.0-or-later
// Places of keys are those that the keyboards themselves show: QWERTZ, AZERTY and so on.
#include "typing/layout.h"

#include <gtest/gtest.h>

#include <string>

namespace ecsview::typing {
namespace {

using Strokes = std::vector<Stroke>;

Strokes strokes(const char* layout, char32_t c) {
    const auto found = Layout::by_name(layout);
    return found ? found->strokes_of(c) : Strokes{};
}

TEST(Layout, KnowsTheOnesThatAreNamed) {
    for (const char* name : {"us", "de", "fr", "es", "it", "jp", "ru", "gb", "br", "ch-fr"})
        EXPECT_EQ(Layout::by_name(name).value().name(), name);
    EXPECT_FALSE(Layout::by_name("xx"));
    EXPECT_FALSE(Layout::by_name(""));
    EXPECT_EQ(Layout().name(), "us");
}

TEST(Layout, TypesByPlaceAndShift) {
    EXPECT_EQ(strokes("us", U'a'), (Strokes{{'a', 0x1e}}));
    EXPECT_EQ(strokes("us", U'A'), (Strokes{{'A', 0x1e, shift}}));
    EXPECT_EQ(strokes("us", U'~'), (Strokes{{'~', 0x29, shift}}));
    EXPECT_EQ(strokes("us", U' '), (Strokes{{' ', 0x39}}));
    EXPECT_EQ(strokes("de", U'z'), (Strokes{{'z', 0x15}}));
    EXPECT_EQ(strokes("fr", U'a'), (Strokes{{'a', 0x10}}));
    EXPECT_EQ(strokes("fr", U'1'), (Strokes{{'1', 0x02, shift}}));
    EXPECT_EQ(strokes("us-dvorak", U's'), (Strokes{{'s', 0x27}}));
}

TEST(Layout, SaysWhatAKeyGives) {
    const auto gives = [](const char* layout, int qnum, Modifiers modifiers) {
        return Layout::by_name(layout)->character_of(static_cast<std::uint8_t>(qnum), modifiers);
    };
    EXPECT_EQ(gives("us", 0x10, 0), U'q');
    EXPECT_EQ(gives("us", 0x10, shift), U'Q');
    EXPECT_EQ(gives("us", 0x10, altgr), 0);
    EXPECT_EQ(gives("us", 0x56, 0), 0) << "what the comma gives, too";
    EXPECT_EQ(gives("de", 0x15, 0), U'z');
    EXPECT_EQ(gives("de", 0x10, altgr), U'@');
    EXPECT_EQ(gives("de", 0x29, 0), U'^') << "a dead key's sign";
    EXPECT_EQ(gives("de", 0x0d, 0), U'\u00b4');
    EXPECT_EQ(gives("ru", 0x10, 0), U'\u0439');
}

TEST(Layout, TypesWithAltGr) {
    EXPECT_EQ(strokes("de", U'@'), (Strokes{{'@', 0x10, altgr}}));
    EXPECT_EQ(strokes("de", U'\u20ac'), (Strokes{{0x20ac, 0x12, altgr}}));
    EXPECT_EQ(strokes("fr", U'@'), (Strokes{{'@', 0x0b, altgr}}));
    EXPECT_EQ(strokes("de", U'\u1e9e'), (Strokes{{0x01001e9e, 0x1f, shift | altgr}}));
}

// By their keysyms, too, the keys are found by a host with -k de or -k fr, which has no dead keys.
TEST(Layout, TypesWithDeadKeys) {
    EXPECT_EQ(strokes("de", U'^'), (Strokes{{'^', 0x29}, {' ', 0x39}}));
    EXPECT_EQ(strokes("de", U'`'), (Strokes{{'`', 0x0d, shift}, {' ', 0x39}}));
    EXPECT_EQ(strokes("de", U'\u00e9'), (Strokes{{0xb4, 0x0d}, {'e', 0x12}}));
    EXPECT_EQ(strokes("fr", U'\u00d4'), (Strokes{{'^', 0x1a}, {'O', 0x18, shift}}));
    EXPECT_EQ(strokes("es", U'\u00e9'), (Strokes{{0xfe51, 0x28}, {'e', 0x12}}));
    EXPECT_EQ(strokes("de-nodeadkeys", U'^'), (Strokes{{'^', 0x29}}));
}

TEST(Layout, TypesOtherScripts) {
    EXPECT_EQ(strokes("ru", U'\u0439'), (Strokes{{0x06ca, 0x10}}));
    EXPECT_EQ(strokes("ru", U'\u0419'), (Strokes{{0x06ea, 0x10, shift}}));
    EXPECT_EQ(strokes("ru", U'q'), Strokes{});
    EXPECT_EQ(strokes("gr", U'\u03ac'), (Strokes{{0xfe51, 0x27}, {0x07e1, 0x1e}}));
    EXPECT_EQ(strokes("ua", U'\u0491').size(), 1u);
}

// The key beside left Shift is no '<' for many a system with a US keyboard.
TEST(Layout, TakesKeysThatEveryKeyboardHas) {
    EXPECT_EQ(strokes("us", U'<'), (Strokes{{'<', 0x33, shift}}));
    EXPECT_EQ(strokes("de", U'<'), (Strokes{{'<', 0x56}}));
    EXPECT_EQ(strokes("de", U'|'), (Strokes{{'|', 0x56, altgr}}));
    EXPECT_EQ(strokes("jp", U'\\').size(), 1u);
}

TEST(Layout, HasWhatIsNotOnTheKeyboardNotAtAll) {
    EXPECT_EQ(strokes("us", U'\u00e9'), Strokes{});
    EXPECT_EQ(strokes("us", U'\u4e2d'), Strokes{});
    EXPECT_EQ(strokes("us", U'\U0001f600'), Strokes{});
    EXPECT_EQ(strokes("de", U'\x1b'), Strokes{});
}

// Whoever types a script wants all of ASCII.
TEST(Layout, EveryLatinLayoutHasAllOfAscii) {
    for (std::size_t i = 0; i < layout_count; ++i) {
        const std::string name(layout_tables[i].name);
        const auto layout = Layout::by_name(name).value();
        if (layout.strokes_of(U'a').empty()) continue;
        std::string lacks;
        for (char c = ' '; c <= '~'; ++c)
            if (layout.strokes_of(static_cast<unsigned char>(c)).empty()) lacks += c;
        EXPECT_EQ(lacks, "") << name;
    }
}

}  // namespace
}  // namespace ecsview::typing

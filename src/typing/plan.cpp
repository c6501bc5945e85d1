// SPDX-License-Identifier: GPL-2.0-or-later
#include "typing/plan.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <iterator>
#include <optional>
#include <set>
#include <span>
#include <utility>

#include "base/language.h"
#include "base/utf8.h"
#include "rfb/keysym.h"

namespace ecsview::typing {
namespace {

constexpr char32_t byte_order_mark = 0xfeff;
constexpr Stroke enter{0xff0d, 0x1c}, tab{0xff09, 0x0f};
// Keypad 0 to 9, with Num Lock on.
constexpr std::array<std::uint8_t, 10> keypad{0x52, 0x4f, 0x50, 0x51, 0x4b,
                                              0x4c, 0x4d, 0x47, 0x48, 0x49};
constexpr std::uint32_t keypad_0 = 0xffb0;

struct ModifierKey {
    Modifiers bit;
    Stroke key;
};
// In the order in which they go down; they come up in the reverse.
constexpr ModifierKey modifier_keys[] = {{ctrl, {0xffe3, 0x1d}},
                                         {alt, {0xffe9, 0x38}},
                                         {shift, {0xffe1, 0x2a}},
                                         {altgr, {0xfe03, 0xb8}}};

// Code page 1252 from 0x80; 0: no character.
constexpr char16_t code_page_1252[32] = {
    0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017d, 0,      0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178};

std::optional<unsigned> number_for_windows(char32_t c) {
    if (c >= 0xa0 && c <= 0xff) return c;
    for (unsigned i = 0; i < std::size(code_page_1252); ++i)
        if (c != 0 && code_page_1252[i] == c) return 0x80 + i;
    return std::nullopt;
}

// What is pressed and let go, in turn; `act` gets the key and whether it goes down.
template <class Act>
void press_all(std::span<const Stroke> strokes, Act act) {
    Modifiers held = 0;
    const auto hold = [&](Modifiers wanted) {
        for (auto it = std::rbegin(modifier_keys); it != std::rend(modifier_keys); ++it)
            if (held & ~wanted & it->bit) act(it->key, false);
        for (const auto& [bit, key] : modifier_keys)
            if (wanted & ~held & bit) act(key, true);
        held = wanted;
    };
    for (const Stroke& stroke : strokes) {
        hold(stroke.modifiers);
        act(stroke, true);
        act(stroke, false);
    }
    hold(0);
}

class Planner {
public:
    Planner(const Layout& layout, Missing how, bool by_keysym)
        : layout_(layout), how_(how), by_keysym_(by_keysym) {}

    Plan read(std::string_view utf8);

private:
    void add(std::span<const Stroke> strokes, Step::Shows shows = Step::Shows::glyph);
    void add_character(char32_t c);
    bool add_for_linux(char32_t c);
    bool add_for_windows(char32_t c);
    void add_missing(char32_t c);

    const Layout& layout_;
    const Missing how_;
    const bool by_keysym_;
    Plan plan_;
    std::set<char32_t> told_;  // what is in Plan::missing
};

void Planner::add(std::span<const Stroke> strokes, Step::Shows shows) {
    const auto first = static_cast<std::uint32_t>(plan_.strokes.size());
    plan_.strokes.insert(plan_.strokes.end(), strokes.begin(), strokes.end());
    if (by_keysym_)
        for (std::size_t i = first; i < plan_.strokes.size(); ++i) plan_.strokes[i].qnum = 0;
    plan_.steps.push_back({first, static_cast<std::uint8_t>(strokes.size()), shows});
}

// Each part of it shows on the screen, so each is a step.
bool Planner::add_for_linux(char32_t c) {
    char digits[9];
    std::snprintf(digits, sizeof digits, "%x", static_cast<unsigned>(c));
    std::vector<std::vector<Stroke>> steps{layout_.strokes_of(U'u')};
    for (const char* digit = digits; *digit; ++digit)
        steps.push_back(layout_.strokes_of(static_cast<unsigned char>(*digit)));
    steps.push_back(layout_.strokes_of(U' '));
    for (const auto& step : steps)
        if (step.size() != 1) return false;
    steps.front().front().modifiers = ctrl | shift;
    for (const auto& step : steps) {
        add(step);
        plan_.steps.back().whole = &step == &steps.back();
    }
    return true;
}

bool Planner::add_for_windows(char32_t c) {
    const auto number = number_for_windows(c);
    if (!number) return false;
    std::vector<Stroke> strokes;
    for (const unsigned place : {1000u, 100u, 10u, 1u}) {
        const unsigned digit = *number / place % 10;
        strokes.push_back({keypad_0 + digit, keypad[digit], alt});
    }
    add(strokes);
    return true;
}

void Planner::add_missing(char32_t c) {
    const bool control = c < 0x20 || (c >= 0x7f && c < 0xa0);
    if (!control && how_ == Missing::linux && add_for_linux(c)) return;
    if (!control && how_ == Missing::windows && add_for_windows(c)) return;
    ++plan_.left_out;
    if (told_.insert(c).second) plan_.missing += c;
}

void Planner::add_character(char32_t c) {
    if (c == U'\n') return add({&enter, 1}, Step::Shows::line_end);
    if (c == U'\t') return add({&tab, 1}, Step::Shows::blank);
    const auto shows = c == U' ' ? Step::Shows::blank : Step::Shows::glyph;
    if (by_keysym_) {
        const Stroke stroke{rfb::keysym_of(c), 0};
        return stroke.keysym ? add({&stroke, 1}, shows) : add_missing(c);
    }
    const auto strokes = layout_.strokes_of(c);
    return strokes.empty() ? add_missing(c) : add(strokes, shows);
}

Plan Planner::read(std::string_view utf8) {
    bool begin = true, was_return = false;
    while (const auto c = utf8_next(utf8)) {
        const bool mark = std::exchange(begin, false) && *c == byte_order_mark;
        const bool second = std::exchange(was_return, *c == U'\r') && *c == U'\n';
        if (!mark && !second) add_character(*c == U'\r' ? U'\n' : *c);
    }
    return std::move(plan_);
}

// What has no picture of its own, or changes the direction of what stands around it, is told by its
// number alone.
bool shows(char32_t c) {
    const bool control = c <= 0x20 || (c >= 0x7f && c <= 0xa0);
    const bool format = c == 0xad || (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
                        (c >= 0x2060 && c <= 0x206f) || (c >= 0x0300 && c <= 0x036f) ||
                        c == byte_order_mark;
    return !control && !format;
}

std::string name_of(char32_t c) {
    char number[16];
    std::snprintf(number, sizeof number, "%04X", static_cast<unsigned>(c));
    if (!shows(c)) return std::string("U+") + number;
    std::string text;
    utf8_append(text, c);
    return tr("{1} (U+{2})", text, number);
}

}  // namespace

std::size_t Plan::characters() const {
    return static_cast<std::size_t>(std::ranges::count(steps, true, &Step::whole));
}

Load Plan::load_of(const Step& step) const {
    Load load;
    press_all({strokes.data() + step.first, step.count}, [&](const Stroke& key, bool down) {
        // Set 2: a release has one byte more than the press, and the prefixed keys another one.
        const int bytes = (down ? 1 : 2) + (key.qnum >> 7);
        load.bytes += bytes;
        load.tail = down ? 0 : load.tail + bytes;
        ++load.events;
    });
    return load;
}

std::vector<rfb::ClientMessage> Plan::messages_of(const Step& step) const {
    std::vector<rfb::ClientMessage> messages;
    press_all({strokes.data() + step.first, step.count}, [&](const Stroke& key, bool down) {
        messages.push_back(key.qnum ? rfb::extended_key_event(down, key.keysym, key.qnum)
                                    : rfb::key_event(down, key.keysym));
    });
    return messages;
}

Plan plan(std::string_view utf8, const Layout& layout, Missing how, bool by_keysym) {
    return Planner(layout, how, by_keysym).read(utf8);
}

std::vector<rfb::ClientMessage> without_caps_lock(std::optional<std::uint8_t> leds) {
    constexpr std::uint8_t caps = 1 << 2;
    constexpr Stroke key{0xffe5, 0x3a};
    if ((leds.value_or(0) & caps) == 0) return {};
    return {rfb::extended_key_event(true, key.keysym, key.qnum),
            rfb::extended_key_event(false, key.keysym, key.qnum)};
}

std::string names_of(std::u32string_view characters) {
    constexpr std::size_t most = 5;
    std::string text;
    const std::size_t told = characters.size() > most ? most - 1 : characters.size();
    for (std::size_t i = 0; i < told; ++i) {
        const auto name = name_of(characters[i]);
        const bool last = i + 1 == characters.size();
        text = i == 0 ? name : last ? tr("{1} and {2}", text, name) : tr("{1}, {2}", text, name);
    }
    if (told == characters.size()) return text;
    return tr("{1} and {2} more", text, characters.size() - told);
}

}  // namespace ecsview::typing

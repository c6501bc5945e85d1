// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/input/key_chord.h"

#include <SDL_scancode.h>

#include <algorithm>

#include "base/ascii.h"
#include "base/language.h"
#include "base/log.h"
#include "ui/input/key_names.h"

namespace ecsview::ui {
namespace {

struct Modifier {
    std::string_view name, title;
    int scancode;
};
constexpr Modifier modifiers[] = {
    {"ctrl", "Ctrl", SDL_SCANCODE_LCTRL},         {"alt", "Alt", SDL_SCANCODE_LALT},
    {"altgr", "AltGr", SDL_SCANCODE_RALT},        {"shift", "Shift", SDL_SCANCODE_LSHIFT},
    {"sysrq", "SysRq", SDL_SCANCODE_PRINTSCREEN}, {"super", "Super", SDL_SCANCODE_LGUI},
    {"meta", "Super", SDL_SCANCODE_LGUI},
};

Failure refused(std::string_view text, std::string_view why) {
    return {ExitCode::usage,
            tr("--send-keys: \"{1}\" {2}; write for example ctrl+shift+esc,alt+f2.",
               log::printable(text, 60), why)};
}

class Reader {
public:
    explicit Reader(std::string_view text) : words_(lower_case(text)) {}

    Result<OwnChord, std::string> read() {
        std::string_view rest = words_;
        while (rest.find('+') != std::string_view::npos)
            if (!add_modifier(next_part(rest, '+')))
                return tr(
                    "has a part before a + that is not one of ctrl, alt, sysrq, altgr, shift, "
                    "super, or has one twice");
        const auto name = next_part(rest, '+');
        const auto keycode = key_by_name(name);
        const int place = keycode ? us_place_of(*keycode) : 0;
        if (place == 0) return tr("does not end with a key of a US keyboard without Shift");
        add(place, title_of_key(*keycode));
        return chord_;
    }

private:
    bool add_modifier(std::string_view name) {
        const auto* known = std::ranges::find(modifiers, name, &Modifier::name);
        if (known == std::end(modifiers) || count_ + 1 >= most_chord_keys ||
            std::ranges::count(chord_.keys.pressed(), known->scancode) > 0)
            return false;
        add(known->scancode, known->title);
        return true;
    }
    void add(int scancode, std::string_view title) {
        chord_.keys.keys[count_++] = scancode;
        chord_.label += (chord_.label.empty() ? "" : "+") + std::string(title);
    }

    const std::string words_;
    OwnChord chord_;
    std::size_t count_ = 0;
};

}  // namespace

std::span<const int> KeyChord::pressed() const {
    const auto end = std::ranges::find(keys, 0);
    return {keys.data(), static_cast<std::size_t>(end - keys.begin())};
}

Result<OwnChord, std::string> parse_own_chord(std::string_view text) {
    return Reader(text).read();
}

std::vector<std::string_view> names_in_chords() {
    auto names = key_names();
    for (const Modifier& modifier : modifiers) names.push_back(modifier.name);
    return names;
}

Result<std::vector<OwnChord>> parse_own_chords(std::string_view list) {
    std::vector<OwnChord> chords;
    std::string_view rest = list;
    do {
        const auto text = next_part(rest, ',');
        auto chord = parse_own_chord(text);
        if (!chord) return refused(text, chord.failure());
        if (std::ranges::count(chords, chord->keys, &OwnChord::keys) > 0)
            return refused(text, tr("is named twice"));
        if (chords.size() == most_own_chords)
            return refused(text, tr("is one too many: there is room for {1}", most_own_chords));
        chords.push_back(std::move(*chord));
    } while (!rest.empty());
    return chords;
}

}  // namespace ecsview::ui

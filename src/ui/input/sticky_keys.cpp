// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/input/sticky_keys.h"

#include <SDL_scancode.h>

#include <algorithm>
#include <utility>

#include "base/language.h"
#include "ui/input/keymap.h"

namespace ecsview::ui {
namespace {

// Shift, Ctrl, Alt and Super of both sides: SDL numbers them in a row.
bool is_modifier(int scancode) {
    return scancode >= SDL_SCANCODE_LCTRL && scancode <= SDL_SCANCODE_RGUI;
}

const char* name_of_modifier(int scancode) {
    switch (scancode) {
        case SDL_SCANCODE_LCTRL: return "Ctrl";
        case SDL_SCANCODE_LALT: return "Alt";
        case SDL_SCANCODE_LSHIFT: return "Shift";
        case SDL_SCANCODE_RALT: return "AltGr";
        default: return "Super";
    }
}

}  // namespace

Messages StickyKeys::toggle(int modifier, bool extended) {
    const auto at = std::ranges::find(held_, modifier, &Held::scancode);
    if (at != held_.end()) {
        const Held held = *at;
        held_.erase(at);
        return {key_message(false, held.keysym, held.qnum)};
    }
    const std::uint32_t qnum = extended ? qnum_of(modifier) : 0;
    held_.push_back({modifier, function_keysym(modifier, 0, 0), qnum});
    return {key_message(true, held_.back().keysym, qnum)};
}

void StickyKeys::key_down(int scancode) {
    std::erase_if(held_, [&](const Held& held) { return held.scancode == scancode; });
    if (!held_.empty() && next_key_ == 0 && !is_modifier(scancode)) next_key_ = scancode;
}

Messages StickyKeys::key_up(int scancode) {
    if (next_key_ == 0 || scancode != next_key_) return {};
    return release_all();
}

Messages StickyKeys::release_all() {
    next_key_ = 0;
    Messages out;
    for (auto held = held_.rbegin(); held != held_.rend(); ++held)
        out.push_back(key_message(false, held->keysym, held->qnum));
    held_.clear();
    return out;
}

void StickyKeys::forget() {
    held_.clear();
    next_key_ = 0;
}

std::vector<int> StickyKeys::held() const {
    std::vector<int> out;
    for (const Held& held : held_) out.push_back(held.scancode);
    return out;
}

std::string words_of_modifiers(const std::vector<int>& scancodes) {
    std::string out;
    for (std::size_t i = 0; i < scancodes.size(); ++i) {
        const std::string name = name_of_modifier(scancodes[i]);
        const bool last = i + 1 == scancodes.size();
        out = i == 0 ? name : last ? tr("{1} and {2}", out, name) : tr("{1}, {2}", out, name);
    }
    return out;
}

}  // namespace ecsview::ui

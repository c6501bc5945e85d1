// SPDX-License-Identifier: GPL-2.0-or-later
// The names that keys have in lists of chords: those of a US keyboard, in small letters. Keycodes
// and scancodes are SDL's numbers. Pure; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ecsview::ui {

std::optional<std::int32_t> key_by_name(std::string_view name);
// All that key_by_name() knows by more than its character.
std::vector<std::string_view> key_names();
// As a person writes it: "Esc", "F1", "M".
std::string title_of_key(std::int32_t keycode);
// The scancode of the key that has this keycode on a US keyboard without Shift; 0: there is none.
int us_place_of(std::int32_t keycode);

}  // namespace ecsview::ui

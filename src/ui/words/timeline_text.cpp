// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/words/timeline_text.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "base/language.h"

namespace ecsview::ui {
namespace {

constexpr int bar_width = 24;  // characters

std::string bar(const screen::PlaybackState& state) {
    const auto length = std::max<std::int64_t>(state.length.count(), 1);
    const auto done = std::clamp<std::int64_t>(state.at.count() * bar_width / length, 0, bar_width);
    return "[" + std::string(static_cast<std::size_t>(done), '=') +
           std::string(static_cast<std::size_t>(bar_width - done), '-') + "]";
}

}  // namespace

std::string clock_text(std::chrono::milliseconds time) {
    const auto seconds = static_cast<int>(time.count() / 1000);
    std::array<char, 40> text;
    if (seconds < 3600)
        std::snprintf(text.data(), text.size(), "%d:%02d", seconds / 60, seconds % 60);
    else
        std::snprintf(text.data(), text.size(), "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60,
                      seconds % 60);
    return text.data();
}

std::string text_of(const screen::PlaybackState& state) {
    const std::string at = clock_text(state.at), length = clock_text(state.length);
    std::string text =
        state.paused ? tr("Paused {1} of {2}", at, length) : tr("Playing {1} of {2}", at, length);
    text += " " + bar(state);
    if (state.speed != 1) text += " " + std::to_string(state.speed) + "x";
    return text + "  " + tr("Space, arrows, T");
}

}  // namespace ecsview::ui

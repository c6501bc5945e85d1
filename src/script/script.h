// SPDX-License-Identifier: GPL-2.0-or-later
// What `ecsview run` does at a console, as typed steps: the parser makes them of a file's lines,
// the interpreter goes through them. Values; any thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/secret.h"
#include "rfb/client_messages.h"
#include "screen/geometry.h"
#include "screen/png_reader.h"
#include "screen/screen_state.h"
#include "ui/input/key_chord.h"

namespace ecsview::script {

using Milliseconds = std::chrono::milliseconds;

// A place of the screen as the picture in a PNG file has it, pixel for pixel.
struct Region {
    std::string file;
    screen::DesktopPoint at;
    bool operator==(const Region&) const = default;
};

// What is looked for on the screen: a text in one of its lines (UTF-8, not empty, without blanks at
// the end), the state that it shows (states/classify.h), or a region.
using Sight = std::variant<std::string, screen::ScreenState, Region>;

struct WaitSight {
    Sight sight;
    std::optional<Milliseconds> patience;  // none: what `timeout` has said last
};
struct WaitQuiet {
    Milliseconds quiet;
    std::optional<Milliseconds> patience;
};
struct Expect {
    Sight sight;
};
struct If {
    Sight sight;
    std::size_t otherwise = 0;  // the step to go on with where it is not there
};
struct Jump {
    std::size_t to = 0;
};
struct Type {
    Secret text;  // it may be a password
    bool echo = true;
};
struct Press {
    ui::KeyChord keys;
};
struct Move {
    screen::DesktopPoint at;
};
struct Click {
    screen::DesktopPoint at;
    rfb::ButtonMask button = 1;
};
struct TakeShot {
    std::string file;
    std::optional<screen::DesktopRect> part;  // else all of it
};
struct ReadText {
    std::string file;  // "-": standard output
};
struct Sleep {
    Milliseconds time;
};
struct Say {
    std::string words;
};
struct Timeout {
    Milliseconds time;
};
struct Exit {
    int code = 0;
};

using Action = std::variant<WaitSight, WaitQuiet, Expect, If, Jump, Type, Press, Move, Click,
                            TakeShot, ReadText, Sleep, Say, Timeout, Exit>;

struct Step {
    int line = 0;
    std::string_view command;  // its word, a constant
    Action action;
    Secret shown = {};  // the line, printable, for whoever looks on; without what is typed unseen
};

struct Script {
    std::string name;  // of its file, for sentences; printable
    std::vector<Step> steps;
    std::map<std::string, screen::StillPicture> pictures;  // of regions, by their files' names

    // "install.ecs:12: "
    std::string place(int line) const { return name + ":" + std::to_string(line) + ": "; }
};

// Whether it presses a key or moves the pointer.
bool is_input(const Action& action) noexcept;

// What it looks for; null: nothing.
const Sight* sight_of(const Action& action) noexcept;

// As a script writes it: "1500ms", "10s", "2m".
std::string words_of(Milliseconds time);

}  // namespace ecsview::script

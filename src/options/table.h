// SPDX-License-Identifier: GPL-2.0-or-later
// The table of options and commands: what table.toml says, made into these rows by
// assets/options/write when the program is built. Constants; any thread. What `is` and a part of
// --help say is English, for tr() where it is shown.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace ecsview::options {

enum class Command { window, shot, text, type, run, replay, to_video, url, list, config, doctor };

// Of a set of commands.
constexpr unsigned bit(Command command) noexcept {
    return 1u << static_cast<unsigned>(command);
}

struct Option {
    const char* name;      // with its dashes
    const char* argument;  // null: a flag
    const char* fallback;  // what holds without it; null: see what it is
    const char* is;        // what a value looks like; null: who reads it says so
    const char* key;       // in a configuration file; null: none
    unsigned commands;     // that use it
    bool number;           // in a file it may be a whole number, too
    bool repeats;          // it may be given several times
};

struct CommandRow {
    Command command;
    const char* word;    // null: the window, which has none
    unsigned arguments;  // how many there may be
    bool optional;       // none will do
    bool offline;        // it reads a recording, and none of them is a TARGET
};

// Of --help's options: an option, a heading, or the empty line behind a group.
struct HelpPart {
    unsigned commands;  // that it is for
    const char* name;   // of an option, with what stands for its value; null: none
    const char* text;   // one line, however long
};

extern const std::size_t option_count, command_count, help_part_count;
extern const Option option_table[];
extern const CommandRow command_table[];
extern const HelpPart help_part_table[];

inline std::span<const Option> options() noexcept {
    return {option_table, option_count};
}

inline std::span<const CommandRow> commands() noexcept {
    return {command_table, command_count};
}

inline std::span<const HelpPart> help_parts() noexcept {
    return {help_part_table, help_part_count};
}

const Option* find_option(std::string_view name) noexcept;
const CommandRow& row_of(Command command) noexcept;
const CommandRow* find_command(std::string_view word) noexcept;

}  // namespace ecsview::options

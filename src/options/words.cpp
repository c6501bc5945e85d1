// SPDX-License-Identifier: GPL-2.0-or-later
#include "options/words.h"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "base/log.h"
#include "base/secret.h"
#include "options/help.h"

namespace ecsview::options {
namespace {

// Which command takes an option.
enum : unsigned { window = 1, shot = 2, url = 4, list = 8 };
constexpr unsigned console = window | shot, all = console | url | list;

struct Known {
    const char* name;
    bool has_value;
    unsigned commands;
};

constexpr Known known[] = {
    {"--region", true, all},         {"--endpoint", true, all},
    {"--signature", true, all},      {"--password-file", true, console | url},
    {"--os", true, window | url},    {"--take-over", false, console},
    {"--ca-file", true, all},        {"--allow-plain-ws", false, console},
    {"--proxy", true, all},          {"--idle-limit", true, window},
    {"--retry", true, window},       {"--timeout", true, all},
    {"--log-level", true, all},      {"--log-format", true, all},
    {"--page", false, url},          {"--json", false, list},
    {"--fullscreen", false, window}, {"--kiosk", false, window},
    {"--view-only", false, window},  {"--window-size", true, window},
    {"--scale", true, window},       {"--hotkeys", true, window},
    {"--profile", true, all},        {"--stay", false, window},
};

struct CommandName {
    Command command;
    unsigned bit;
    const char* name;
};

constexpr CommandName named[] = {
    {Command::window, window, "the window"},
    {Command::shot, shot, "shot"},
    {Command::url, url, "url"},
    {Command::list, list, "list"},
};

const CommandName& name_of(Command command) {
    return *std::find_if(std::begin(named), std::end(named),
                         [&](const CommandName& name) { return name.command == command; });
}

void add_options(CLI::App& app, Words& words, unsigned command) {
    for (const auto& option : known) {
        if ((option.commands & command) == 0) continue;
        if (option.has_value) {
            app.add_option_function<std::string>(
                option.name, [&words, name = option.name](const std::string& value) {
                    words.values[name] = value;
                });
        } else {
            app.add_flag_callback(option.name,
                                  [&words, name = option.name] { words.values[name] = "true"; })
                ->disable_flag_override();
        }
    }
}

bool is_known(std::string_view name) {
    return std::any_of(std::begin(known), std::end(known),
                       [&](const Known& option) { return option.name == name; });
}

[[noreturn]] void refuse_for(Command command, const std::string& option) {
    refuse(std::string(name_of(command).name) + " does not use " + option);
}

// Words that fit nowhere. A TARGET too many is not repeated: it may be a VncUrl.
void refuse_extras(Command command, const std::vector<std::string>& extras) {
    for (const auto& word : extras) {
        if (!word.starts_with('-')) continue;
        const auto name =
            word.starts_with("--") ? word.substr(0, word.find('=')) : word.substr(0, 2);
        if (is_known(name)) refuse_for(command, name);
        refuse("There is no option " + log::printable(name, 40));
    }
    refuse("There are more arguments than one TARGET (and, for shot, one FILE.png)");
}

// CLI11's messages repeat values; of them only the option's name, with which they begin, is used.
void refuse_mismatch(std::string_view message) {
    message.remove_prefix(std::min(message.find_first_not_of('-'), message.size()));
    const auto subject = message.substr(0, message.find_first_of(" :="));
    for (const auto& option : known) {
        const std::string name = option.name;
        if (name.substr(2) != subject) continue;
        refuse(name +
               (option.has_value ? " needs one value, and is given once" : " takes no value"));
    }
    refuse("The command line is not understood");
}

// "--region=" would make CLI11 take the next word as the value.
void refuse_empty_values(int argc, char** argv) {
    for (int i = 1; i < argc; ++i) {
        const std::string_view word = argv[i];
        if (word == "--") return;
        if (word.starts_with("--") && word.find('=') == word.size() - 1)
            refuse(log::printable(word.substr(0, word.size() - 1), 40) + " needs a value");
    }
}

void add_commands(CLI::App& app, Words& words) {
    for (const auto& name : named) {
        if (name.command == Command::window) continue;
        auto* command = app.add_subcommand(name.name);
        command->callback([&words, which = name.command] { words.command = which; });
        if (name.command != Command::list) command->add_option("TARGET", words.target);
        if (name.command == Command::shot) command->add_option("FILE", words.picture_file);
        add_options(*command, words, name.bit);
    }
}

// Of the words that were left over; the callbacks have not run then.
Command command_of(const CLI::App& app) {
    for (const auto& name : named)
        if (name.command != Command::window && app.got_subcommand(name.name)) return name.command;
    return Command::window;
}

void check_arguments(const Words& words) {
    const bool is_window = words.command == Command::window;
    if (!is_window && !words.early_target.empty())
        refuse("There are more arguments than one TARGET and one FILE.png, or one before " +
               std::string(name_of(words.command).name));
    if (words.command == Command::list) return;
    if ((is_window ? words.early_target : words.target).empty())
        refuse("TARGET is missing: give an instance ID (i-...), a VncUrl or vnc://host");
    if (words.command == Command::shot && words.picture_file.empty())
        refuse("FILE.png is missing after TARGET; it may be - for standard output");
}

// What CLI11 lets through.
void check(const Words& words) {
    for (const auto& option : known) {
        const auto* value = words.find(option.name);
        if (value == nullptr) continue;
        if ((option.commands & name_of(words.command).bit) == 0)
            refuse_for(words.command, option.name);
        // "--region --fullscreen": the next option taken for the value.
        if (option.has_value && (value->empty() || value->starts_with("--")))
            refuse(std::string(option.name) + " needs a value");
    }
    check_arguments(words);
}

}  // namespace

void refuse(std::string sentence) {
    throw Error(ExitCode::usage, std::move(sentence));
}

Words::~Words() {
    wipe(early_target);
    wipe(target);
}

const std::string* Words::find(const char* name) const {
    const auto found = values.find(name);
    return found == values.end() ? nullptr : &found->second;
}

std::optional<Finished> sort_words(int argc, char** argv, Words& words) {
    refuse_empty_values(argc, argv);
    CLI::App app;
    app.set_help_flag("-h,--help");
    app.set_version_flag("--version", std::string());
    app.add_option("TARGET", words.early_target);
    add_options(app, words, window);
    add_commands(app, words);
    try {
        app.parse(argc, argv);
    } catch (const CLI::CallForHelp&) {
        return Finished{ExitCode::done, help_text, false};
    } catch (const CLI::CallForVersion&) {
        return Finished{ExitCode::done, version_text, false};
    } catch (const CLI::ExtrasError&) {
        refuse_extras(command_of(app), app.remaining(true));
    } catch (const CLI::ParseError& error) {
        refuse_mismatch(error.what());
    }
    check(words);
    return std::nullopt;
}

}  // namespace ecsview::options

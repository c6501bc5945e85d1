// SPDX-License-Identifier: GPL-2.0-or-later
#include "options/options.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cerrno>
#include <charconv>
#include <map>

#include "base/environment.h"
#include "base/secret.h"
#include "options/help.h"

namespace ecsview::options {
namespace {

struct Known {
    const char* name;
    bool has_value;
    bool for_shot;
};

constexpr Known known[] = {
    {"--region", true, true},        {"--endpoint", true, true},
    {"--password-file", true, true}, {"--take-over", false, true},
    {"--ca-file", true, true},       {"--allow-plain-ws", false, true},
    {"--timeout", true, true},       {"--log-level", true, true},
    {"--log-format", true, true},    {"--fullscreen", false, false},
    {"--view-only", false, false},   {"--window-size", true, false},
    {"--scale", true, false},        {"--hotkeys", true, false},
};

constexpr std::size_t max_line = 64 * 1024;  // of standard input, as of a VncUrl

// A usage error, thrown inside this file only.
[[noreturn]] void refuse(std::string sentence) {
    throw Error(ExitCode::usage, std::move(sentence));
}

Finished usage_error(std::string sentence) {
    if (sentence.ends_with('.')) sentence.pop_back();
    return {ExitCode::usage, "ecsview: " + sentence + "; see ecsview --help\n", true};
}

// ---- the words, as CLI11 sorts them ------------------------------------------------------------

struct Words {
    std::map<std::string, std::string> values;  // by option name; of flags "true"
    std::string target, shot_target, picture_file;
    bool shot = false;

    const std::string* find(const char* name) const {
        const auto found = values.find(name);
        return found == values.end() ? nullptr : &found->second;
    }
    bool flag(const char* name) const { return find(name) != nullptr; }
};

void add_options(CLI::App& app, Words& words, bool for_shot) {
    for (const auto& option : known) {
        if (for_shot && !option.for_shot) continue;
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

// Words that fit nowhere. A TARGET too many is not repeated: it may be a VncUrl.
void refuse_extras(const std::vector<std::string>& extras) {
    for (const auto& word : extras) {
        if (!word.starts_with('-')) continue;
        const auto name =
            word.starts_with("--") ? word.substr(0, word.find('=')) : word.substr(0, 2);
        if (is_known(name)) refuse("shot does not use " + name);
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

// Empty when there is something to run.
std::optional<Finished> sort_words(int argc, char** argv, Words& words) {
    refuse_empty_values(argc, argv);
    CLI::App app;
    app.set_help_flag("-h,--help");
    app.set_version_flag("--version", std::string());
    app.add_option("TARGET", words.target);
    add_options(app, words, false);
    auto* shot = app.add_subcommand("shot");
    shot->add_option("TARGET", words.shot_target);
    shot->add_option("FILE", words.picture_file);
    add_options(*shot, words, true);
    try {
        app.parse(argc, argv);
    } catch (const CLI::CallForHelp&) {
        return Finished{ExitCode::done, help_text, false};
    } catch (const CLI::CallForVersion&) {
        return Finished{ExitCode::done, version_text, false};
    } catch (const CLI::ExtrasError&) {
        refuse_extras(app.remaining(true));
    } catch (const CLI::ParseError& error) {
        refuse_mismatch(error.what());
    }
    words.shot = shot->parsed();
    return std::nullopt;
}

// What CLI11 lets through.
void check_words(const Words& words) {
    for (const auto& option : known) {
        const auto* value = words.find(option.name);
        if (value == nullptr) continue;
        if (words.shot && !option.for_shot) refuse(std::string("shot does not use ") + option.name);
        // "--region --fullscreen": the next option taken for the value.
        if (option.has_value && (value->empty() || value->starts_with("--")))
            refuse(std::string(option.name) + " needs a value");
    }
    if (words.shot && !words.target.empty())
        refuse("There are more arguments than one TARGET and one FILE.png, or one before shot");
    if ((words.shot ? words.shot_target : words.target).empty())
        refuse("TARGET is missing: give an instance ID (i-...), a VncUrl or vnc://host");
    if (words.shot && words.picture_file.empty()) refuse("FILE.png is missing after TARGET");
}

// ---- the values --------------------------------------------------------------------------------

template <class T>
T need(Result<T> result) {
    if (!result) refuse(result.failure().sentence);
    return std::move(*result);
}

template <class T>
T need(std::optional<T> value, const char* sentence) {
    if (!value) refuse(sentence);
    return std::move(*value);
}

void read_window(const Words& words, Options& options) {
    options.fullscreen = words.flag("--fullscreen");
    options.view_only = words.flag("--view-only");
    if (const auto* text = words.find("--window-size"))
        options.window_size =
            need(parse_window_size(*text), "--window-size is WxH in pixels, such as 1280x800");
    if (const auto* text = words.find("--scale"))
        options.scale =
            need(ui::parse_scale_mode(*text), "--scale is fit, integer, none or stretch");
    if (const auto* text = words.find("--hotkeys"))
        options.hotkeys = need(ui::Hotkeys::parse(*text));
}

void read_log(const Words& words, Options& options) {
    if (const auto* text = words.find("--log-level"))
        options.log_level =
            need(log::parse_level(*text), "--log-level is error, warning, info or debug");
    if (const auto* text = words.find("--log-format"))
        options.log_format = need(log::parse_format(*text), "--log-format is text or json");
}

void read_connection(const Words& words, Options& options) {
    if (const auto* text = words.find("--password-file")) options.password_file = *text;
    if (const auto* text = words.find("--ca-file")) options.ca_file = *text;
    options.allow_plain_ws = words.flag("--allow-plain-ws");
    options.take_over = words.flag("--take-over");
    if (const auto* text = words.find("--timeout"))
        options.timeout =
            need(parse_duration(*text), "--timeout is a time such as 500ms, 30s or 2m");
}

// What is given is checked, whether TARGET needs it or not.
void read_api(const Words& words, Options& options) {
    if (const auto* text = words.find("--region")) options.region = *text;
    if (!options.region.empty()) need(ecs::region_endpoint(options.region));
    if (const auto* text = words.find("--endpoint"))
        options.endpoint = need(ecs::parse_endpoint(*text));
}

// What only an instance ID needs.
void complete_api(const Words& words, Options& options) {
    if (options.region.empty())
        options.region = need(environment("ALIBABA_CLOUD_REGION_ID"),
                              "The region of the instance is not known; give --region or set "
                              "ALIBABA_CLOUD_REGION_ID");
    auto endpoint = need(ecs::region_endpoint(options.region));
    if (words.find("--endpoint") == nullptr) options.endpoint = std::move(endpoint);
}

// Byte by byte: what follows the line stays for others, and no buffer keeps a copy of the secret.
Secret read_line(int input) {
    std::string line;
    line.reserve(max_line);
    for (char c = 0; line.size() < max_line;) {
        const auto size = read(input, &c, 1);
        if (size < 0 && errno == EINTR) continue;
        if (size <= 0 || c == '\n') {
            while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.pop_back();
            return Secret(std::move(line));
        }
        line += c;
    }
    wipe(line);
    refuse("The line of standard input is too long to be a TARGET");
}

Target read_target(const std::string& word, int input) {
    if (word != "-") return need(parse_target(word));
    const Secret line = read_line(input);
    if (line.empty()) refuse("Standard input has no line with a TARGET");
    return need(parse_target(line.reveal()));
}

Options read_options(const Words& words, int input) {
    Options options;
    options.command = words.shot ? Command::shot : Command::window;
    options.picture_file = words.picture_file;
    read_window(words, options);
    read_log(words, options);
    read_connection(words, options);
    read_api(words, options);
    options.target = read_target(words.shot ? words.shot_target : words.target, input);
    if (std::holds_alternative<InstanceId>(options.target)) complete_api(words, options);
    if (auto* url = std::get_if<ecs::WebsocketUrl>(&options.target))
        *url = need(ecs::require_privacy(std::move(*url), options.allow_plain_ws));
    return options;
}

void wipe_words(Words& words) {
    wipe(words.target);
    wipe(words.shot_target);
}

// Takes a whole number off the front of `text`.
std::optional<std::int64_t> take_number(std::string_view& text) noexcept {
    std::int64_t number = 0;
    if (text.empty() || text.front() < '0' || text.front() > '9') return std::nullopt;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{}) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return number;
}

}  // namespace

Parsed parse(int argc, char** argv, int input) {
    Words words;
    try {
        if (auto finished = sort_words(argc, argv, words)) return std::move(*finished);
        check_words(words);
        Options options = read_options(words, input);
        wipe_words(words);
        return options;
    } catch (const Error& error) {
        wipe_words(words);
        return usage_error(error.failure().sentence);
    }
}

void wipe_arguments(int argc, char** argv) noexcept {
    for (int i = 1; i < argc; ++i)
        for (char* c = argv[i]; *c != '\0'; ++c) *c = 'x';
}

std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) noexcept {
    using std::chrono::milliseconds;
    constexpr std::int64_t longest = 24 * 60 * 60 * 1000;
    const auto number = take_number(text);
    const std::int64_t unit = text == "ms" ? 1 : text == "s" ? 1000 : text == "m" ? 60'000 : 0;
    if (!number || unit == 0 || *number == 0 || *number > longest / unit) return std::nullopt;
    return milliseconds(*number * unit);
}

std::optional<screen::WindowSize> parse_window_size(std::string_view text) noexcept {
    const auto fits = [](const std::optional<std::int64_t>& side) {
        return side && *side >= 64 && *side <= 16'384;
    };
    const auto width = take_number(text);
    if (!fits(width) || !text.starts_with('x')) return std::nullopt;
    text.remove_prefix(1);
    const auto height = take_number(text);
    if (!fits(height) || !text.empty()) return std::nullopt;
    return screen::WindowSize{static_cast<int>(*width), static_cast<int>(*height)};
}

}  // namespace ecsview::options

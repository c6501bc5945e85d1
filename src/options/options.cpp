// SPDX-License-Identifier: GPL-2.0-or-later
#include "options/options.h"

#include <algorithm>
#include <cerrno>
#include <memory>

#include "base/environment.h"
#include "base/language.h"
#include "base/secret.h"
#include "options/config.h"
#include "options/in_force.h"
#include "options/values.h"
#include "options/wall_targets.h"
#include "options/words.h"

namespace ecsview::options {
namespace {

constexpr std::size_t max_line = std::size_t{64} * 1024;  // of standard input, as of a VncUrl

Finished usage_error(std::string sentence) {
    for (const std::string_view full_stop : {".", "\u3002"})
        if (sentence.ends_with(full_stop)) sentence.resize(sentence.size() - full_stop.size());
    return {ExitCode::usage, "ecsview: " + tr("{1}; see ecsview --help", sentence) + "\n", true};
}

template <class T>
T need(Result<T> result) {
    if (!result) refuse(result.failure().sentence);
    return std::move(*result);
}

void read_environment(Options& options) {
    options.environment_region = environment("ALIBABA_CLOUD_REGION_ID").value_or("");
    if (!options.environment_region.empty()) need(ecs::region_endpoint(options.environment_region));
    if (environment("ALIBABA_CLOUD_ENDPOINT_TYPE") == "vpc") options.network = ecs::Network::vpc;
}

bool on_the_command_line(const Values& values, const char* name) {
    const auto found = values.find(find_option(name));
    return found != values.end() && found->second.from.empty();
}

// A file's region is for other consoles; on the command line both are a contradiction.
void settle_regions(const Values& values, Options& options) {
    if (!options.all_regions) return;
    if (on_the_command_line(values, "--region"))
        refuse(tr("--region is one of the regions that --all-regions asks; give one of the two"));
    options.region.clear();
}

// What is given is checked, whether TARGET needs it or not.
void read_values(const Values& values, Options& options) {
    const auto given = [&](const char* name) { return values.contains(find_option(name)); };
    for (const auto& [option, value] : values) {
        use(*option, value.text, options);
        for (const auto& text : value.further) use(*option, text, options);
    }
    settle_regions(values, options);
    if (options.command == Command::window && !options.kiosk &&
        on_the_command_line(values, "--blank"))
        refuse(tr("--blank is for a kiosk; give --kiosk, too"));
    if (!options.kiosk) return;
    if (options.stay && on_the_command_line(values, "--stay") &&
        on_the_command_line(values, "--kiosk"))
        refuse(tr("--kiosk does not use --stay: it tries again by itself"));
    options.stay = false;  // one of the two is in a file
    options.fullscreen = true;
    if (!given("--hotkeys")) options.hotkeys = ui::Hotkeys::for_kiosk();
    if (!given("--retry")) options.retry = Retry{};
}

}  // namespace

ui::ClipboardWays clipboard_ways(const Options& options) {
    const bool none = options.command != Command::window || options.kiosk || options.view_only;
    return none ? ui::ClipboardWays{} : options.clipboard;
}

namespace {

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
    refuse(tr("The line of standard input is too long to be a TARGET"));
}

Target read_target(const std::string& word, int input) {
    if (word != "-") return need(parse_target(word));
    const Secret line = read_line(input);
    if (line.empty()) refuse(tr("Standard input has no line with a TARGET"));
    return need(parse_target(line.reveal()));
}

// A websocket URL off this machine without TLS is refused at once: nothing is to be asked first.
void check_privacy(Options& options) {
    auto* url = std::get_if<ecs::WebsocketUrl>(&options.target);
    if (url == nullptr || options.command == Command::url) return;
    *url = need(ecs::require_privacy(std::move(*url), options.allow_plain_ws));
}

Options options_of(const Words& words, const Values& values) {
    Options options;
    options.command = words.command;
    if (words.command == Command::run) options.script_file = words.file;
    if (words.command == Command::shot) options.picture_file = words.file;
    if (words.command == Command::to_video) options.video_file = words.file;
    read_values(values, options);
    read_environment(options);
    return options;
}

// TARGET is on the command line: what it brings is worth more than what a file says.
void use_target(const Values& values, Options& options) {
    check_privacy(options);
    const auto* vnc = std::get_if<VncTarget>(&options.target);
    const auto* page = std::get_if<ecs::PageLink>(&options.target);
    if (vnc != nullptr) options.view_only = options.view_only || vnc->view_only;
    const bool password =
        (vnc != nullptr && !vnc->password.empty()) || (page != nullptr && !page->password.empty());
    if (password && !on_the_command_line(values, "--password-file")) options.password_file.reset();
}

// What somebody else would make of a file goes by its name.
void check_video(const Options& options) {
    if (options.command == Command::to_video && !options.video_file.ends_with(".mkv"))
        refuse(tr("The name of the video ends in .mkv, for a Matroska file is what it becomes"));
}

// What holds for that console.
Options aimed(const Words& words, const Config& config, Target target) {
    const auto console = console_key(target);
    const auto values = config.values(words, &console);
    auto options = options_of(words, values);
    options.all_regions = false;  // it was for the choice
    options.target = std::move(target);
    use_target(values, options);
    return options;
}

Unaimed unaimed(std::shared_ptr<const Words> words, Config config, Options options) {
    if (options.kiosk)
        refuse(
            tr("TARGET is missing: a kiosk shows one console, so give an instance ID (i-...), a "
               "VncUrl or vnc://host"));
    const auto at = [words = std::move(words), config = std::move(config)](const std::string& id) {
        try {
            return Result<Options>(aimed(*words, config, InstanceId{id}));
        } catch (const Error& error) {
            return Result<Options>(error.failure());
        }
    };
    return {std::move(options), at};
}

// They have one account, one proxy and one bundle of authorities between them.
void check_common(const std::vector<Options>& consoles) {
    const auto differs = [&](auto member) {
        return std::ranges::any_of(consoles, [&](const Options& console) {
            return console.*member != consoles.front().*member;
        });
    };
    const auto alike = [](bool other, const char* name) {
        if (other)
            refuse(
                tr("The consoles of one window have the same {1}; one of them has another in a "
                   "configuration file",
                   name));
    };
    alike(differs(&Options::profile), "--profile");
    alike(differs(&Options::proxy), "--proxy");
    alike(differs(&Options::ca_file), "--ca-file");
    alike(differs(&Options::signature), "--signature");
    alike(differs(&Options::strict), "--strict");
}

Walled walled(const Words& words, const Config& config, Options options) {
    if (options.all_regions)
        refuse(tr("--all-regions is for the choice of an instance, and there are TARGETs"));
    Walled out;
    for (auto& target : wall_targets(words, options))
        out.consoles.push_back(aimed(words, config, std::move(target)));
    check_common(out.consoles);
    out.options = std::move(options);
    return out;
}

Parsed read_options(const std::shared_ptr<const Words>& kept, int input, const Places& places,
                    bool& stay) {
    const Words& words = *kept;
    const auto told = words.values.find(find_option("--config"));
    auto config = Config::read(
        told == words.values.end() ? std::nullopt : std::optional(told->second.text), places);
    // Once without TARGET: a mistake is told before somebody has given standard input a line.
    auto options = options_of(words, config.values(words, nullptr));
    stay = options.stay;
    if (words.command == Command::list) return options;
    if (words.command == Command::config && words.target.empty())
        return Finished{ExitCode::done, in_force(config.values(words, nullptr))};
    if (words.command == Command::doctor && words.target.empty()) return options;
    if (row_of(words.command).offline) {
        options.recording_file = words.target;
        check_video(options);
        return options;
    }
    if (wants_wall(words, options)) return walled(words, config, std::move(options));
    if (words.command == Command::window && words.values.contains(find_option("--turn")))
        refuse(tr("--turn is for several consoles; give their TARGETs, or --wall"));
    if (words.command == Command::window && words.target.empty())
        return unaimed(kept, std::move(config), std::move(options));
    if (options.all_regions)
        refuse(tr("--all-regions is for the choice of an instance, and TARGET is one"));
    auto target = read_target(words.target, input);
    if (words.command != Command::config) return aimed(words, config, std::move(target));
    const auto console = console_key(target);
    return Finished{ExitCode::done, in_force(config.values(words, &console))};
}

// Of a command line that is not understood otherwise.
bool wants_to_stay(int argc, char** argv) {
    const auto is_stay = [](std::string_view word) { return word == "--stay"; };
    return std::any_of(argv + std::min(argc, 1), argv + argc, is_stay);
}

}  // namespace

Parsed parse(int argc, char** argv, int input, const Places& places) {
    const auto words = std::make_shared<Words>();
    bool stay = false;  // as soon as it is known
    try {
        if (auto finished = sort_words(argc, argv, *words)) return std::move(*finished);
        return read_options(words, input, places, stay);
    } catch (const Error& error) {
        Finished finished = usage_error(error.failure().sentence);
        if (stay || wants_to_stay(argc, argv)) finished.shown = error.failure();
        return finished;
    }
}

void wipe_arguments(int argc, char** argv) noexcept {
    for (int i = 1; i < argc; ++i)
        for (char* c = argv[i]; *c != '\0'; ++c) *c = 'x';
}

}  // namespace ecsview::options

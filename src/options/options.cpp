// SPDX-License-Identifier: GPL-2.0-or-later
#include "options/options.h"

#include <algorithm>
#include <cerrno>
#include <charconv>

#include "base/environment.h"
#include "base/proxy.h"
#include "base/secret.h"
#include "options/words.h"

namespace ecsview::options {
namespace {

constexpr std::size_t max_line = std::size_t{64} * 1024;  // of standard input, as of a VncUrl

Finished usage_error(std::string sentence) {
    if (sentence.ends_with('.')) sentence.pop_back();
    return {ExitCode::usage, "ecsview: " + sentence + "; see ecsview --help\n", true};
}

std::optional<ecs::SignatureScheme> parse_signature(std::string_view text) noexcept {
    if (text == "v3") return ecs::SignatureScheme::v3;
    if (text == "v1") return ecs::SignatureScheme::v1;
    return std::nullopt;
}

std::optional<screen::OsType> parse_os(std::string_view text) noexcept {
    if (text == "windows") return screen::OsType::windows;
    if (text == "linux") return screen::OsType::linux;
    return std::nullopt;
}

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
    options.kiosk = words.flag("--kiosk");
    options.fullscreen = words.flag("--fullscreen") || options.kiosk;
    if (options.kiosk) options.hotkeys = ui::Hotkeys::for_kiosk();
    options.view_only = words.flag("--view-only");
    options.stay = words.flag("--stay");
    if (options.stay && options.kiosk)
        refuse("--kiosk does not use --stay: it tries again by itself");
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
    if (const auto* text = words.find("--proxy")) {
        if (const auto proxy = parse_proxy(*text); !proxy)
            refuse("--proxy is [SCHEME://][USER:PASSWORD@]HOST[:PORT]; " +
                   proxy.failure().sentence);
        options.proxy = *text;
    }
    if (const auto* text = words.find("--idle-limit"))
        options.idle_limit =
            need(parse_duration(*text), "--idle-limit is a time such as 60s or 5m");
    if (options.kiosk) options.retry = Retry{};
    if (const auto* text = words.find("--retry"))
        options.retry = need(parse_retry(*text), "--retry is forever or a number of attempts");
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
    if (const auto* text = words.find("--profile")) options.profile = *text;
    if (const auto* text = words.find("--signature"))
        options.signature = need(parse_signature(*text), "--signature is v3 or v1");
    options.environment_region = environment("ALIBABA_CLOUD_REGION_ID").value_or("");
    if (!options.environment_region.empty()) need(ecs::region_endpoint(options.environment_region));
    if (environment("ALIBABA_CLOUD_ENDPOINT_TYPE") == "vpc") options.network = ecs::Network::vpc;
}

void read_machine(const Words& words, Options& options) {
    if (const auto* text = words.find("--os"))
        options.os = need(parse_os(*text), "--os is windows or linux");
    options.page = words.flag("--page");
    options.json = words.flag("--json");
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

// A websocket URL off this machine without TLS is refused at once: nothing is to be asked first.
void check_privacy(Options& options) {
    auto* url = std::get_if<ecs::WebsocketUrl>(&options.target);
    if (url == nullptr || options.command == Command::url) return;
    *url = need(ecs::require_privacy(std::move(*url), options.allow_plain_ws));
}

Options read_options(const Words& words, int input) {
    Options options;
    options.command = words.command;
    options.picture_file = words.picture_file;
    read_window(words, options);
    read_log(words, options);
    read_connection(words, options);
    read_api(words, options);
    read_machine(words, options);
    if (words.command == Command::list) return options;
    const bool window = words.command == Command::window;
    options.target = read_target(window ? words.early_target : words.target, input);
    check_privacy(options);
    if (const auto* vnc = std::get_if<VncTarget>(&options.target))
        options.view_only = options.view_only || vnc->view_only;
    return options;
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

// Of a command line that is not understood otherwise.
bool wants_to_stay(int argc, char** argv) {
    const auto is_stay = [](std::string_view word) { return word == "--stay"; };
    return std::any_of(argv + std::min(argc, 1), argv + argc, is_stay);
}

}  // namespace

Parsed parse(int argc, char** argv, int input) {
    Words words;
    try {
        if (auto finished = sort_words(argc, argv, words)) return std::move(*finished);
        return read_options(words, input);
    } catch (const Error& error) {
        Finished finished = usage_error(error.failure().sentence);
        if (wants_to_stay(argc, argv)) finished.shown = error.failure();
        return finished;
    }
}

void wipe_arguments(int argc, char** argv) noexcept {
    for (int i = 1; i < argc; ++i)
        for (char* c = argv[i]; *c != '\0'; ++c) *c = 'x';
}

std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) noexcept {
    using std::chrono::milliseconds;
    constexpr std::int64_t longest = std::int64_t{24} * 60 * 60 * 1000;
    const auto number = take_number(text);
    const std::int64_t unit = text == "ms" ? 1 : text == "s" ? 1000 : text == "m" ? 60'000 : 0;
    if (!number || unit == 0 || *number == 0 || *number > longest / unit) return std::nullopt;
    return milliseconds(*number * unit);
}

std::optional<Retry> parse_retry(std::string_view text) noexcept {
    if (text == "forever") return Retry{};
    const auto number = take_number(text);
    if (!number || !text.empty() || *number > 1'000'000) return std::nullopt;
    return Retry{static_cast<int>(*number)};
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

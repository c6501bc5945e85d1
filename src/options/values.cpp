// SPDX-License-Identifier: GPL-2.0-or-later
#include "options/values.h"

#include <algorithm>
#include <charconv>
#include <variant>

#include "base/language.h"
#include "base/proxy.h"
#include "options/words.h"

namespace ecsview::options {
namespace {

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

std::optional<typing::Missing> parse_untypable(std::string_view text) noexcept {
    if (text == "stop") return typing::Missing::stop;
    if (text == "leave-out") return typing::Missing::leave_out;
    if (text == "linux") return typing::Missing::linux;
    if (text == "windows") return typing::Missing::windows;
    return std::nullopt;
}

std::optional<bool> parse_quality(std::string_view text) noexcept {
    if (text == "auto") return true;
    if (text == "lossless") return false;
    return std::nullopt;
}

std::optional<ui::ClipboardWays> parse_clipboard(std::string_view text) noexcept {
    const bool both = text == "both", in = text == "in", out = text == "out";
    if (!both && !in && !out && text != "off") return std::nullopt;
    return ui::ClipboardWays{both || in, both || out};
}

template <class T>
T need(Result<T> result) {
    if (!result) refuse(result.failure().sentence);
    return std::move(*result);
}

// A value that is one of a few, or has one shape: nothing means it is none. The table's row says
// what it should have been.
template <class T>
bool put(T& member, const std::optional<T>& value) {
    if (value) member = *value;
    return value.has_value();
}

template <class T>
bool put(std::optional<T>& member, const std::optional<T>& value) {
    member = value;
    return value.has_value();
}

bool put_proxy(Options& options, const std::string& text) {
    if (const auto proxy = parse_proxy(text); !proxy)
        refuse(
            tr("--proxy is [SCHEME://][USER:PASSWORD@]HOST[:PORT]; {1}", proxy.failure().sentence));
    options.proxy = text;
    return true;
}

bool put_region(Options& options, const std::string& text) {
    need(ecs::region_endpoint(text));
    options.region = text;
    return true;
}

using Put = bool (*)(Options&, const std::string&);
struct Use {
    std::string_view name;
    std::variant<bool Options::*, std::string Options::*, std::optional<std::string> Options::*,
                 Put>
        what;
};

constexpr Use uses[] = {
    {"--region", put_region},
    {"--all-regions", &Options::all_regions},
    {"--endpoint",
     [](Options& o, const std::string& text) {
         o.endpoint = need(ecs::parse_endpoint(text));
         return true;
     }},
    {"--profile", &Options::profile},
    {"--signature",
     [](Options& o, const std::string& text) { return put(o.signature, parse_signature(text)); }},
    {"--os", [](Options& o, const std::string& text) { return put(o.os, parse_os(text)); }},
    {"--page", &Options::page},
    {"--json", &Options::json},
    {"--password-file", &Options::password_file},
    {"--strict", &Options::strict},
    {"--take-over", &Options::take_over},
    {"--ca-file", &Options::ca_file},
    {"--pin", [](Options& o, const std::string& text) { return put(o.pins, parse_pins(text)); }},
    {"--console-hosts",
     [](Options& o, const std::string& text) {
         return put(o.console_hosts, ecs::ConsoleHosts::parse(text));
     }},
    {"--allow-plain-ws", &Options::allow_plain_ws},
    {"--proxy", put_proxy},
    {"--idle-limit",
     [](Options& o, const std::string& text) { return put(o.idle_limit, parse_duration(text)); }},
    {"--retry",
     [](Options& o, const std::string& text) { return put(o.retry, parse_retry(text)); }},
    {"--timeout",
     [](Options& o, const std::string& text) { return put(o.timeout, parse_duration(text)); }},
    {"--fullscreen", &Options::fullscreen},
    {"--kiosk", &Options::kiosk},
    {"--blank",
     [](Options& o, const std::string& text) {
         const auto span = ui::Nights::parse(text);
         if (span) o.nights.add(*span);
         return span.has_value();
     }},
    {"--stay", &Options::stay},
    {"--view-only", &Options::view_only},
    {"--wall", &Options::wall_file},
    {"--turn",
     [](Options& o, const std::string& text) {
         const auto each = parse_duration(text);
         return each >= std::chrono::seconds(1) && put(o.turn, each);
     }},
    {"--window-size",
     [](Options& o, const std::string& text) {
         return put(o.window_size, parse_window_size(text));
     }},
    {"--display",
     [](Options& o, const std::string& text) { return put(o.display, parse_display(text)); }},
    {"--rotate",
     [](Options& o, const std::string& text) { return put(o.rotation, ui::parse_rotation(text)); }},
    {"--scale",
     [](Options& o, const std::string& text) { return put(o.scale, ui::parse_scale_mode(text)); }},
    {"--hotkeys",
     [](Options& o, const std::string& text) {
         o.hotkeys = need(ui::Hotkeys::parse(text));
         return true;
     }},
    {"--quality",
     [](Options& o, const std::string& text) { return put(o.may_lose, parse_quality(text)); }},
    {"--ansi", &Options::ansi},
    {"--wait", &Options::wanted_text},
    {"--every",
     [](Options& o, const std::string& text) { return put(o.every, parse_duration(text)); }},
    {"--file", &Options::text_file},
    {"--guest-layout",
     [](Options& o, const std::string& text) {
         return put(o.guest_layout, typing::Layout::by_name(text));
     }},
    {"--untypable",
     [](Options& o, const std::string& text) { return put(o.untypable, parse_untypable(text)); }},
    {"--no-echo", &Options::no_echo},
    {"--step", &Options::step},
    {"--stats", &Options::stats},
    {"--metrics", &Options::metrics_file},
    {"--record", &Options::record_file},
    {"--recordings", &Options::recordings},
    {"--save-losses", &Options::save_losses},
    {"--on-state",
     [](Options& o, const std::string& text) {
         auto hook = states::parse_hook(text);
         if (hook) o.hooks.push_back(std::move(*hook));
         return hook.has_value();
     }},
    {"--clipboard",
     [](Options& o, const std::string& text) { return put(o.clipboard, parse_clipboard(text)); }},
    {"--send-keys",
     [](Options& o, const std::string& text) {
         o.own_chords = need(ui::parse_own_chords(text));
         return true;
     }},
    {"--config", &Options::config_file},
    {"--log-level",
     [](Options& o, const std::string& text) { return put(o.log_level, log::parse_level(text)); }},
    {"--log-format",
     [](Options& o,
        const std::string& text) { return put(o.log_format, log::parse_format(text)); }},
};

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

void use(const Option& option, const std::string& value, Options& options) {
    const auto* found = std::ranges::find(uses, option.name, &Use::name);
    if (found == std::end(uses)) refuse(tr("{1} is not used yet", option.name));
    const auto what = found->what;
    if (const auto* flag = std::get_if<bool Options::*>(&what)) {
        options.** flag = value == "true";
    } else if (const auto* text = std::get_if<std::string Options::*>(&what)) {
        options.** text = value;
    } else if (const auto* file = std::get_if<std::optional<std::string> Options::*>(&what)) {
        options.** file = value;
    } else if (!std::get<Put>(what)(options, value)) {
        refuse(tr("{1} is {2}", option.name, tr(option.is)));
    }
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

std::optional<int> parse_display(std::string_view text) noexcept {
    const auto number = take_number(text);
    if (!number || !text.empty() || *number < 1 || *number > 1000) return std::nullopt;
    return static_cast<int>(*number);
}

}  // namespace ecsview::options

// SPDX-License-Identifier: GPL-2.0-or-later
#include "options/in_force.h"

#include <string_view>

#include "base/language.h"
#include "base/log.h"
#include "base/proxy.h"

namespace ecsview::options {
namespace {

std::string quoted(std::string_view text) {
    std::string quoted = "\"";
    for (const char c : log::printable(text, 4096)) {
        if (c == '"' || c == '\\') quoted += '\\';
        quoted += c;
    }
    return quoted + '"';
}

std::string shown(const Option& option, const std::string& text) {
    if (option.argument == nullptr) return text;
    if (std::string_view(option.name) != "--proxy") return quoted(text);
    const auto proxy = parse_proxy(text);
    return quoted(proxy ? proxy->url() : "");
}

std::string line(const Option& option, const std::string& text, const std::string& from) {
    return std::string(option.key) + " = " + text + "  # " + from + "\n";
}

// As a file has it: several are a list.
std::string shown(const Option& option, const Value& value) {
    std::string text = shown(option, value.text);
    if (value.further.empty()) return text;
    for (const auto& more : value.further) text += ", " + shown(option, more);
    return "[" + text + "]";
}

}  // namespace

std::string in_force(const Values& values) {
    std::string text;
    for (const auto& option : options()) {
        if (option.key == nullptr) continue;
        const auto found = values.find(&option);
        if (found != values.end()) {
            const auto& from = found->second.from;
            text += line(option, shown(option, found->second),
                         from.empty() ? tr("the command line") : from);
        } else if (option.fallback != nullptr) {
            text += line(option, shown(option, std::string(option.fallback)), tr("default"));
        }
    }
    return text;
}

}  // namespace ecsview::options

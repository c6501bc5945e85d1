// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/credentials/fields.h"

#include <nlohmann/json.hpp>

#include "ecs/json_depth.h"

namespace ecsview::ecs {
namespace {

using nlohmann::json;

// The parsed text, of which nothing stays in freed memory.
struct Parsed {
    json root;  // null when the text is no JSON, or nested too deep

    explicit Parsed(std::string_view text)
        : root(nested_too_deep(text) ? json() : json::parse(text, nullptr, false)) {}
    ~Parsed() { wipe_texts(root); }
    Parsed(const Parsed&) = delete;

    // deepest_nesting levels at most.
    static void wipe_texts(json& value) {  // NOLINT(misc-no-recursion)
        if (value.is_string()) wipe(value.get_ref<std::string&>());
        if (value.is_structured())
            for (auto& member : value) wipe_texts(member);
    }
};

Fields fields_of(const json& object) {
    Fields out;
    for (const auto& [name, value] : object.items()) {
        if (value.is_string()) out.set(name, value.get_ref<const std::string&>());
        if (value.is_number_integer() || value.is_boolean()) out.set(name, value.dump());
    }
    return out;
}

}  // namespace

void Fields::set(std::string name, std::string value) {
    auto& place = values_[std::move(name)];
    wipe(place);
    place = std::move(value);
}

std::string_view Fields::text(std::string_view name) const noexcept {
    const auto found = values_.find(name);
    return found == values_.end() ? std::string_view() : found->second;
}

bool Fields::flag(std::string_view name) const noexcept {
    const auto value = text(name);
    return value == "true" || value == "True" || value == "TRUE";
}

std::optional<Fields> json_fields(std::string_view text, const char* inside) {
    Parsed parsed(text);
    if (!parsed.root.is_object()) return std::nullopt;
    if (inside == nullptr) return fields_of(parsed.root);
    const auto member = parsed.root.find(inside);
    if (member == parsed.root.end() || !member->is_object()) return std::nullopt;
    return fields_of(*member);
}

std::vector<Fields> json_list(std::string_view text, const char* name) {
    std::vector<Fields> out;
    Parsed parsed(text);
    if (!parsed.root.is_object()) return out;
    const auto list = parsed.root.find(name);
    if (list == parsed.root.end() || !list->is_array()) return out;
    for (const auto& entry : *list)
        if (entry.is_object()) out.push_back(fields_of(entry));
    return out;
}

}  // namespace ecsview::ecs

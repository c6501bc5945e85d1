// SPDX-License-Identifier: GPL-2.0-or-later
// Signature vectors that the official SDK made, or others in the same form: ECSVIEW_VECTORS names
// their folder.
#pragma once

#include <stdlib.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "base/percent.h"

namespace ecsview::ecs::vectors {

using nlohmann::json;

// The array; empty when the file cannot be read.
inline json read(const std::string& file) {
    const char* folder = getenv("ECSVIEW_VECTORS");
    std::ifstream stream(std::string(folder ? folder : "tests/vectors") + "/" + file);
    const auto content = json::parse(stream, nullptr, false);
    return content.is_object() ? content.value("vectors", json::array()) : json::array();
}

inline Parameters parameters(const json& object) {
    Parameters out;
    for (const auto& [name, value] : object.items()) out.emplace_back(name, value);
    return out;
}

// Names and values of a query or form, decoded, in its order; "" is none.
inline Parameters decoded(std::string_view form) {
    Parameters out;
    while (!form.empty()) {
        const auto part = form.substr(0, form.find('&'));
        form.remove_prefix(std::min(form.size(), part.size() + 1));
        const auto mark = std::min(part.find('='), part.size());
        out.emplace_back(
            percent_decode(part.substr(0, mark)).value_or("?"),
            percent_decode(part.substr(std::min(mark + 1, part.size()))).value_or("?"));
    }
    return out;
}

// What follows '?' in a request's target.
inline std::string query_of(const std::string& target) {
    const auto mark = target.find('?');
    return mark == std::string::npos ? std::string() : target.substr(mark + 1);
}

}  // namespace ecsview::ecs::vectors

// SPDX-License-Identifier: GPL-2.0-or-later
// Names and texts of one record that may hold secrets: a profile, a section of an ini file, the
// answer of a service. Wiped when it goes. Pure; any thread.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/secret.h"

namespace ecsview::ecs {

class Fields {
public:
    Fields() = default;
    Fields(Fields&&) = default;
    Fields& operator=(Fields&&) = delete;
    Fields(const Fields&) = delete;
    ~Fields() {
        for (auto& [name, value] : values_) wipe(value);
    }

    void set(std::string name, std::string value);
    // Empty when there is none of that name.
    std::string_view text(std::string_view name) const noexcept;
    std::string string(std::string_view name) const { return std::string(text(name)); }
    Secret secret(std::string_view name) const { return Secret(string(name)); }
    // "true", as JSON and people write it.
    bool flag(std::string_view name) const noexcept;

private:
    std::map<std::string, std::string, std::less<>> values_;
};

// Texts, numbers and booleans of a JSON object, or of the object called `inside` within it; null
// and what is nested are left out. Nothing when it is no such object.
std::optional<Fields> json_fields(std::string_view json, const char* inside = nullptr);

// The objects of the list called `name` within a JSON object; empty when there is no such list.
std::vector<Fields> json_list(std::string_view json, const char* name);

}  // namespace ecsview::ecs

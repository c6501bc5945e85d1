// SPDX-License-Identifier: GPL-2.0-or-later
#include "options/table.h"

#include <algorithm>

namespace ecsview::options {

const Option* find_option(std::string_view name) noexcept {
    const auto found = std::ranges::find(options(), name, &Option::name);
    return found == options().end() ? nullptr : &*found;
}

const CommandRow& row_of(Command command) noexcept {
    return *std::ranges::find(commands(), command, &CommandRow::command);
}

const CommandRow* find_command(std::string_view word) noexcept {
    for (const auto& row : commands())
        if (row.word != nullptr && row.word == word) return &row;
    return nullptr;
}

}  // namespace ecsview::options

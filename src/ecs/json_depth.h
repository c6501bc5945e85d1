// SPDX-License-Identifier: GPL-2.0-or-later
// How deep JSON from a service, a command or a file may be nested. Deeper text is not parsed at
// all, so a function that walks over the result may call itself for each level. Pure; any thread.
#pragma once

#include <string_view>

namespace ecsview::ecs {

// The deepest that the platform's answers and files are is 6 levels.
constexpr int deepest_nesting = 32;

bool nested_too_deep(std::string_view json) noexcept;

}  // namespace ecsview::ecs

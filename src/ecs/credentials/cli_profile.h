// SPDX-License-Identifier: GPL-2.0-or-later
// ~/.aliyun/config.json, which the platform's command line tool writes: profiles, each with a mode.
// From its text to a provider's config. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ecs/credentials/environment.h"

namespace ecsview::ecs {

// The provider's config in the profile called `name`, or in the file's current one if that is
// empty. `now` tells whether keys that the tool keeps after a sign-in are still good.
Found cli_profile(std::string_view text, const std::string& name, const Environment& environment,
                  std::chrono::system_clock::time_point now);

// The region_id of that profile, as it stands there.
std::optional<std::string> cli_profile_region(std::string_view text, const std::string& name);

}  // namespace ecsview::ecs

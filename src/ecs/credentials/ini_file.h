// SPDX-License-Identifier: GPL-2.0-or-later
// ~/.alibabacloud/credentials, the older SDKs' file: sections with a type. From its text to a
// provider's config. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "ecs/credentials/environment.h"

namespace ecsview::ecs {

// The provider's config in the section called `name`, or "default" when that is empty.
Found ini_section(std::string_view text, const std::string& name, const Environment& environment);

}  // namespace ecsview::ecs

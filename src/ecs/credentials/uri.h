// SPDX-License-Identifier: GPL-2.0-or-later
// An address that gives keys (ALIBABA_CLOUD_CREDENTIALS_URI, or a profile's credentials_uri).
// Pure; any thread.
#pragma once

#include <string_view>

#include "ecs/credentials/provider_config.h"

namespace ecsview::ecs {

// Keys are not fetched in plain text from elsewhere: https, or http on this machine. Failure: a
// clause.
Result<ProviderConfig> credentials_uri(std::string_view url);

}  // namespace ecsview::ecs

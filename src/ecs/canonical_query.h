// SPDX-License-Identifier: GPL-2.0-or-later
// Parameters in the one order and form that is signed. Pure.
#pragma once

#include <string>

#include "ecs/http_request.h"

namespace ecsview::ecs {

// Sorted by name, "name=value" percent-encoded, joined by '&': what is signed and what is sent.
std::string canonical_query(Parameters query);

}  // namespace ecsview::ecs

// SPDX-License-Identifier: GPL-2.0-or-later
// A line of the log that programs wait for (docs/kiosk.md names them): who takes JSON gets it
// whatever the level. Any thread.
#pragma once

#include "base/log.h"

namespace ecsview::log {

// The same as write() but for that.
void event(Level level, std::string_view component, std::string_view text,
           std::initializer_list<Field> fields = {});

}  // namespace ecsview::log

// SPDX-License-Identifier: GPL-2.0-or-later
// Why the decoder stopped, as a sentence and an exit code. Pure.
#pragma once

#include <string_view>

#include "base/error.h"
#include "screen/messages.h"

namespace ecsview::link {

// `where` is host:port. `message.reason` is the server's text: it is made printable here.
Failure failure_of(const screen::Stopped& message, std::string_view where);

}  // namespace ecsview::link

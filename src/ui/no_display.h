// SPDX-License-Identifier: GPL-2.0-or-later
// What is thrown where there is no display at all (ExitCode::no_display), so that whoever can do
// without a window knows. A value.
#pragma once

#include "base/error.h"

namespace ecsview::ui {

class NoDisplay final : public Error {
public:
    using Error::Error;
};

}  // namespace ecsview::ui

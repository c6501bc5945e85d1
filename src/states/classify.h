// SPDX-License-Identifier: GPL-2.0-or-later
// Which state a screen is in, by what is written on it and by its colours. Pure; nothing is
// remembered, so `frozen` is none of its answers, and neither is `unknown`: see states/watch.h.
#pragma once

#include <optional>

#include "screen/screen_state.h"
#include "states/colours.h"
#include "states/lines.h"

namespace ecsview::states {

// `page`: what text::read_page() has read; nothing: there is no text.
screen::ScreenState classify(const std::optional<text::Page>& page, const Colours& colours);
// The same of lines; none of them is left: there is no text.
screen::ScreenState classify(const Lines& lines, const Colours& colours);

}  // namespace ecsview::states

// SPDX-License-Identifier: GPL-2.0-or-later
// The word that was meant, for a sentence about one that there is not. Pure; any thread.
#pragma once

#include <span>
#include <string_view>

namespace ecsview::options {

// Of `words` the one that takes the fewest letters put in, left out or changed; a word that goes on
// where this one ends counts as near. Empty: none is near enough to be meant.
std::string_view nearest(std::string_view word, std::span<const std::string_view> words);

}  // namespace ecsview::options

// SPDX-License-Identifier: GPL-2.0-or-later
// One line of a script, as words: bare ones, and texts in double quotes. There a backslash makes a
// line's end of n and a tab of t, and keeps a quote and itself. A # where a word could begin ends
// the line. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace ecsview::script {

struct Word {
    std::string text;  // UTF-8; it may be a secret if it is quoted
    bool quoted = false;
};

// A refusal is a sentence: what is wrong with the line. It repeats nothing of it.
Result<std::vector<Word>, std::string> words_of_line(std::string_view line);

}  // namespace ecsview::script

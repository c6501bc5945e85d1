// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/line_break.h"

#include <string_view>

namespace ecsview {
namespace {

constexpr std::u32string_view closing =
    U",.:;!?)]}%\u2019\u201d\u2026\u3001\u3002\u3009\u300b\u300d"
    U"\u300f\u3011\uff01\uff09\uff0c\uff1a\uff1b\uff1f";
constexpr std::u32string_view opening = U"([{\u2018\u201c\u3008\u300a\u300c\u300e\u3010\uff08";

}  // namespace

bool breaks_between_wide(char32_t before, char32_t after) {
    return closing.find(after) == std::u32string_view::npos &&
           opening.find(before) == std::u32string_view::npos;
}

}  // namespace ecsview

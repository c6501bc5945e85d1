// SPDX-License-Identifier: GPL-2.0-or-later
#include "options/wrapping.h"

#include "base/cell_width.h"
#include "base/utf8.h"

namespace ecsview::options {
namespace {

// Typographers let no line begin with a mark that closes something, and none end with one that
// opens something.
constexpr std::u32string_view closing =
    U",.:;!?)]}%"
    U"\u2019\u201d\u2026\u3001\u3002\u3009\u300b\u300d\uff01\uff09\uff0c\uff1a\uff1b\uff1f";
constexpr std::u32string_view opening = U"([{\u2018\u201c\u3008\u300a\u300c\uff08";

bool may_break(char32_t before, char32_t after) {
    if (after == U' ') return true;
    return (is_wide(before) || is_wide(after)) &&
           closing.find(after) == std::u32string_view::npos &&
           opening.find(before) == std::u32string_view::npos;
}

// In bytes, of what goes on one line.
std::size_t line_size(std::string_view text, int cells) {
    std::string_view rest = text;
    std::size_t size = 0, at = 0;
    int used = 0;
    char32_t before = U' ';
    while (const auto next = utf8_next(rest)) {
        if (at > 0 && may_break(before, *next)) size = at;
        used += cell_width(*next);
        if (used > cells && *next != U' ') {
            if (size > 0) return size;
            return at > 0 ? at : text.size() - rest.size();
        }
        before = *next;
        at = text.size() - rest.size();
    }
    return text.size();
}

std::string_view without_spaces(std::string_view line) {
    const auto last = line.find_last_not_of(' ');
    return line.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

}  // namespace

std::vector<std::string> wrapped(std::string_view text, int first, int cells) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        const auto size = line_size(text, lines.empty() ? first : cells);
        lines.emplace_back(without_spaces(text.substr(0, size)));
        text.remove_prefix(size);
        while (text.starts_with(' ')) text.remove_prefix(1);
    }
    return lines;
}

}  // namespace ecsview::options

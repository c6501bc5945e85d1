// SPDX-License-Identifier: GPL-2.0-or-later
#include "options/wrapping.h"

#include "base/cell_width.h"
#include "base/line_break.h"
#include "base/utf8.h"

namespace ecsview::options {
namespace {

bool may_break(char32_t before, char32_t after) {
    return after == U' ' ||
           ((is_wide(before) || is_wide(after)) && breaks_between_wide(before, after));
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

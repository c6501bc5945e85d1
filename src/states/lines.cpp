// SPDX-License-Identifier: GPL-2.0-or-later
#include "states/lines.h"

#include <algorithm>

namespace ecsview::states {
namespace {

constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// How long the kernel's time stamp is that the text begins with, with the blank behind; 0: it has
// none. "[    0.000000] ", and with the caller "[    0.000000][    T1] ".
std::size_t stamp_of(std::string_view text) {
    std::size_t at = 0;
    if (!text.starts_with('[')) return 0;
    for (++at; at < text.size() && text[at] == ' ';) ++at;
    const auto seconds = at;
    while (at < text.size() && is_digit(text[at])) ++at;
    if (at == seconds || at >= text.size() || text[at] != '.') return 0;
    const auto point = at++;
    while (at < text.size() && is_digit(text[at])) ++at;
    if (at - point != 7 || at >= text.size() || text[at] != ']') return 0;
    ++at;
    if (text.substr(at).starts_with('[')) {
        const auto end = text.find(']', at);
        if (end == std::string_view::npos) return 0;
        at = end + 1;
    }
    return at < text.size() && text[at] == ' ' ? at + 1 : at;
}

// Where the first one begins.
std::size_t place_of_stamp(std::string_view text) {
    auto at = text.find('[');
    while (at != std::string_view::npos && stamp_of(text.substr(at)) == 0)
        at = text.find('[', at + 1);
    return at;
}

void finish(Lines& lines) {
    for (auto& line : lines)
        while (line.text.ends_with(' ')) line.text.pop_back();
    while (!lines.empty() && lines.back().text.empty()) lines.pop_back();
}

}  // namespace

std::string_view Line::bare() const {
    std::string_view out = text;
    const auto is_frame = [](char c) { return c == ' ' || c == '?' || c == '|'; };
    while (!out.empty() && is_frame(out.front())) out.remove_prefix(1);
    while (!out.empty() && is_frame(out.back())) out.remove_suffix(1);
    return out;
}

bool Line::of_kernel() const {
    return stamp_of(text) > 0;
}

std::string_view Line::words() const {
    return std::string_view(text).substr(stamp_of(text));
}

Lines lines_of(const text::Page& page) {
    Lines lines;
    const auto columns = static_cast<std::size_t>(page.columns);
    for (std::size_t at = 0; at + columns <= page.letters.size() && columns > 0; at += columns) {
        Line line;
        for (std::size_t column = 0; column < columns; ++column) {
            const char32_t c = page.letters[at + column].character;
            line.text += c >= 0x20 && c < 0x7f ? static_cast<char>(c) : '?';
        }
        line.goes_on = line.text.back() != ' ';
        lines.push_back(std::move(line));
    }
    finish(lines);
    return lines;
}

Lines lines_of(std::string_view page, std::size_t columns) {
    Lines lines;
    while (!page.empty()) {
        const auto end = std::min(page.find('\n'), page.size());
        std::string_view text = page.substr(0, end);
        page.remove_prefix(std::min(end + 1, page.size()));
        do {
            lines.push_back({std::string(text.substr(0, columns)), text.size() >= columns});
            text.remove_prefix(std::min(columns, text.size()));
        } while (!text.empty());
    }
    finish(lines);
    return lines;
}

Lines without_kernel(Lines lines) {
    while (!lines.empty()) {
        // What was said last begins here; a long line goes on in the rows below.
        auto first = lines.size() - 1;
        while (first > 0 && lines[first - 1].goes_on && !lines[first].of_kernel()) --first;
        const auto spoken = place_of_stamp(lines[first].text);
        if (spoken == std::string::npos) break;
        lines.resize(first + 1);
        lines.back() = {lines.back().text.substr(0, spoken)};
        finish(lines);
        // Behind a prompt it has spoken once.
        if (spoken > 0) break;
    }
    return lines;
}

}  // namespace ecsview::states

// SPDX-License-Identifier: GPL-2.0-or-later
#include "metrics/exposition.h"

#include <charconv>
#include <utility>

#include "base/log.h"

namespace ecsview::metrics {
namespace {

constexpr std::size_t longest_value = 256;

// In a label's value the quote is escaped, too; in HELP it may not be.
std::string escaped(std::string_view text, bool quoted) {
    std::string out;
    for (const char c : text) {
        if (c == '\\' || (quoted && c == '"')) out += '\\';
        if (c == '\n')
            out += "\\n";
        else
            out += c;
    }
    return out;
}

std::string text_of(const Label& label) {
    std::string out(label.name);
    out += "=\"";
    out += escaped(log::printable(label.value, longest_value), true);
    return out + '"';
}

// As the C locale writes it, whatever the locale.
template <class Number, class... Format>
void append(std::string& out, Number value, Format... format) {
    char digits[400];  // the largest double, without an exponent
    const auto end = std::to_chars(std::begin(digits), std::end(digits), value, format...).ptr;
    out.append(digits, end) += '\n';
}

}  // namespace

Exposition::Exposition(Label common) : common_(text_of(common)) {}

void Exposition::family(std::string_view name, Kind kind, std::string_view help) {
    name_ = name;
    heading_ = "# HELP ";
    heading_.append(name).append(" ").append(escaped(help, false));
    heading_.append("\n# TYPE ").append(name);
    heading_ += kind == Kind::counter ? " counter\n" : " gauge\n";
}

void Exposition::begin(std::initializer_list<Label> labels) {
    text_ += std::exchange(heading_, {});
    text_.append(name_) += '{';
    text_ += common_;
    for (const auto& label : labels) text_.append(",").append(text_of(label));
    text_ += "} ";
}

void Exposition::sample(std::uint64_t value, std::initializer_list<Label> labels) {
    begin(labels);
    append(text_, value);
}

void Exposition::sample(double value, std::initializer_list<Label> labels) {
    begin(labels);
    append(text_, value, std::chars_format::fixed);
}

}  // namespace ecsview::metrics

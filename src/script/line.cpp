// SPDX-License-Identifier: GPL-2.0-or-later
#include "script/line.h"

#include <optional>

#include "base/language.h"
#include "base/utf8.h"

namespace ecsview::script {
namespace {

using Refusal = std::string;

bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

std::optional<char> escaped(char c) {
    switch (c) {
        case 'n': return '\n';
        case 't': return '\t';
        case '"':
        case '\\': return c;
        default: return std::nullopt;
    }
}

class Reader {
public:
    explicit Reader(std::string_view line) : rest_(line) {}

    Result<std::vector<Word>, Refusal> read() {
        std::vector<Word> words;
        for (skip_blanks(); !rest_.empty() && rest_.front() != '#'; skip_blanks()) {
            Word word;
            word.quoted = rest_.front() == '"';
            // No copy of a secret is left behind by growing.
            word.text.reserve(rest_.size());
            if (auto refusal = word.quoted ? quoted(word.text) : bare(word.text)) return *refusal;
            words.push_back(std::move(word));
        }
        return words;
    }

private:
    void skip_blanks() {
        while (!rest_.empty() && is_blank(rest_.front())) rest_.remove_prefix(1);
    }
    bool at_end() const { return rest_.empty() || is_blank(rest_.front()); }

    std::optional<Refusal> bare(std::string& text) {
        for (; !at_end(); rest_.remove_prefix(1)) {
            if (rest_.front() == '"')
                return tr("A \" stands within a word; put all of it in quotes.");
            text += rest_.front();
        }
        return std::nullopt;
    }

    std::optional<Refusal> quoted(std::string& text) {
        for (rest_.remove_prefix(1);; rest_.remove_prefix(1)) {
            if (rest_.empty())
                return tr("A text does not end; it takes a \" there, and one within it is \\\".");
            char c = rest_.front();
            if (c == '"') break;
            if (c == '\\') {
                rest_.remove_prefix(1);
                const auto meant = rest_.empty() ? std::nullopt : escaped(rest_.front());
                if (!meant)
                    return tr(
                        "There is a \\ before what it cannot change; write \\\\, \\\", \\n or "
                        "\\t.");
                c = *meant;
            }
            text += c;
        }
        rest_.remove_prefix(1);
        if (!at_end())
            return tr("A text goes on behind its \"; a blank parts it from what follows.");
        return std::nullopt;
    }

    std::string_view rest_;
};

// Control characters come by escapes, if at all.
std::optional<Refusal> unfit(std::string_view line) {
    while (!line.empty()) {
        const auto size = utf8_sequence_size(line);
        if (size == 0) return tr("The line is not UTF-8; save the file so.");
        const auto first = static_cast<unsigned char>(line.front());
        if ((first < 0x20 && first != '\t') || first == 0x7f)
            return tr("There is a control character; take it out.");
        line.remove_prefix(size);
    }
    return std::nullopt;
}

}  // namespace

Result<std::vector<Word>, std::string> words_of_line(std::string_view line) {
    if (auto refusal = unfit(line)) return *refusal;
    return Reader(line).read();
}

}  // namespace ecsview::script

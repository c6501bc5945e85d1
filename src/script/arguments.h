// SPDX-License-Identifier: GPL-2.0-or-later
// The words of one line behind its command, taken one after the other. What cannot be taken is an
// Error with a sentence about the line, without its place, which parse() adds. Pure; one thread.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "script/line.h"
#include "script/script.h"

namespace ecsview::script {

using Words = std::vector<Word>;

[[noreturn]] void refuse(std::string sentence);
// Of a word, {1}, that there is not. `perhaps` is said where one is near, {2}.
[[noreturn]] void refuse_word(std::string_view word, std::span<const std::string_view> words,
                              std::string_view perhaps, std::string_view otherwise);
// As it stands in a sentence.
std::string shown(std::string_view word);

class Arguments {
public:
    Arguments(std::string_view command, Words words);

    bool more() const { return next_ < words_.size(); }
    bool quoted() const { return more() && words_[next_].quoted; }
    // The next one; empty: there is none, or it is in quotes.
    std::string_view bare() const;
    // The next one, if it is this word.
    bool take(std::string_view word);
    // `what`, here and below: a noun for a sentence, in English.
    Word next(std::string_view what);
    // What is not in quotes may be a password, so it is not repeated.
    std::string text(std::string_view what);
    // What is looked for on the screen, where a blank at the end of a line is not seen.
    Sight sight();
    std::string file();
    screen::DesktopPoint place();
    Milliseconds time(std::string_view what);
    std::optional<Milliseconds> patience();
    int number(std::string_view what, int least, int most);
    void end() const;

private:
    screen::ScreenState state();

    std::string_view command_;
    Words words_;
    std::size_t next_ = 1;
};

}  // namespace ecsview::script

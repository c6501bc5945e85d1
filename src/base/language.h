// SPDX-License-Identifier: GPL-2.0-or-later
// What a person reads, in the language of LANG: gettext(3) of the domain "ecsview". The code is
// written in English, and a sentence without a translation stays English. Said once, where a
// sentence is made: what travels from there on is in the person's language. Not translated are log
// lines, names of metrics and of JSON's keys, and what programs read. assets/languages has the
// translations.
#pragma once

#include <concepts>
#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>

namespace ecsview {

// Finds out the language and reads its catalogue. In main, before any thread and before the process
// may open no file any more; all that was said before is English.
void choose_language();
// English again, and no catalogue is opened any more. For a process that speaks to no person.
void leave_language();

// Marks a text that is a constant, for the translators; who shows it calls tr() with it.
consteval std::string_view tr_later(std::string_view english) {
    return english;
}

// What stands for {1}, {2} … in a sentence.
class Filling {
public:
    Filling(std::string_view text) : text_(text) {}
    Filling(const std::string& text) : text_(text) {}
    Filling(const char* text) : text_(text) {}
    template <std::integral Number>
    Filling(Number number) : text_(std::to_string(number)) {}
    const std::string& text() const { return text_; }

private:
    std::string text_;
};

// Puts the fillings in: {1} is the first. Any other brace stays, and so does what a filling has.
std::string filled(std::string_view sentence, std::initializer_list<Filling> fillings);

// The text in the person's language. Any thread.
std::string tr(std::string_view english);
// A sentence for one and for more of something; the number is {1}.
std::string translated_count(std::size_t number, std::string_view one, std::string_view more);

template <class... Fillings>
requires(sizeof...(Fillings) > 0) std::string
    tr(std::string_view english, const Fillings&... fillings) {
    return filled(tr(english), {Filling(fillings)...});
}

// tr_count(3, "{1} key", "{1} keys"); further fillings are {2} and so on.
template <class... Fillings>
std::string tr_count(std::size_t number, std::string_view one, std::string_view more,
                     const Fillings&... fillings) {
    return filled(translated_count(number, one, more), {Filling(number), Filling(fillings)...});
}

}  // namespace ecsview

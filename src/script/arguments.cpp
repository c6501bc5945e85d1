// SPDX-License-Identifier: GPL-2.0-or-later
#include "script/arguments.h"

#include <charconv>
#include <utility>

#include "base/ascii.h"
#include "base/language.h"
#include "base/log.h"
#include "options/nearest.h"
#include "options/values.h"

namespace ecsview::script {
namespace {

// At one look.
bool can_be_seen(screen::ScreenState state) {
    return state != screen::ScreenState::unknown && state != screen::ScreenState::frozen;
}

}  // namespace

void refuse(std::string sentence) {
    throw Error(ExitCode::usage, std::move(sentence));
}

std::string shown(std::string_view word) {
    return log::printable(word, 40);
}

void refuse_word(std::string_view word, std::span<const std::string_view> words,
                 std::string_view perhaps, std::string_view otherwise) {
    const auto near = options::nearest(lower_case(word), words);
    refuse(near.empty() ? tr(otherwise, shown(word)) : tr(perhaps, shown(word), near));
}

Arguments::Arguments(std::string_view command, Words words)
    : command_(command), words_(std::move(words)) {}

std::string_view Arguments::bare() const {
    return more() && !quoted() ? std::string_view(words_[next_].text) : std::string_view{};
}

bool Arguments::take(std::string_view word) {
    const bool here = bare() == word;
    next_ += here ? 1 : 0;
    return here;
}

Word Arguments::next(std::string_view what) {
    if (!more()) refuse(tr("{1} needs {2}; write it in the same line.", command_, tr(what)));
    return std::move(words_[next_++]);
}

std::string Arguments::text(std::string_view what) {
    Word word = next(what);
    if (!word.quoted) refuse(tr("{1} takes a text in quotes; write {1} \"...\".", command_));
    return std::move(word.text);
}

Sight Arguments::sight() {
    if (take("state")) return state();
    if (take("region")) {
        std::string name = file();
        return Region{std::move(name), place()};
    }
    std::string text = this->text(tr_later("the text that is looked for, in quotes"));
    while (!text.empty() && text.back() == ' ') text.pop_back();
    if (text.empty()) refuse(tr("{1} looks for no letter; name some.", command_));
    return text;
}

screen::ScreenState Arguments::state() {
    const Word word = next(tr_later("a state, such as login"));
    const auto state = screen::screen_state_of(word.text);
    if (state && !word.quoted && can_be_seen(*state)) return *state;
    std::vector<std::string_view> names;
    for (const auto& row : screen::screen_states::table)
        if (can_be_seen(row.state)) names.push_back(row.name);
    refuse_word(
        word.text, names,
        tr_later("There is no state \"{1}\" that a script can look for; perhaps it is {2}."),
        tr_later("There is no state \"{1}\" that a script can look for; docs/use.md has them."));
}

std::string Arguments::file() {
    std::string name = next(tr_later("a file's name")).text;
    if (name.empty()) refuse(tr("A file's name is empty; name it."));
    return name;
}

screen::DesktopPoint Arguments::place() {
    constexpr auto words = tr_later("a place as two numbers, X and Y");
    const int x = number(words, 0, screen::max_side - 1);
    return {x, number(words, 0, screen::max_side - 1)};
}

Milliseconds Arguments::time(std::string_view what) {
    const Word word = next(what);
    const auto time = word.quoted ? std::nullopt : options::parse_duration(word.text);
    if (!time)
        refuse(tr("{1} takes {2}, and \"{3}\" is no time; write 500ms, 10s or 2m.", command_,
                  tr(what), shown(word.text)));
    return *time;
}

std::optional<Milliseconds> Arguments::patience() {
    return more() ? std::optional(time(tr_later("how long it may take"))) : std::nullopt;
}

int Arguments::number(std::string_view what, int least, int most) {
    const Word word = next(what);
    const char* end = word.text.data() + word.text.size();
    int number = -1;
    const auto [stop, error] = std::from_chars(word.text.data(), end, number);
    if (word.quoted || error != std::errc{} || stop != end || number < least || number > most)
        refuse(tr("{1} takes {2}, and \"{3}\" is none; write a number from {4} to {5}.", command_,
                  tr(what), shown(word.text), least, most));
    return number;
}

void Arguments::end() const {
    if (more())
        refuse(
            tr("{1} has words behind it that it does not take; begin another line, or a comment "
               "with #.",
               command_));
}

}  // namespace ecsview::script

// SPDX-License-Identifier: GPL-2.0-or-later
#include "script/parser.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <utility>

#include "base/ascii.h"
#include "base/language.h"
#include "base/log.h"
#include "options/nearest.h"
#include "options/values.h"
#include "script/line.h"
#include "ui/input/key_names.h"

namespace ecsview::script {
namespace {

// `sentence` is about the line, without its place, which parse() adds.
[[noreturn]] void refuse(std::string sentence) {
    throw Error(ExitCode::usage, std::move(sentence));
}

using Words = std::vector<Word>;

// As it stands in a sentence.
std::string shown(std::string_view word) {
    return log::printable(word, 40);
}

// Of a word, {1}, that there is not. `perhaps` is said where one is near, {2}.
[[noreturn]] void refuse_word(std::string_view word, std::span<const std::string_view> words,
                              std::string_view perhaps, std::string_view otherwise) {
    const auto near = options::nearest(lower_case(word), words);
    refuse(near.empty() ? tr(otherwise, shown(word)) : tr(perhaps, shown(word), near));
}

// The words behind the command's, one after the other.
class Arguments {
public:
    Arguments(std::string_view command, Words words)
        : command_(command), words_(std::move(words)), next_(1) {}

    bool more() const { return next_ < words_.size(); }
    bool quoted() const { return more() && words_[next_].quoted; }
    // The next one; empty: there is none, or it is in quotes.
    std::string_view bare() const {
        return more() && !quoted() ? std::string_view(words_[next_].text) : std::string_view{};
    }
    // The next one, if it is this word.
    bool take(std::string_view word) {
        const bool here = bare() == word;
        next_ += here ? 1 : 0;
        return here;
    }
    // `what`: a noun for a sentence, in English.
    Word next(std::string_view what) {
        if (!more()) refuse(tr("{1} needs {2}; write it in the same line.", command_, tr(what)));
        return std::move(words_[next_++]);
    }
    // What is not in quotes may be a password, so it is not repeated.
    std::string text(std::string_view what) {
        Word word = next(what);
        if (!word.quoted) refuse(tr("{1} takes a text in quotes; write {1} \"...\".", command_));
        return std::move(word.text);
    }
    // What is looked for on the screen, where a blank at the end of a line is not seen.
    Sight sight() {
        if (take("state")) return state();
        std::string text = this->text(tr_later("the text that is looked for, in quotes"));
        while (!text.empty() && text.back() == ' ') text.pop_back();
        if (text.empty()) refuse(tr("{1} looks for no letter; name some.", command_));
        return text;
    }
    screen::ScreenState state() {
        const Word word = next(tr_later("a state, such as login"));
        const auto state = screen::screen_state_of(word.text);
        if (state && !word.quoted && can_be_seen(*state)) return *state;
        std::vector<std::string_view> names;
        for (const auto& row : screen::screen_states::table)
            if (can_be_seen(row.state)) names.push_back(row.name);
        refuse_word(
            word.text, names,
            tr_later("There is no state \"{1}\" that a script can look for; perhaps it is {2}."),
            tr_later(
                "There is no state \"{1}\" that a script can look for; docs/use.md has them."));
    }
    std::string file() {
        std::string name = next(tr_later("a file's name")).text;
        if (name.empty()) refuse(tr("A file's name is empty; name it."));
        return name;
    }
    Milliseconds time(std::string_view what) {
        const Word word = next(what);
        const auto time = word.quoted ? std::nullopt : options::parse_duration(word.text);
        if (!time)
            refuse(tr("{1} takes {2}, and \"{3}\" is no time; write 500ms, 10s or 2m.", command_,
                      tr(what), shown(word.text)));
        return *time;
    }
    std::optional<Milliseconds> patience() {
        return more() ? std::optional(time(tr_later("how long it may take"))) : std::nullopt;
    }
    int number(std::string_view what, int most) {
        const Word word = next(what);
        const char* end = word.text.data() + word.text.size();
        int number = -1;
        const auto [stop, error] = std::from_chars(word.text.data(), end, number);
        if (word.quoted || error != std::errc{} || stop != end || number < 0 || number > most)
            refuse(tr("{1} takes {2}, and \"{3}\" is none; write a number from 0 to {4}.", command_,
                      tr(what), shown(word.text), most));
        return number;
    }
    void end() const {
        if (more())
            refuse(
                tr("{1} has words behind it that it does not take; begin another line, or a "
                   "comment with #.",
                   command_));
    }

private:
    // At one look.
    static bool can_be_seen(screen::ScreenState state) {
        return state != screen::ScreenState::unknown && state != screen::ScreenState::frozen;
    }

    std::string_view command_;
    Words words_;
    std::size_t next_;
};

// ---- one command each ---------------------------------------------------------------------------

using Steps = std::vector<Action>;

Steps one(Action action) {
    Steps steps;
    steps.push_back(std::move(action));
    return steps;
}

Steps read_wait(Arguments& words) {
    if (words.quoted() || words.bare() == "state") {
        Sight sight = words.sight();
        return one(WaitSight{std::move(sight), words.patience()});
    }
    if (!words.take("quiet")) {
        const Word other =
            words.next(tr_later("a text in quotes, or quiet and a time, or state and its name"));
        constexpr std::string_view known[] = {"quiet", "state"};
        refuse_word(other.text, known,
                    tr_later("wait takes a text in quotes, or quiet, or state, and not \"{1}\"; "
                             "perhaps it is {2}."),
                    tr_later("wait takes a text in quotes, or quiet, or state, and not \"{1}\"; "
                             "write wait \"login:\" or wait quiet 2s."));
    }
    const auto quiet = words.time(tr_later("how long nothing may change"));
    const auto patience = words.patience();
    if (patience && *patience < quiet)
        refuse(tr("It is to be quiet for longer than it may take; give the longer time behind."));
    return one(WaitQuiet{quiet, patience});
}

Steps read_type(Arguments& words) {
    const bool echo = !words.take("no-echo");
    constexpr std::string_view known[] = {"no-echo"};
    if (echo && !options::nearest(words.bare(), known).empty())
        refuse(tr("type has a word that it does not know before its text; perhaps it is no-echo."));
    Secret text(words.text(tr_later("a text in quotes")));
    if (text.empty()) refuse(tr("The text is empty; name what is to be typed."));
    return one(Type{std::move(text), echo});
}

// The name that the first part that is none may have meant; empty: no one is near.
std::string_view meant_key(std::string_view chord) {
    const auto known = ui::names_in_chords();
    std::string_view rest = chord;
    while (!rest.empty()) {
        const auto part = next_part(rest, '+');
        if (std::ranges::count(known, part) == 0 && part.size() > 1)
            return options::nearest(part, known);
    }
    return {};
}

// `why`: a clause, as parse_own_chord() gives it.
[[noreturn]] void refuse_chord(std::string_view chord, const std::string& why) {
    const auto near = meant_key(lower_case(chord));
    refuse(near.empty() ? tr("\"{1}\" {2}; write for example ctrl+alt+f2.", shown(chord), why)
                        : tr("\"{1}\" {2}; perhaps it is {3}.", shown(chord), why, near));
}

Steps read_press(Arguments& words) {
    Steps steps;
    do {
        const Word word = words.next(tr_later("a key, such as enter or ctrl+alt+f2"));
        const auto chord = ui::parse_own_chord(word.text);
        if (!chord) refuse_chord(word.text, chord.failure());
        steps.push_back(Press{chord->keys});
    } while (words.more());
    return steps;
}

screen::DesktopPoint read_place(Arguments& words) {
    constexpr auto place = tr_later("a place as two numbers, X and Y");
    const int x = words.number(place, screen::max_side - 1);
    return {x, words.number(place, screen::max_side - 1)};
}

Steps read_move(Arguments& words) {
    return one(Move{read_place(words)});
}

Steps read_click(Arguments& words) {
    constexpr std::string_view buttons[] = {"left", "middle", "right"};
    const auto at = read_place(words);
    if (!words.more()) return one(Click{at});
    const Word word = words.next(tr_later("a button"));
    const auto* found = std::ranges::find(buttons, word.text);
    if (found == std::end(buttons))
        refuse_word(word.text, buttons, tr_later("There is no button \"{1}\"; perhaps it is {2}."),
                    tr_later("There is no button \"{1}\"; it is left, middle or right."));
    return one(Click{at, static_cast<rfb::ButtonMask>(1u << (found - buttons))});
}

Steps read_shot(Arguments& words) {
    std::string file = words.file();
    if (file == "-") refuse(tr("A script's shot goes to a file; name it, such as now.png."));
    return one(TakeShot{std::move(file)});
}

// Which codes a script has for itself: those of the table in base/error.h mean what they mean
// there.
Steps read_exit(Arguments& words) {
    constexpr int first = 20, last = 125;
    if (!words.more()) return one(Exit{});
    const int code = words.number(tr_later("a code"), last);
    if (code > 1 && code < first)
        refuse(tr(
            "exit {1} would look like one of ecsview's own codes; take 0, 1 or one from 20 to 125.",
            code));
    return one(Exit{code});
}

struct Command {
    std::string_view name;
    Steps (*read)(Arguments&);  // null: the parser itself does it
};
constexpr Command commands[] = {
    {"wait", read_wait},
    {"type", read_type},
    {"press", read_press},
    {"click", read_click},
    {"move", read_move},
    {"shot", read_shot},
    {"text", [](Arguments& words) { return one(ReadText{words.file()}); }},
    {"expect", [](Arguments& words) { return one(Expect{words.sight()}); }},
    {"if", [](Arguments& words) { return one(If{words.sight()}); }},
    {"else", nullptr},
    {"end", nullptr},
    {"sleep", [](Arguments& words) { return one(Sleep{words.time(tr_later("a time"))}); }},
    {"say", [](Arguments& words) { return one(Say{words.text(tr_later("a text in quotes"))}); }},
    {"timeout", [](Arguments& words) { return one(Timeout{words.time(tr_later("a time"))}); }},
    {"exit", read_exit},
};

const Command& command_of(const Word& word) {
    const auto* found = std::ranges::find(commands, word.text, &Command::name);
    if (found != std::end(commands) && !word.quoted) return *found;
    if (word.quoted) refuse(tr("A line begins with a command, not with a text; name one."));
    std::vector<std::string_view> names;
    for (const auto& command : commands) names.push_back(command.name);
    refuse_word(word.text, names, tr_later("There is no command \"{1}\"; perhaps it is {2}."),
                tr_later("There is no command \"{1}\"; docs/use.md and the man page have them."));
}

// ---- all lines ----------------------------------------------------------------------------------

class Parser {
public:
    explicit Parser(Script& script) : steps_(script.steps) {}

    void read(std::string_view line, int number) {
        auto words = words_of_line(line);
        if (!words) refuse(words.failure());
        if (words->empty()) return;
        const auto& command = command_of(words->front());
        Arguments arguments(command.name, std::move(*words));
        if (command.read != nullptr) {
            for (auto& action : command.read(arguments)) add(number, command, std::move(action));
        } else {
            command.name == "else" ? turn(number, command) : close();
        }
        arguments.end();
        if (command.name == "if") open(number);
    }

    // The line of an `if` without its end; nothing: there is none.
    std::optional<int> unclosed() const {
        return open_.empty() ? std::nullopt : std::optional(open_.back().line);
    }

private:
    struct Open {
        int line;
        std::size_t from;  // the step that is to know where this part ends
        bool turned = false;
    };

    void add(int line, const Command& command, Action action) {
        steps_.push_back({line, command.name, std::move(action)});
    }

    void open(int line) {
        if (open_.size() == most_open_ifs)
            refuse(
                tr("More than {1} ifs are open; end some, or make a script of its own of a part.",
                   most_open_ifs));
        open_.push_back({line, steps_.size() - 1});
    }

    void turn(int line, const Command& command) {
        if (open_.empty() || open_.back().turned)
            refuse(open_.empty() ? tr("There is an else without its if; take it out.")
                                 : tr("There is a second else; take it out, or end the first if."));
        add(line, command, Jump{});
        end_part();
        open_.back().from = steps_.size() - 1;
        open_.back().turned = true;
    }

    void close() {
        if (open_.empty()) refuse(tr("There is an end without its if; take it out."));
        end_part();
        open_.pop_back();
    }

    void end_part() {
        Action& from = steps_[open_.back().from].action;
        if (auto* begin = std::get_if<If>(&from))
            begin->otherwise = steps_.size();
        else
            std::get<Jump>(from).to = steps_.size();
    }

    std::vector<Step>& steps_;
    std::vector<Open> open_;
};

std::string_view next_line(std::string_view& rest) {
    const auto end = rest.find('\n');
    auto line = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

}  // namespace

Result<Script> parse(std::string_view text, std::string name) {
    constexpr std::string_view mark = "\xef\xbb\xbf";  // some editors begin a file so
    if (text.starts_with(mark)) text.remove_prefix(mark.size());
    Script script{std::move(name), {}};
    Parser parser(script);
    int number = 0;
    const auto at = [&](int line, const std::string& sentence) {
        return Failure{ExitCode::usage, script.place(line) + sentence};
    };
    try {
        while (!text.empty()) parser.read(next_line(text), ++number);
    } catch (const Error& error) {
        return at(number, error.failure().sentence);
    }
    if (const auto line = parser.unclosed())
        return at(*line, tr("There is no end to this if; write end in a line of its own."));
    if (script.steps.empty())
        return at(std::max(number, 1), tr("There is no command; write some."));
    return script;
}

}  // namespace ecsview::script

// SPDX-License-Identifier: GPL-2.0-or-later
#include "script/parser.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <utility>

#include "base/ascii.h"
#include "base/log.h"
#include "options/nearest.h"
#include "options/values.h"
#include "script/line.h"
#include "ui/input/key_names.h"

namespace ecsview::script {
namespace {

// `sentence` is about the line, without its place and its full stop; parse() adds them.
[[noreturn]] void refuse(std::string sentence) {
    throw Error(ExitCode::usage, std::move(sentence));
}

using Words = std::vector<Word>;

std::string quote(std::string_view word) {
    return "\"" + log::printable(word, 40) + "\"";
}

std::string perhaps(std::string_view word, std::span<const std::string_view> words,
                    const std::string& otherwise) {
    const auto near = options::nearest(lower_case(word), words);
    return near.empty() ? "; " + otherwise : "; perhaps it is " + std::string(near);
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
    Word next(const char* what) {
        if (!more())
            refuse(std::string(command_) + " needs " + what + "; write it in the same line");
        return std::move(words_[next_++]);
    }
    // What is not in quotes may be a password, so it is not repeated.
    std::string text(const char* what) {
        Word word = next(what);
        if (!word.quoted)
            refuse(std::string(command_) + " takes a text in quotes; write " +
                   std::string(command_) + " \"...\"");
        return std::move(word.text);
    }
    // What is looked for on the screen, where a blank at the end of a line is not seen.
    Sight sight() {
        if (take("state")) return state();
        std::string text = this->text("the text that is looked for, in quotes");
        while (!text.empty() && text.back() == ' ') text.pop_back();
        if (text.empty()) refuse(std::string(command_) + " looks for no letter; name some");
        return text;
    }
    screen::ScreenState state() {
        const Word word = next("a state, such as login");
        const auto state = screen::screen_state_of(word.text);
        if (state && !word.quoted && can_be_seen(*state)) return *state;
        std::vector<std::string_view> names;
        for (const auto& row : screen::screen_states::table)
            if (can_be_seen(row.state)) names.push_back(row.name);
        refuse("There is no state " + quote(word.text) + " that a script can look for" +
               perhaps(word.text, names, "docs/use.md has them"));
    }
    std::string file() {
        std::string name = next("a file's name").text;
        if (name.empty()) refuse("A file's name is empty; name it");
        return name;
    }
    Milliseconds time(const char* what) {
        const Word word = next(what);
        const auto time = word.quoted ? std::nullopt : options::parse_duration(word.text);
        if (!time)
            refuse(std::string(command_) + " takes " + what + ", and " + quote(word.text) +
                   " is no time; write 500ms, 10s or 2m");
        return *time;
    }
    std::optional<Milliseconds> patience() {
        return more() ? std::optional(time("how long it may take")) : std::nullopt;
    }
    int number(const char* what, int most) {
        const Word word = next(what);
        const char* end = word.text.data() + word.text.size();
        int number = -1;
        const auto [stop, error] = std::from_chars(word.text.data(), end, number);
        if (word.quoted || error != std::errc{} || stop != end || number < 0 || number > most)
            refuse(std::string(command_) + " takes " + what + ", and " + quote(word.text) +
                   " is none; write a number from 0 to " + std::to_string(most));
        return number;
    }
    void end() const {
        if (more())
            refuse(std::string(command_) +
                   " has words behind it that it does not take; begin another line, or a "
                   "comment with #");
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
            words.next("a text in quotes, or quiet and a time, or state and its name");
        constexpr std::string_view known[] = {"quiet", "state"};
        refuse("wait takes a text in quotes, or quiet, or state, and not " + quote(other.text) +
               perhaps(other.text, known, "write wait \"login:\" or wait quiet 2s"));
    }
    const auto quiet = words.time("how long nothing may change");
    const auto patience = words.patience();
    if (patience && *patience < quiet)
        refuse("It is to be quiet for longer than it may take; give the longer time behind");
    return one(WaitQuiet{quiet, patience});
}

Steps read_type(Arguments& words) {
    const bool echo = !words.take("no-echo");
    constexpr std::string_view known[] = {"no-echo"};
    if (echo && !options::nearest(words.bare(), known).empty())
        refuse("type has a word that it does not know before its text; perhaps it is no-echo");
    Secret text(words.text("a text in quotes"));
    if (text.empty()) refuse("The text is empty; name what is to be typed");
    return one(Type{std::move(text), echo});
}

std::string meant_key(std::string_view chord) {
    auto known = ui::names_in_chords();
    std::string_view rest = chord;
    while (!rest.empty()) {
        const auto part = next_part(rest, '+');
        if (std::ranges::count(known, part) == 0 && part.size() > 1)
            return perhaps(part, known, "write for example ctrl+alt+f2");
    }
    return "; write for example ctrl+alt+f2";
}

Steps read_press(Arguments& words) {
    Steps steps;
    do {
        const Word word = words.next("a key, such as enter or ctrl+alt+f2");
        const auto chord = ui::parse_own_chord(word.text);
        if (!chord)
            refuse(quote(word.text) + " " + chord.failure() + meant_key(lower_case(word.text)));
        steps.push_back(Press{chord->keys});
    } while (words.more());
    return steps;
}

screen::DesktopPoint read_place(Arguments& words) {
    const int x = words.number("a place as two numbers, X and Y", screen::max_side - 1);
    return {x, words.number("a place as two numbers, X and Y", screen::max_side - 1)};
}

Steps read_move(Arguments& words) {
    return one(Move{read_place(words)});
}

Steps read_click(Arguments& words) {
    constexpr std::string_view buttons[] = {"left", "middle", "right"};
    const auto at = read_place(words);
    if (!words.more()) return one(Click{at});
    const Word word = words.next("a button");
    const auto* found = std::ranges::find(buttons, word.text);
    if (found == std::end(buttons))
        refuse("There is no button " + quote(word.text) +
               perhaps(word.text, buttons, "it is left, middle or right"));
    return one(Click{at, static_cast<rfb::ButtonMask>(1u << (found - buttons))});
}

Steps read_shot(Arguments& words) {
    std::string file = words.file();
    if (file == "-") refuse("A script's shot goes to a file; name it, such as now.png");
    return one(TakeShot{std::move(file)});
}

// Which codes a script has for itself: those of the table in base/error.h mean what they mean
// there.
Steps read_exit(Arguments& words) {
    constexpr int first = 20, last = 125;
    if (!words.more()) return one(Exit{});
    const int code = words.number("a code", last);
    if (code > 1 && code < first)
        refuse("exit " + std::to_string(code) +
               " would look like one of ecsview's own codes; take 0, 1 or one from 20 to 125");
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
    {"sleep", [](Arguments& words) { return one(Sleep{words.time("a time")}); }},
    {"say", [](Arguments& words) { return one(Say{words.text("a text in quotes")}); }},
    {"timeout", [](Arguments& words) { return one(Timeout{words.time("a time")}); }},
    {"exit", read_exit},
};

const Command& command_of(const Word& word) {
    const auto* found = std::ranges::find(commands, word.text, &Command::name);
    if (found != std::end(commands) && !word.quoted) return *found;
    if (word.quoted) refuse("A line begins with a command, not with a text; name one");
    std::vector<std::string_view> names;
    for (const auto& command : commands) names.push_back(command.name);
    refuse("There is no command " + quote(word.text) +
           perhaps(word.text, names, "docs/use.md and the man page have them"));
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
            refuse("More than " + std::to_string(most_open_ifs) +
                   " ifs are open; end some, or make a script of its own of a part");
        open_.push_back({line, steps_.size() - 1});
    }

    void turn(int line, const Command& command) {
        if (open_.empty() || open_.back().turned)
            refuse(open_.empty() ? "There is an else without its if; take it out"
                                 : "There is a second else; take it out, or end the first if");
        add(line, command, Jump{});
        end_part();
        open_.back().from = steps_.size() - 1;
        open_.back().turned = true;
    }

    void close() {
        if (open_.empty()) refuse("There is an end without its if; take it out");
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
        return Failure{ExitCode::usage, script.place(line) + sentence + "."};
    };
    try {
        while (!text.empty()) parser.read(next_line(text), ++number);
    } catch (const Error& error) {
        return at(number, error.failure().sentence);
    }
    if (const auto line = parser.unclosed())
        return at(*line, "There is no end to this if; write end in a line of its own");
    if (script.steps.empty()) return at(std::max(number, 1), "There is no command; write some");
    return script;
}

}  // namespace ecsview::script

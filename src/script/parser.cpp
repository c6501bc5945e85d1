// SPDX-License-Identifier: GPL-2.0-or-later
#include "script/parser.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/ascii.h"
#include "base/language.h"
#include "base/log.h"
#include "options/nearest.h"
#include "script/arguments.h"
#include "ui/input/key_names.h"

namespace ecsview::script {
namespace {

// ---- one command each ---------------------------------------------------------------------------

using Steps = std::vector<Action>;

Steps one(Action action) {
    Steps steps;
    steps.push_back(std::move(action));
    return steps;
}

Steps read_wait(Arguments& words) {
    if (words.quoted() || words.bare() == "state" || words.bare() == "region") {
        Sight sight = words.sight();
        return one(WaitSight{std::move(sight), words.patience()});
    }
    if (!words.take("quiet")) {
        const Word other =
            words.next(tr_later("a text in quotes, or quiet and a time, or state and its name, or "
                                "region and its picture"));
        constexpr std::string_view known[] = {"quiet", "state", "region"};
        refuse_word(
            other.text, known,
            tr_later("wait takes a text in quotes, or quiet, state or region, and not \"{1}\"; "
                     "perhaps it is {2}."),
            tr_later("wait takes a text in quotes, or quiet, state or region, and not \"{1}\"; "
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

Steps read_move(Arguments& words) {
    return one(Move{words.place()});
}

Steps read_click(Arguments& words) {
    constexpr std::string_view buttons[] = {"left", "middle", "right"};
    const auto at = words.place();
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
    if (!words.more()) return one(TakeShot{std::move(file), {}});
    constexpr auto side = tr_later("a place and a size as four numbers, X, Y, width and height");
    const auto at = words.place();
    const int width = words.number(side, 1, screen::max_side);
    const int height = words.number(side, 1, screen::max_side);
    return one(TakeShot{std::move(file), screen::DesktopRect{at.x, at.y, width, height}});
}

// Which codes a script has for itself: those of the table in base/error.h mean what they mean
// there.
Steps read_exit(Arguments& words) {
    constexpr int first = 20, last = 125;
    if (!words.more()) return one(Exit{});
    const int code = words.number(tr_later("a code"), 0, last);
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
        shown_ = shown(line, *words);
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
        steps_.push_back({line, command.name, std::move(action), shown_.copy()});
    }

    static Secret shown(std::string_view line, const std::vector<Word>& words) {
        constexpr std::size_t most = 200;
        if (words.size() > 1 && words[0].text == "type" && !words[1].quoted)
            return Secret(words[0].text + " " + words[1].text + " \"…\"");
        line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
        return Secret(log::printable(line, most));
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
    Secret shown_;  // of the line that is read
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
    Script script{std::move(name), {}, {}};
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

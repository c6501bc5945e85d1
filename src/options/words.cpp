// SPDX-License-Identifier: GPL-2.0-or-later
#include "options/words.h"

#include <algorithm>
#include <set>
#include <vector>

#include "base/language.h"
#include "base/log.h"
#include "base/secret.h"
#include "options/help.h"
#include "options/nearest.h"

namespace ecsview::options {
namespace {

// Goes once through the words. An option may stand anywhere before "--", and the first argument
// that is a command's name is the command; so each option is known before it is said whose it is.
class Sorter {
public:
    Sorter(int argc, char** argv) : next_(argv + (argc > 0 ? 1 : 0)), end_(argv + argc) {
        arguments_.reserve(static_cast<std::size_t>(argc));  // no copy of a secret is left behind
    }
    ~Sorter() {
        for (auto& argument : arguments_) wipe(argument);
    }

    std::optional<Finished> sort(Words& words) {
        while (next_ != end_) take(*next_++);
        if (given("--version")) return Finished{ExitCode::done, version_text, false};
        if (given("--help")) return Finished{ExitCode::done, help_text(command_), false};
        if (!stranger_.empty()) refuse(tr("There is no option {1}", log::printable(stranger_, 40)));
        check_options();
        check_arguments();
        hand_over(words);
        return std::nullopt;
    }

private:
    bool given(std::string_view name) const { return values_.contains(find_option(name)); }

    void take(std::string_view word) {
        if (only_arguments_ || word.size() < 2 || word.front() != '-') return take_argument(word);
        if (word == "--") {
            only_arguments_ = true;
            named_ = arguments_.empty();
        } else if (word.starts_with("--")) {
            take_option(word);
        } else if (word.starts_with("-h")) {
            values_[find_option("--help")].text = "true";
        } else {
            remember_stranger(word.substr(0, 2));  // what follows may be its value
        }
    }

    void take_argument(std::string_view word) {
        const auto* command = only_arguments_ || command_ != nullptr ? nullptr : find_command(word);
        if (command == nullptr) {
            arguments_.emplace_back(word);
            return;
        }
        command_ = command;
        early_arguments_ = arguments_.size();
        once_.clear();  // what stands behind the command's name may give another value
    }

    void take_option(std::string_view word) {
        const auto sign = word.find('=');
        const auto name = word.substr(0, sign);
        if (sign == word.size() - 1) refuse(tr("{1} needs a value", log::printable(name, 40)));
        const auto* option = find_option(name);
        if (option == nullptr) return remember_stranger(name);
        const bool has_value = sign != std::string_view::npos;
        if (option->argument == nullptr) {
            if (has_value) refuse(tr("{1} takes no value", name));
            values_[option].text = "true";
            return;
        }
        const bool first = once_.insert(option).second;
        if ((!first && !option->repeats) || (!has_value && next_ == end_))
            refuse(option->repeats ? tr("{1} needs a value each time", name)
                                   : tr("{1} needs one value, and is given once", name));
        const std::string_view text =
            has_value ? word.substr(sign + 1) : std::string_view(*next_++);
        if (first)
            values_[option] = {std::string(text), ""};
        else
            values_[option].further.emplace_back(text);
    }

    void remember_stranger(std::string_view name) {
        if (stranger_.empty()) stranger_ = name;
    }

    const CommandRow& command() const {
        return command_ == nullptr ? row_of(Command::window) : *command_;
    }

    void check_options() const {
        for (const auto& [option, value] : values_) {
            if ((option->commands & bit(command().command)) == 0)
                refuse(command().word == nullptr
                           ? tr("the window does not use {1}", option->name)
                           : tr("{1} does not use {2}", command().word, option->name));
            // "--region --fullscreen": the next option taken for the value.
            const auto lacks_value = [](std::string_view text) {
                return text.empty() || text.starts_with("--");
            };
            if (option->argument != nullptr &&
                (lacks_value(value.text) || std::ranges::any_of(value.further, lacks_value)))
                refuse(tr("{1} needs a value", option->name));
        }
    }

    // An argument too many is not repeated: it may be a VncUrl.
    void check_arguments() const {
        if (early_arguments_ > 0)
            refuse(tr("There are more arguments than one TARGET and one FILE, or one before {1}",
                      command().word));
        // The window's are counted with those of --wall.
        const bool too_many = arguments_.size() > command().arguments;
        if (too_many && command().offline)
            refuse(tr("There are more arguments than {1} takes", command().word));
        if (too_many && command().command != Command::window)
            refuse(
                tr("There are more arguments than one TARGET (and, for shot and run, one FILE)"));
        check_command();
        // What a script's empty variable makes of a TARGET is none that somebody left out.
        const bool empty = command().command == Command::window &&
                           std::ranges::any_of(arguments_, &std::string::empty);
        if (lacks(0) && command().offline)
            refuse(tr("FILE is missing: a recording, such as --record makes"));
        if (lacks(0) || empty)
            refuse(tr("TARGET is missing: give an instance ID (i-...), a VncUrl or vnc://host"));
        if (!lacks(1)) return;
        if (command().offline) refuse(tr("OUT.mkv is missing after FILE: where the video goes"));
        refuse(
            command().command == Command::shot
                ? tr("FILE.png is missing after TARGET; it may be - for standard output")
                : tr("FILE is missing after TARGET: the script; it may be - for standard input"));
    }

    // The first of several words may be a command that somebody has mistyped.
    void check_command() const {
        if (command_ != nullptr || arguments_.size() < 2 || named_) return;
        std::vector<std::string_view> known;
        for (const auto& row : commands())
            if (row.word != nullptr) known.emplace_back(row.word);
        const auto near = nearest(arguments_[0], known);
        if (near.empty()) return;
        const auto& told = arguments_[0];
        refuse(
            tr("There is no command {1} ({2} is one); if it is the name of an instance, put -- "
               "before it",
               log::printable(told, 40), near));
    }

    bool lacks(std::size_t argument) const {
        if (command().optional || argument >= command().arguments) return false;
        return argument >= arguments_.size() || arguments_[argument].empty();
    }

    void hand_over(Words& words) {
        words.command = command().command;
        words.values = std::move(values_);
        if (!arguments_.empty()) words.target = std::move(arguments_[0]);
        if (words.command == Command::window)
            for (std::size_t i = 1; i < arguments_.size(); ++i)
                words.further.push_back(std::move(arguments_[i]));
        else if (arguments_.size() > 1)
            words.file = std::move(arguments_[1]);
    }

    char** next_;
    char** end_;
    Values values_;
    std::set<const Option*> once_;  // options with a value, so far on this side of the command
    std::string stranger_;          // the first option that there is not
    const CommandRow* command_ = nullptr;
    std::vector<std::string> arguments_;
    std::size_t early_arguments_ = 0;  // before the command's name
    bool only_arguments_ = false;      // behind "--"
    bool named_ = false;               // the first one is there, so it is no command
};

}  // namespace

void refuse(std::string sentence) {
    throw Error(ExitCode::usage, std::move(sentence));
}

Words::~Words() {
    wipe(target);
    for (auto& word : further) wipe(word);
}

std::optional<Finished> sort_words(int argc, char** argv, Words& words) {
    return Sorter(argc, argv).sort(words);
}

}  // namespace ecsview::options

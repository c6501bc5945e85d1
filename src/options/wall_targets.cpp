// SPDX-License-Identifier: GPL-2.0-or-later
#include "options/wall_targets.h"

#include <cstring>
#include <set>

#include "base/ascii.h"
#include "base/input.h"
#include "base/language.h"
#include "base/log.h"

namespace ecsview::options {
namespace {

constexpr std::size_t max_file = std::size_t{64} * 1024;

// What makes one file, or one answer, for one console.
constexpr const char* for_one_console[] = {
    "--record", "--recordings", "--save-losses", "--on-state", "--metrics", "--stats", "--os"};

class Targets {
public:
    // `where`: in front of the sentence about what is wrong with it.
    void add(std::string_view text, const std::string& where) {
        if (text == "-") refuse(where + tr("TARGET - is for one console alone"));
        auto target = parse_target(text);
        if (!target) refuse(where + target.failure().sentence);
        const auto* id = std::get_if<InstanceId>(&*target);
        if (id && !instances_.insert(id->text).second)
            refuse(where + tr("{1} is named twice; a console has one viewer at a time", id->text));
        found_.push_back(std::move(*target));
        if (found_.size() > row_of(Command::window).arguments)
            refuse(where + tr("there are more TARGETs than one window shows: {1}",
                              row_of(Command::window).arguments));
    }
    std::vector<Target> take() { return std::move(found_); }

private:
    std::vector<Target> found_;
    std::set<std::string> instances_;
};

void add_file(const std::string& path, Targets& targets) {
    Secret content;
    const auto name = log::printable(path, 200);
    if (const int error = read_file(path, max_file, {}, content))
        refuse(tr("The file of --wall, {1}, could not be read ({2})", name, std::strerror(error)));
    std::string_view rest = content.reveal();
    for (int line = 1; !rest.empty(); ++line) {
        const auto text = trimmed(next_part(rest, '\n'));
        if (!text.empty() && text.front() != '#')
            targets.add(text, name + ":" + std::to_string(line) + ": ");
    }
}

}  // namespace

bool wants_wall(const Words& words, const Options& options) {
    return words.command == Command::window && (options.wall_file || !words.further.empty());
}

std::vector<Target> wall_targets(const Words& words, const Options& options) {
    for (const char* name : for_one_console)
        if (words.values.contains(find_option(name)))
            refuse(tr("{1} is for one console, and here are several", name));
    Targets targets;
    if (!words.target.empty()) targets.add(words.target, "");
    for (const auto& text : words.further) targets.add(text, "");
    if (options.wall_file) add_file(*options.wall_file, targets);
    auto found = targets.take();
    if (found.empty()) refuse(tr("The file of --wall has no line with a TARGET"));
    return found;
}

}  // namespace ecsview::options

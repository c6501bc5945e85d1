// SPDX-License-Identifier: GPL-2.0-or-later
#include "script_order.h"

#include <string.h>

#include <algorithm>
#include <cerrno>

#include "base/input.h"
#include "base/language.h"
#include "base/log.h"
#include "script/parser.h"

namespace ecsview {
namespace {

Failure unreadable(const std::string& place, int error) {
    if (error == ECANCELED) return {ExitCode::done, tr("Nothing was done.")};
    if (error == EFBIG)
        return {ExitCode::usage,
                tr("The script of {1} is longer than 256 KiB; make several of it.", place)};
    return {ExitCode::usage, tr("The script could not be read from {1} ({2}); check its name.",
                                place, strerror(error))};
}

constexpr std::size_t most_picture_bytes = std::size_t{64} << 20;

Result<screen::StillPicture, std::string> picture_in(const std::string& file,
                                                     const std::stop_token& cancel) {
    Secret bytes;
    const int error = read_file(file, most_picture_bytes, cancel, bytes);
    if (error != 0) return tr("it cannot be read ({1})", strerror(error));
    return screen::read_png(bytes.reveal());
}

// The pictures of all regions that it looks for.
std::optional<Failure> read_pictures(script::Script& script, const std::stop_token& cancel) {
    for (const auto& step : script.steps) {
        const auto* sight = script::sight_of(step.action);
        const auto* region = sight ? std::get_if<script::Region>(sight) : nullptr;
        if (!region || script.pictures.contains(region->file)) continue;
        auto picture = picture_in(region->file, cancel);
        if (!picture)
            return Failure{
                ExitCode::usage,
                script.place(step.line) + tr("The picture {1} cannot be used: {2}; check the file.",
                                             log::printable(region->file), picture.failure())};
        script.pictures.emplace(region->file, std::move(*picture));
    }
    return std::nullopt;
}

}  // namespace

Result<script::Script> script_order(const options::Options& options,
                                    const std::stop_token& cancel) {
    const auto& file = options.script_file;
    const std::string place = file == "-" ? tr("standard input") : log::printable(file);
    Secret text;
    const int error = read_file(file, script::max_script_bytes, cancel, text);
    if (error != 0) return unreadable(place, error);
    auto script = script::parse(text.reveal(), place);
    if (!script) return script;
    if (auto failure = read_pictures(*script, cancel)) return *std::move(failure);
    if (!options.view_only) return script;
    const auto input = std::ranges::find_if(
        script->steps, [](const script::Step& step) { return script::is_input(step.action); });
    if (input == script->steps.end()) return script;
    return Failure{ExitCode::usage,
                   script->place(input->line) +
                       tr("Nothing was done: --view-only, or ViewOnly in the address, forbids {1}.",
                          input->command)};
}

}  // namespace ecsview

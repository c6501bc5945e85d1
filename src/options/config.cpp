// SPDX-License-Identifier: GPL-2.0-or-later
#include "options/config.h"

#include "base/environment.h"
#include "base/language.h"
#include "base/log.h"

namespace ecsview::options {
namespace {

// What is there already is stronger.
void add(Values& values, const Values& weaker, Command command) {
    for (const auto& [option, value] : weaker)
        if ((option->commands & bit(command)) != 0) values.emplace(option, value);
}

}  // namespace

Places usual_places() {
    Places places{"", "/etc/ecsview/config.toml"};
    const auto config = environment("XDG_CONFIG_HOME");
    const auto home = environment("HOME");
    // The XDG specification: a path that is not absolute counts as unset.
    if (config && config->starts_with('/')) {
        places.user = *config + "/ecsview/config.toml";
    } else if (home && home->starts_with('/')) {
        places.user = *home + "/.config/ecsview/config.toml";
    }
    return places;
}

Config Config::read(const std::optional<std::string>& told, const Places& places) {
    Config config;
    if (told) {
        auto file = load_config(*told);
        if (!file) refuse(tr("There is no file (--config) {1}", log::printable(*told)));
        config.files_.push_back(std::move(*file));
        return config;
    }
    for (const auto& name : {places.user, places.machine})
        if (auto file = name.empty() ? std::nullopt : load_config(name))
            config.files_.push_back(std::move(*file));
    return config;
}

Values Config::values(const Words& words, const std::string* console) const {
    Values values = words.values;
    for (const auto& file : files_) {
        if (console == nullptr) break;
        if (const auto section = file.consoles.find(*console); section != file.consoles.end())
            add(values, section->second, words.command);
    }
    for (const auto& file : files_) add(values, file.general, words.command);
    return values;
}

}  // namespace ecsview::options

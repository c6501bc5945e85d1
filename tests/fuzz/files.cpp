// SPDX-License-Identifier: GPL-2.0-or-later
// What a person's files may have: the profiles of the platform's tool, the older SDKs' credentials,
// our own configuration, and the command line that a profile names.
#include <optional>

#include "ecs/credentials/cli_profile.h"
#include "ecs/credentials/external_command.h"
#include "ecs/credentials/fields.h"
#include "ecs/credentials/ini_file.h"
#include "ecs/credentials/uri.h"
#include "entry.h"
#include "options/config_file.h"

using namespace ecsview;

namespace {

void read_config(std::string_view text) {
    try {
        options::parse_config(text, "file");
    } catch (const Error& wrong) {
        fuzz::require(std::string_view(wrong.what()).find('\n') == std::string_view::npos,
                      "a sentence of two lines");
    }
}

}  // namespace

FUZZ_TARGET("files") {
    const auto [which, text] = fuzz::choice(data, size);
    const ecs::Environment environment;
    const std::chrono::system_clock::time_point now{std::chrono::seconds(1'767'225'600)};
    switch (which % 8) {
        case 0: ecs::cli_profile(text, "", environment, now); break;
        case 1: ecs::cli_profile(text, "work", environment, now); break;
        case 2: ecs::cli_profile_region(text, ""); break;
        case 3: ecs::ini_section(text, "", environment); break;
        case 4: ecs::split_words(text); break;
        case 5: (void)ecs::credentials_uri(text); break;
        case 6: ecs::json_list(text, "profiles"); break;
        default: read_config(text);
    }
    return 0;
}

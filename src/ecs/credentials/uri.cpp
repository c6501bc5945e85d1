// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/credentials/uri.h"

#include <algorithm>

namespace ecsview::ecs {

Result<Recipe> credentials_uri(std::string_view url) {
    const Failure refused{ExitCode::credentials,
                          "the address is not https://HOST... or, on this machine, "
                          "http://localhost..."};
    const auto mark = url.find("://");
    if (mark == std::string_view::npos) return refused;
    const bool visible =
        std::all_of(url.begin(), url.end(), [](char c) { return c > 0x20 && c < 0x7f; });
    const auto authority = url.substr(0, url.find_first_of("/?#", mark + 3));
    if (!visible || !parse_endpoint(authority)) return refused;
    return Recipe{CredentialsUri{std::string(url)}};
}

}  // namespace ecsview::ecs

// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/credentials/uri.h"

#include "base/ascii.h"
#include "base/language.h"

namespace ecsview::ecs {

Result<ProviderConfig> credentials_uri(std::string_view url) {
    const Failure refused{ExitCode::credentials,
                          tr("the address is not https://HOST... or, on this machine, "
                             "http://localhost...")};
    const auto mark = url.find("://");
    if (mark == std::string_view::npos) return refused;
    const auto authority = url.substr(0, url.find_first_of("/?#", mark + 3));
    if (!is_visible(url) || !parse_endpoint(authority)) return refused;
    return ProviderConfig{CredentialsUri{std::string(url)}};
}

}  // namespace ecsview::ecs

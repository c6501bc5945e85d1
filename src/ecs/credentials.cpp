// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/credentials.h"

#include <string_view>

#include "base/ascii.h"
#include "base/language.h"

namespace ecsview::ecs {
namespace {

Failure refused(std::string clause) {
    return {ExitCode::credentials, std::move(clause)};
}

Failure missing(const char* name) {
    return refused(tr("{1} is missing", name));
}

Failure malformed(const char* name) {
    return refused(
        tr("{1} has a space, a line break or another character that no key has, so it has to be "
           "copied again",
           name));
}

}  // namespace

Result<Credentials> make_credentials(std::string id, Secret secret, Secret token,
                                     const CredentialNames& names) {
    if (id.empty()) return missing(names.id);
    if (secret.empty()) return missing(names.secret);
    if (!is_visible(id)) return malformed(names.id);
    // The secret is never sent, so only what a careless copy leaves behind is looked for.
    if (has_control_bytes(secret.reveal())) return malformed(names.secret);
    if (!is_visible(token.reveal())) return malformed(names.token);
    return Credentials{std::move(id), std::move(secret), std::move(token)};
}

}  // namespace ecsview::ecs

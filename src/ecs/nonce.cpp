// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/nonce.h"

#include <sys/random.h>

#include <array>

#include "base/error.h"
#include "base/hash.h"
#include "base/language.h"

namespace ecsview::ecs {

std::string new_nonce() {
    std::array<std::uint8_t, 16> bytes;
    // Whole for up to 256 bytes once the kernel's pool is ready, which it waits for.
    if (getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
        throw Error(ExitCode::credentials, tr("The system has no random numbers to sign with."));
    return hex(bytes);
}

}  // namespace ecsview::ecs

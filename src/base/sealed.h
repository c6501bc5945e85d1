// SPDX-License-Identifier: GPL-2.0-or-later
// A secret that is kept for long and used seldom, such as an access key between two questions to
// the API: masked while it waits, so an image of the process's memory does not hold it. The key to
// the masks lies in memory that the kernel shows to nobody else (memfd_secret(2)), and where it has
// none of that kind, in a page that no core file has. Values; any thread.
#pragma once

#include <cstdint>
#include <string>

#include "base/secret.h"

namespace ecsview {

class Sealed {
public:
    Sealed() = default;
    // Wipes what it takes. Throws bad_alloc, also when there is no page for the key.
    Sealed(Secret text);

    Secret open() const;
    bool empty() const noexcept { return masked_.empty(); }

private:
    std::string masked_;
    std::uint64_t number_ = 0;  // of its mask: no two are the same
};

}  // namespace ecsview

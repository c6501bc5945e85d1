// SPDX-License-Identifier: GPL-2.0-or-later
// `ecsview shot`: a consumer of the mailbox without a window. It waits for the first whole picture,
// copies it and writes it as PNG. Main thread; wake() is called by the connection thread.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/unique_fd.h"
#include "screen/coverage.h"
#include "screen/mailbox.h"

namespace ecsview::screen {

class Shot {
public:
    Shot();

    void wake() noexcept;
    // Until a whole picture is there: nothing. Else why there is none, at `deadline` the latest.
    std::optional<Failure> wait(Mailbox& mailbox, std::chrono::steady_clock::time_point deadline);
    // Atomically: written beside `file`, then renamed. Nothing on success.
    std::optional<Failure> write(const std::string& file) const;

private:
    bool take(const PictureUpdate& update);

    UniqueFd event_;
    DesktopSize size_;
    std::vector<std::uint32_t> pixels_;
    Coverage coverage_;
};

}  // namespace ecsview::screen

// SPDX-License-Identifier: GPL-2.0-or-later
// `ecsview shot` and `text`: a consumer of the mailbox without a window. It waits for the first
// whole picture, or for one that has what is waited for, copies it and writes it as PNG. Main
// thread; wake() is called by the connection thread, and by whoever cancels.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>

#include "base/error.h"
#include "base/unique_fd.h"
#include "screen/picture_copy.h"

namespace ecsview::screen {

// Writes it as PNG, as write_file() does; "-" is standard output. Nothing on success.
std::optional<Failure> write_picture(const PictureCopy& picture, const std::string& file,
                                     const std::stop_token& cancel);

class Shot {
public:
    // Asked about each whole picture, at most ten times a second: is it the one?
    using Enough = std::function<bool(const PictureCopy&)>;
    static constexpr std::chrono::milliseconds between_looks{100};

    // Told each state of the connection that comes.
    using Follow = std::function<void(const ConsoleState&)>;

    explicit Shot(
        Enough enough = [](const PictureCopy&) { return true; },
        Follow follow = [](const ConsoleState&) {});

    void wake() noexcept;
    // Waits for a whole picture that is enough. Nothing: it is there. A failure says why there is
    // none, at `deadline` the latest; ExitCode::done if it was cancelled.
    std::optional<Failure> wait(Mailbox& mailbox, std::chrono::steady_clock::time_point deadline,
                                const std::stop_token& cancel);
    std::optional<Failure> write(const std::string& file, const std::stop_token& cancel) const {
        return write_picture(picture_, file, cancel);
    }

private:
    Enough enough_;
    Follow follow_;
    UniqueFd event_;
    PictureCopy picture_;
};

}  // namespace ecsview::screen

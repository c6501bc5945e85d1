// SPDX-License-Identifier: GPL-2.0-or-later
// `ecsview shot` and `text`: a consumer of the mailbox without a window. It waits for the first
// whole picture, or for one that has what is waited for, copies it and writes it as PNG. Main
// thread; wake() is called by the connection thread, and by whoever cancels.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <span>
#include <stop_token>
#include <string>

#include "base/alarm.h"
#include "base/error.h"
#include "screen/picture_copy.h"

namespace ecsview::screen {

// Writes it as PNG, as write_file() does; "-" is standard output. Nothing on success.
std::optional<Failure> write_picture(const PictureCopy& picture, const std::string& file,
                                     const std::stop_token& cancel);
std::optional<Failure> write_picture(std::span<const std::uint32_t> pixels, DesktopSize size,
                                     const std::string& file, const std::stop_token& cancel);

class Shot {
public:
    using Clock = std::chrono::steady_clock;
    // Asked about each whole picture, at most ten times a second: is it the one?
    using Enough = std::function<bool(const PictureCopy&)>;
    static constexpr std::chrono::milliseconds between_looks{100};

    // Told each state of the connection that comes.
    using Follow = std::function<void(const ConsoleState&)>;

    explicit Shot(
        Enough enough = [](const PictureCopy&) { return true; },
        Follow follow = [](const ConsoleState&) {});

    // What is done with a picture. A failure ends it.
    using Write = std::function<std::optional<Failure>(const PictureCopy&)>;

    void wake() noexcept { alarm_.wake(); }
    // Waits for a whole picture that is enough. Nothing: it is there. A failure says why there is
    // none, at `deadline` the latest; ExitCode::done if it was cancelled.
    std::optional<Failure> wait(Mailbox& mailbox, Clock::time_point deadline,
                                const std::stop_token& cancel);
    // After that: has the picture written now and each time so much later, as long as the console
    // is live; a picture that is not current is left out. The failure says what has ended it.
    Failure repeat(Mailbox& mailbox, std::chrono::milliseconds every, const Write& write,
                   const std::stop_token& cancel);
    const PictureCopy& picture() const { return picture_; }

private:
    // What has come. Whether the picture is another one, and whole.
    bool take(Mailbox& mailbox);

    Enough enough_;
    Follow follow_;
    Alarm alarm_;
    ConsoleState state_;  // the newest
    PictureCopy picture_;
};

}  // namespace ecsview::screen

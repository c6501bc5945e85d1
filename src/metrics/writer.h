// SPDX-License-Identifier: GPL-2.0-or-later
// Keeps a file with the newest report: replaced whole, so that nobody reads half of one, at each
// new state of the console and after some seconds without one. The thin shell of report.h: a thread
// of its own, so that a slow disk holds up nothing else.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <thread>

#include "metrics/report.h"
#include "screen/tally.h"

namespace ecsview::metrics {

// Everyone may read it. Made on the main thread; then it is the writer's.
class File {
public:
    // Writes `first`. Throws Error (ExitCode::usage) with a sentence when that cannot be done.
    File(std::string path, std::string_view first);
    // Takes it away: nothing is left that would tell of what runs no more.
    ~File();
    File(const File&) = delete;
    File& operator=(const File&) = delete;

    // 0 or an errno value.
    int write(std::string_view text) const;

private:
    const std::string path_;
};

class Writer {
public:
    // How old the file may be. Prometheus asks every 15 s to a minute.
    static constexpr std::chrono::seconds period{15};

    // `look` is called by the writer's thread. All three are borrowed until it is destroyed.
    Writer(const File& file, const screen::Tally& tally, std::function<Snapshot()> look);

private:
    void run(const std::stop_token& stop);
    void note(int error);

    const File& file_;
    const screen::Tally& tally_;
    const std::function<Snapshot()> look_;
    bool failing_ = false;
    std::jthread thread_;  // last: it uses the rest
};

}  // namespace ecsview::metrics

// SPDX-License-Identifier: GPL-2.0-or-later
// Sleeps until an input device has something to say. On a bare console (KMSDRM) SDL reads the
// devices itself but cannot wait for them: it looks a thousand times a second. This opens the same
// devices a second time, only to be woken; what it reads from them it throws away. wake() may be
// called by any thread, the rest is for the ui thread.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "base/unique_fd.h"

namespace ecsview::ui {

class InputDevices {
public:
    // Throws nothing: a device that may not be read is one that SDL cannot read either.
    explicit InputDevices(std::string directory = "/dev/input");

    // Until wake(), until a device speaks, comes or goes, or until the limit has passed. One wake()
    // that came before counts. True: a signal has ended it.
    bool wait(std::optional<std::chrono::milliseconds> limit);
    void wake() noexcept;

private:
    void open_devices();
    bool changed();
    int patience(std::optional<std::chrono::milliseconds> limit) const;

    const std::string directory_;
    const UniqueFd wake_;
    const UniqueFd watch_;  // of the directory: devices that come and go
    std::vector<UniqueFd> devices_;
    // SDL hears of a new device a moment after us, so for a while it is asked often.
    std::chrono::steady_clock::time_point settled_{};
};

}  // namespace ecsview::ui

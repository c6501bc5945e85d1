// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/rest.h"

#include <condition_variable>
#include <mutex>

namespace ecsview {

bool rest(std::chrono::steady_clock::duration time, const std::stop_token& cancel) {
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock lock(mutex);
    never.wait_for(lock, cancel, time, [] { return false; });
    return !cancel.stop_requested();
}

}  // namespace ecsview

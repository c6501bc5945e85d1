// SPDX-License-Identifier: GPL-2.0-or-later
#include "screen/tally.h"

namespace ecsview::screen {

std::uint64_t Counts::ends_with(Again next) const {
    std::uint64_t sum = 0;
    for (std::size_t row = 0; row < ends.size(); ++row)
        if (causes::table[row].again == next) sum += ends[row];
    return sum;
}

void Tally::attempt() {
    const std::lock_guard lock(mutex_);
    ++counts_.attempts;
}

void Tally::connected() {
    {
        const std::lock_guard lock(mutex_);
        ++counts_.connections;
        ++counts_.news;
    }
    changed_.notify_all();
}

void Tally::ended(Cause why) {
    const std::lock_guard lock(mutex_);
    ++counts_.ends[why.number()];
}

void Tally::changed(TimePoint now) {
    const std::lock_guard lock(mutex_);
    ++counts_.changes;
    counts_.last_change = now;
}

void Tally::state(Phase phase, bool prompting) {
    {
        const std::lock_guard lock(mutex_);
        if (counts_.phase == phase && counts_.prompting == prompting) return;
        counts_.phase = phase;
        counts_.prompting = prompting;
        ++counts_.news;
    }
    changed_.notify_all();
}

void Tally::shows(ScreenState state) {
    {
        const std::lock_guard lock(mutex_);
        if (counts_.shown == state) return;
        counts_.shown = state;
        ++counts_.news;
    }
    changed_.notify_all();
}

Counts Tally::counts() const {
    const std::lock_guard lock(mutex_);
    return counts_;
}

void Tally::await(std::uint64_t seen, TimePoint until, const std::stop_token& stop) const {
    std::unique_lock lock(mutex_);
    changed_.wait_until(lock, stop, until, [&] { return counts_.news > seen; });
}

}  // namespace ecsview::screen

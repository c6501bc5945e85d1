// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/ledger.h"

#include <sys/file.h>

#include "base/log.h"
#include "base/sleep_watch.h"

namespace ecsview::link {
namespace {

using Milliseconds = Budget::Milliseconds;

// Twenty numbers are 300 bytes; a longer file is not ours.
constexpr std::size_t max_bytes = 4096;
// Another viewer holds the file for some microseconds.
constexpr Milliseconds busy{20};
constexpr int max_refusals = 50;

}  // namespace

Ledger::Ledger(std::string_view console, const std::optional<std::string>& runtime_directory,
               Budget budget)
    : budget_(std::move(budget)),
      folder_(runtime_directory),
      name_(RuntimeFolder::name_of(console)) {
    if (!folder_)
        log::debug("link", "there is no runtime directory; attempts are counted in memory only");
}

Milliseconds Ledger::take() {
    if (const UniqueFd fd = folder_.make_file(name_)) return take_from_file(fd.get());
    return take_from_memory();
}

Milliseconds Ledger::take_from_memory() {
    const auto now = boot_time();
    const auto wait = budget_.wait(now);
    if (wait == Milliseconds::zero()) budget_.spend(now);
    return wait;
}

// Not a blocking lock: its holder may be a stopped process. What cannot be locked or written
// counts in memory, where the last reading is.
Milliseconds Ledger::take_from_file(int fd) {
    if (flock(fd, LOCK_EX | LOCK_NB) != 0)
        return ++refusals_ < max_refusals ? busy : take_from_memory();
    refusals_ = 0;
    const auto text = RuntimeFolder::read(fd, max_bytes);
    const auto now = boot_time();
    if (text) budget_.read(*text, now);
    const auto wait = take_from_memory();
    if (wait == Milliseconds::zero() && !RuntimeFolder::write(fd, budget_.text(now)))
        log::debug("link", "the runtime directory takes no more; attempts are counted in memory");
    return wait;
}

}  // namespace ecsview::link

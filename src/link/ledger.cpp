// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/ledger.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <array>

#include "base/hash.h"
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

bool only_ours(int fd, mode_t type) {
    struct stat about {};
    return fstat(fd, &about) == 0 && (about.st_mode & S_IFMT) == type &&
           about.st_uid == geteuid() && (about.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

UniqueFd open_folder(const std::optional<std::string>& runtime_directory) {
    if (!runtime_directory || !runtime_directory->starts_with('/')) return {};
    constexpr int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
    const UniqueFd parent(open(runtime_directory->c_str(), flags & ~O_NOFOLLOW));
    if (!parent || !only_ours(parent.get(), S_IFDIR)) return {};
    mkdirat(parent.get(), "ecsview", 0700);
    UniqueFd folder(openat(parent.get(), "ecsview", flags));
    return folder && only_ours(folder.get(), S_IFDIR) ? std::move(folder) : UniqueFd();
}

// Never through a link, and never a pipe that would block.
UniqueFd open_file(int folder, const std::string& name) {
    constexpr int flags = O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK;
    UniqueFd fd(openat(folder, name.c_str(), flags, 0600));
    return fd && only_ours(fd.get(), S_IFREG) ? std::move(fd) : UniqueFd();
}

bool write_whole(int fd, const std::string& text) {
    // In this order a file system that is full keeps what there was.
    return pwrite(fd, text.data(), text.size(), 0) == static_cast<ssize_t>(text.size()) &&
           ftruncate(fd, static_cast<off_t>(text.size())) == 0;
}

}  // namespace

Ledger::Ledger(std::string_view console, const std::optional<std::string>& runtime_directory,
               Budget budget)
    : budget_(std::move(budget)),
      folder_(open_folder(runtime_directory)),
      name_(hex(sha256(console)).substr(0, 32)) {
    if (!folder_)
        log::debug("link", "there is no runtime directory; attempts are counted in memory only");
}

Milliseconds Ledger::take() {
    if (folder_)
        if (const UniqueFd fd = open_file(folder_.get(), name_)) return take_from_file(fd.get());
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
    std::array<char, max_bytes> buffer;
    const auto size = pread(fd, buffer.data(), buffer.size(), 0);
    const auto now = boot_time();
    if (size >= 0) budget_.read({buffer.data(), static_cast<std::size_t>(size)}, now);
    const auto wait = take_from_memory();
    if (wait == Milliseconds::zero() && !write_whole(fd, budget_.text(now)))
        log::debug("link", "the runtime directory takes no more; attempts are counted in memory");
    return wait;
}

}  // namespace ecsview::link

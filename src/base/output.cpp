// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/output.h"

#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <optional>

#include "base/replacement.h"
#include "base/unique_fd.h"

namespace ecsview {
namespace {

// A pipe that poll() calls writable takes this much without blocking.
constexpr std::size_t most_at_once = PIPE_BUF;

// A disk may tell only now that it is full.
int close_told(UniqueFd fd) {
    return close(fd.release()) == 0 ? 0 : errno;
}

int write_into(const std::string& path, std::string_view bytes, const std::stop_token& cancel) {
    // A named pipe that nobody reads would block here, where no signal wakes us.
    UniqueFd fd(open(path.c_str(), O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
    if (!fd) return errno;
    const int error = write_all(fd.get(), bytes, cancel);
    return error != 0 ? error : close_told(std::move(fd));
}

}  // namespace

std::string followed(const std::string& path) {
    const std::unique_ptr<char, decltype(&free)> real(realpath(path.c_str(), nullptr), &free);
    return real ? real.get() : path;
}

int write_all(int fd, std::string_view bytes, const std::stop_token& cancel) {
    // The program's last words need none, for nothing cancels them.
    const UniqueFd cancelled(cancel.stop_possible() ? eventfd(0, EFD_CLOEXEC) : -1);
    if (!cancelled && cancel.stop_possible()) return errno;
    const std::stop_callback wake(cancel, [&] { eventfd_write(cancelled.get(), 1); });
    while (!bytes.empty()) {
        pollfd waits[] = {{fd, POLLOUT, 0}, {cancelled.get(), POLLIN, 0}};
        if (poll(waits, 2, -1) < 0 && errno != EINTR) return errno;
        if (cancel.stop_requested()) return ECANCELED;
        if (!waits[0].revents) continue;
        const auto size = write(fd, bytes.data(), std::min(bytes.size(), most_at_once));
        if (size < 0 && errno != EINTR && errno != EAGAIN) return errno;
        if (size > 0) bytes.remove_prefix(static_cast<std::size_t>(size));
    }
    return 0;
}

std::optional<int> terminal_width(int fd) {
    winsize size{};
    if (ioctl(fd, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return std::nullopt;
    return size.ws_col;
}

int replace_file(const std::string& path, std::optional<unsigned> mode, std::string_view bytes,
                 const std::stop_token& cancel) {
    Replacement file(path, mode);
    const int error = file.append(bytes, cancel);
    return error != 0 ? error : file.take_place();
}

int write_file(const std::string& path, std::string_view bytes, const std::stop_token& cancel) {
    struct stat there {};
    if (stat(path.c_str(), &there) != 0) return replace_file(path, std::nullopt, bytes, cancel);
    if (!S_ISREG(there.st_mode)) return write_into(path, bytes, cancel);
    // Perhaps only its owner may read it.
    return replace_file(followed(path), there.st_mode, bytes, cancel);
}

}  // namespace ecsview

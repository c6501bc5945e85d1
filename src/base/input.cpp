// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/input.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "base/unique_fd.h"

namespace ecsview {
namespace {

// 0 when there is something to read, or the end.
int wait_for(int fd, int wake, const std::stop_token& cancel) {
    for (;;) {
        std::array<pollfd, 2> both{{{fd, POLLIN, 0}, {wake, POLLIN, 0}}};
        const int count = poll(both.data(), both.size(), -1);
        if (cancel.stop_requested()) return ECANCELED;
        if (count < 0 && errno != EINTR) return errno;
        if (count > 0 && both[0].revents != 0) return 0;
    }
}

}  // namespace

int read_all(int fd, std::size_t most, const std::stop_token& cancel, Secret& content) {
    const UniqueFd wake(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    if (!wake) return errno;
    const std::stop_callback cancelled(cancel, [&] { eventfd_write(wake.get(), 1); });
    std::string text(most + 1, '\0');  // never moved, so no copies stay behind
    std::size_t size = 0;
    int error = 0;
    while (size <= most) {
        error = wait_for(fd, wake.get(), cancel);
        if (error != 0) break;
        const auto got = read(fd, text.data() + size, text.size() - size);
        if (got < 0 && (errno == EINTR || errno == EAGAIN)) continue;
        if (got < 0) error = errno;
        if (got <= 0) break;
        size += static_cast<std::size_t>(got);
    }
    if (error == 0 && size > most) error = EFBIG;
    if (error == 0) content = Secret(text.substr(0, size));
    wipe(text);
    return error;
}

int read_file(const std::string& path, std::size_t most, const std::stop_token& cancel,
              Secret& content) {
    if (path == "-") return read_all(STDIN_FILENO, most, cancel, content);
    const UniqueFd fd(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (fd.get() < 0) return errno;
    return read_all(fd.get(), most, cancel, content);
}

}  // namespace ecsview

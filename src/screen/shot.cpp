// SPDX-License-Identifier: GPL-2.0-or-later
#include "screen/shot.h"

#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>

#include "base/log.h"
#include "screen/png.h"

namespace ecsview::screen {
namespace {

bool write_all(int fd, const std::string& bytes) {
    for (std::size_t done = 0; done < bytes.size();) {
        const auto size = ::write(fd, bytes.data() + done, bytes.size() - done);
        if (size < 0 && errno == EINTR) continue;
        if (size <= 0) return false;
        done += static_cast<std::size_t>(size);
    }
    return true;
}

Failure unwritable(const std::string& file) {
    const std::string reason = strerror(errno);
    return {ExitCode::usage, "The picture could not be written to " + log::printable(file) + " (" +
                                 reason + "); choose another place."};
}

}  // namespace

Shot::Shot() : event_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

void Shot::wake() noexcept {
    eventfd_write(event_.get(), 1);
}

std::optional<Failure> Shot::wait(Mailbox& mailbox,
                                  std::chrono::steady_clock::time_point deadline) {
    using namespace std::chrono;
    for (;;) {
        const auto left = ceil<milliseconds>(deadline - steady_clock::now());
        if (left <= 0ms) break;
        pollfd wait{event_.get(), POLLIN, 0};
        if (poll(&wait, 1, static_cast<int>(std::min<std::int64_t>(left.count(), 1 << 30))) <= 0)
            continue;
        eventfd_t count;
        eventfd_read(event_.get(), &count);
        const auto delivery = mailbox.take();
        const bool whole = delivery.picture && take(*delivery.picture);
        if (whole) return std::nullopt;
        if (delivery.state.ending) return delivery.state.ending;
    }
    return Failure{ExitCode::out_of_time,
                   "No whole picture came in time; check the console, or give more time with "
                   "--timeout."};
}

// True when the picture is whole.
bool Shot::take(const PictureUpdate& update) {
    if (update.resized || size_ != update.size) {
        size_ = update.size;
        pixels_.assign(static_cast<std::size_t>(size_.area()), 0);
        coverage_.reset(size_);
    }
    const auto* source = update.framebuffer->pixels();
    for (const auto& rect : update.damage.rects())
        for (int y = rect.y; y < rect.bottom(); ++y) {
            const auto at = static_cast<std::size_t>(y) * size_.width + rect.x;
            std::copy_n(source + at, rect.width, pixels_.data() + at);
        }
    Mailbox::acknowledge(update);
    coverage_.add(update.damage);
    return update.complete && coverage_.whole();
}

std::optional<Failure> Shot::write(const std::string& file) const {
    const std::string bytes = png(pixels_, size_);
    const std::string beside = file + ".part" + std::to_string(getpid());
    UniqueFd fd(open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
    if (!fd) return unwritable(file);
    if (write_all(fd.get(), bytes) && rename(beside.c_str(), file.c_str()) == 0)
        return std::nullopt;
    auto failure = unwritable(file);
    unlink(beside.c_str());
    return failure;
}

}  // namespace ecsview::screen

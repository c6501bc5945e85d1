// SPDX-License-Identifier: GPL-2.0-or-later
#include "screen/shot.h"

#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>

#include "base/log.h"
#include "base/needed.h"
#include "base/output.h"
#include "base/rest.h"
#include "screen/png.h"

namespace ecsview::screen {
namespace {

Failure unwritable(const std::string& file, int error) {
    const std::string place = file == "-" ? "standard output" : log::printable(file);
    return {ExitCode::usage, "The picture could not be written to " + place + " (" +
                                 strerror(error) + "); choose another place."};
}

}  // namespace

std::optional<Failure> write_picture(const PictureCopy& picture, const std::string& file,
                                     const std::stop_token& cancel) {
    const std::string bytes = png(picture.pixels(), picture.size());
    const int error =
        file == "-" ? write_all(STDOUT_FILENO, bytes, cancel) : write_file(file, bytes, cancel);
    if (error == 0) return std::nullopt;
    return unwritable(file, error);
}

Shot::Shot(Enough enough, Follow follow)
    : enough_(std::move(enough)), follow_(std::move(follow)), event_(needed_event()) {}

void Shot::wake() noexcept {
    eventfd_write(event_.get(), 1);
}

std::optional<Failure> Shot::wait(Mailbox& mailbox, std::chrono::steady_clock::time_point deadline,
                                  const std::stop_token& cancel) {
    using namespace std::chrono;
    const std::stop_callback cancelled(cancel, [this] { wake(); });
    for (;;) {
        const auto left = ceil<milliseconds>(deadline - steady_clock::now());
        if (left <= 0ms) break;
        pollfd wait{event_.get(), POLLIN, 0};
        if (poll(&wait, 1, static_cast<int>(std::min<std::int64_t>(left.count(), 1 << 30))) <= 0)
            continue;
        eventfd_t count;
        eventfd_read(event_.get(), &count);
        if (cancel.stop_requested()) return Failure{ExitCode::done, "No picture was waited for."};
        const auto delivery = mailbox.take();
        follow_(delivery.state);
        if (delivery.picture) picture_.take(*delivery.picture);
        const bool another = delivery.picture && picture_.whole();
        if (another && enough_(picture_)) return std::nullopt;
        if (delivery.state.ending) return delivery.state.ending;
        if (another) rest(between_looks, cancel);
    }
    return Failure{ExitCode::out_of_time,
                   "No whole picture came in time; check the console, or give more time with "
                   "--timeout."};
}

}  // namespace ecsview::screen

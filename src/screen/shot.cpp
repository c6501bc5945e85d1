// SPDX-License-Identifier: GPL-2.0-or-later
#include "screen/shot.h"

#include <string.h>
#include <unistd.h>

#include "base/language.h"
#include "base/log.h"
#include "base/output.h"
#include "base/rest.h"
#include "screen/png.h"

namespace ecsview::screen {
namespace {

Failure unwritable(const std::string& file, int error) {
    if (file == "-")
        return {
            ExitCode::usage,
            tr("The picture could not be written to standard output ({1}); choose another place.",
               strerror(error))};
    return {ExitCode::usage,
            tr("The picture could not be written to {1} ({2}); choose another place.",
               log::printable(file), strerror(error))};
}

}  // namespace

std::optional<Failure> write_picture(const PictureCopy& picture, const std::string& file,
                                     const std::stop_token& cancel) {
    return write_picture(picture.pixels(), picture.size(), file, cancel);
}

std::optional<Failure> write_picture(std::span<const std::uint32_t> pixels, DesktopSize size,
                                     const std::string& file, const std::stop_token& cancel) {
    const std::string bytes = png(pixels, size);
    const int error =
        file == "-" ? write_all(STDOUT_FILENO, bytes, cancel) : write_file(file, bytes, cancel);
    if (error == 0) return std::nullopt;
    return unwritable(file, error);
}

Shot::Shot(Enough enough, Follow follow) : enough_(std::move(enough)), follow_(std::move(follow)) {}

bool Shot::take(Mailbox& mailbox) {
    const auto delivery = mailbox.take();
    state_ = delivery.state;
    follow_(state_);
    if (delivery.picture) picture_.take(*delivery.picture);
    return delivery.picture && picture_.whole();
}

std::optional<Failure> Shot::wait(Mailbox& mailbox, Clock::time_point deadline,
                                  const std::stop_token& cancel) {
    const std::stop_callback cancelled(cancel, [this] { wake(); });
    while (Clock::now() < deadline) {
        alarm_.sleep(deadline);
        if (cancel.stop_requested())
            return Failure{ExitCode::done, tr("No picture was waited for.")};
        const bool another = take(mailbox);
        if (another && enough_(picture_)) return std::nullopt;
        if (state_.ending) return state_.ending;
        if (another) rest(between_looks, cancel);
    }
    return Failure{
        ExitCode::out_of_time,
        tr("No whole picture came in time; check the console, or give more time with --timeout.")};
}

Failure Shot::repeat(Mailbox& mailbox, std::chrono::milliseconds every, const Write& write,
                     const std::stop_token& cancel) {
    const std::stop_callback cancelled(cancel, [this] { wake(); });
    for (auto next = Clock::now(); !cancel.stop_requested(); alarm_.sleep(next)) {
        take(mailbox);
        if (state_.ending) return *state_.ending;
        if (Clock::now() < next) continue;
        next = Clock::now() + every;
        const bool current = state_.phase == Phase::live && picture_.whole();
        if (!current) continue;
        if (auto failure = write(picture_)) return *failure;
    }
    return {ExitCode::done, tr("It was cancelled.")};
}

}  // namespace ecsview::screen

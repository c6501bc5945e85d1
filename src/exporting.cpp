// SPDX-License-Identifier: GPL-2.0-or-later
#include "exporting.h"

#include <string.h>
#include <sys/stat.h>

#include <cerrno>
#include <memory>
#include <utility>
#include <vector>

#include "base/alarm.h"
#include "base/language.h"
#include "base/log.h"
#include "base/output.h"
#include "base/replacement.h"
#include "link/connection.h"
#include "replay/stepper.h"
#include "screen/mailbox.h"
#include "video/film.h"

namespace ecsview {
namespace {

using Clock = std::chrono::steady_clock;
using record::Milliseconds;

// Of a decoder that draws nothing: one that waits in the middle of a block does so for ever.
constexpr std::chrono::seconds patience{10};

// Whatever a guest showed is in it, as in the recording; what is there keeps its rights.
unsigned rights_of(const std::string& path) {
    struct stat there {};
    return stat(path.c_str(), &there) == 0 ? there.st_mode : S_IRUSR | S_IWUSR;
}

Failure unwritable(const std::string& path, int error) {
    return {ExitCode::usage,
            tr("The video could not be written to {1} ({2}); choose another place.",
               log::printable(path), strerror(error))};
}

// The pictures as they come out of the decoder, each block's at its time.
class Exporting {
public:
    Exporting(const std::string& path, const replay::Recording& recording)
        : path_(path),
          marks_(recording.marks()),
          film_(recording.largest(), recording.name()),
          file_(followed(path), rights_of(path)) {}

    void wake() noexcept { alarm_.wake(); }

    std::optional<Failure> run(screen::Mailbox& mailbox, replay::Stepper& steps,
                               const std::stop_token& cancel) {
        const std::stop_callback cancelled(cancel, [this] { wake(); });
        auto deadline = Clock::now() + patience;
        auto failure = write(film_.begin(), cancel);
        while (!failure && block_ < marks_.size()) {
            alarm_.sleep(deadline);
            if (cancel.stop_requested()) return Failure{ExitCode::done, tr("It was cancelled.")};
            const auto delivery = mailbox.take();
            if (delivery.state.ending) return why(*delivery.state.ending);
            const auto drawn = steps.drawn();
            if (take(delivery) || drawn) deadline = Clock::now() + patience;
            if (Clock::now() >= deadline) return damaged();
            if (!drawn) continue;
            if (*drawn == block_) failure = write(shoot(), cancel);
            steps.go_on();
        }
        return failure ? failure : finish(cancel);
    }

private:
    // From the beginning there is a picture.
    Milliseconds time_of(std::size_t block) const {
        return block == 0 ? Milliseconds{0} : marks_[block].at;
    }

    // Whether something was drawn.
    bool take(const screen::Mailbox::Delivery& delivery) {
        if (!delivery.picture) return false;
        const auto& picture = *delivery.picture;
        film_.take(picture.framebuffer->pixels(), picture.size, picture.resized, picture.damage);
        screen::Mailbox::acknowledge(picture);
        return true;
    }

    // Of blocks of the same time the last one counts.
    std::string shoot() {
        const auto now = time_of(block_++);
        if (block_ == marks_.size()) return film_.shoot(now);
        const auto then = time_of(block_);
        std::string out = then == now ? std::string() : film_.shoot(now);
        return out += film_.rest(then);
    }

    std::optional<Failure> write(const std::string& bytes, const std::stop_token& cancel) {
        const int error = bytes.empty() ? 0 : file_.append(bytes, cancel);
        return error == 0 ? std::nullopt : std::optional(unwritable(path_, error));
    }

    std::optional<Failure> finish(const std::stop_token& cancel) {
        const auto end = film_.end(marks_.back().at);
        if (auto failure = write(end.tail, cancel)) return failure;
        int error = file_.overwrite_begin(end.head);
        if (error == 0) error = file_.take_place();
        return error == 0 ? std::nullopt : std::optional(unwritable(path_, error));
    }

    Failure damaged() const {
        return {ExitCode::protocol,
                tr("The recording is damaged {1} s after its beginning; ecsview replay shows what "
                   "comes before that.",
                   time_of(block_).count() / 1000)};
    }

    // What is said of a server is of no use here.
    Failure why(const Failure& ending) const {
        return ending.code == ExitCode::decoder ? ending : damaged();
    }

    const std::string& path_;
    const std::vector<replay::Mark> marks_;
    Alarm alarm_;
    video::Film film_;
    Replacement file_;
    std::size_t block_ = 0;  // that comes next
};

}  // namespace

std::optional<Failure> export_recording(const options::Options& options, rfb::Spawner spawner,
                                        const std::stop_token& cancel) {
    auto recording = replay::Recording::open(options.recording_file);
    if (!recording) return recording.failure();
    const auto size = recording->largest();
    if (!acceptable(size))
        return Failure{ExitCode::usage, tr("A video of {1}x{2} pixels, which the pictures of this "
                                           "recording need together, is too large.",
                                           size.width, size.height)};
    if (!recording->complete())
        log::warning("replay", "the recording ends in the middle; what there is of it is exported");
    Exporting exporting(options.video_file, *recording);
    const auto wake = [&] { exporting.wake(); };
    screen::Mailbox mailbox(wake);
    auto stepper = std::make_unique<replay::Stepper>(std::move(*recording), wake);
    auto& steps = *stepper;
    auto settings = replay::settings_of_a_file();
    settings.patience.after_picture = false;
    link::Connection running(
        {std::make_unique<rfb::Spawner>(std::move(spawner)), std::move(stepper)},
        [](const std::stop_token&) { return Result<link::Destination>(replay::nowhere()); },
        std::move(settings), mailbox);
    return exporting.run(mailbox, steps, cancel);
}

}  // namespace ecsview

// SPDX-License-Identifier: GPL-2.0-or-later
#include "replaying.h"

#include <memory>
#include <utility>

#include "base/language.h"
#include "link/connection.h"
#include "replay/player.h"
#include "ui/window.h"

namespace ecsview {
namespace {

ui::WindowOptions as_replay(ui::WindowOptions look, const replay::Recording& recording) {
    look.title = tr("Recording of {1}", recording.name());
    look.behaviour.view_only = true;
    return look;
}

class ReplaySession final : public ui::NoSession {
public:
    explicit ReplaySession(screen::Playback& playback) : playback_(playback) {}

    screen::Playback* playback() override { return &playback_; }

private:
    screen::Playback& playback_;
};

}  // namespace

std::optional<Failure> show_recording(const options::Options& options, ui::WindowOptions look,
                                      rfb::Spawner spawner, const Termination& termination) {
    auto recording = replay::Recording::open(options.recording_file);
    if (!recording) return recording.failure();
    ui::Window window(as_replay(std::move(look), *recording));
    auto player = std::make_unique<replay::Player>(std::move(*recording));
    ReplaySession session(*player);
    screen::Mailbox mailbox([&] { window.wake(); });
    const TerminationWatch watch(termination, [&](int) { window.request_quit(); });
    ui::NoSupervision unwatched;
    const auto code = [&] {
        link::Connection running(
            {std::make_unique<rfb::Spawner>(std::move(spawner)), std::move(player)},
            [](const std::stop_token&) { return Result<link::Destination>(replay::nowhere()); },
            replay::settings_of_a_file(), mailbox);
        return window.run(mailbox, session, unwatched);
    }();
    const auto ending = mailbox.take().state.ending;
    return code != ExitCode::done ? ending : std::nullopt;
}

}  // namespace ecsview

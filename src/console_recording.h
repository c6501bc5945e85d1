// SPDX-License-Identifier: GPL-2.0-or-later
// What --record, --recordings and --save-losses do: the recorder, and where its files are. Made in
// main before the connection, which it looks on at, and which must not outlive it.
#pragma once

#include <future>
#include <optional>
#include <string>

#include "options/options.h"
#include "record/recorder.h"
#include "screen/witness.h"

namespace ecsview {

class ConsoleRecording final : public screen::Witness {
public:
    // Throws Error (ExitCode::usage) when the file of --record cannot be made.
    explicit ConsoleRecording(const options::Options& options);

    // Connection thread.
    void saw(const screen::PictureUpdate& update) override;
    void lost() override;
    // Any thread. A new file of the last minutes.
    std::future<record::Saved> save();
    // False: nobody could ever look at what is recorded, so nothing is.
    bool on() const { return recorder_.has_value(); }

private:
    using Clock = std::chrono::steady_clock;

    const std::string name_;  // of the console
    const std::string folder_;
    const bool save_losses_;
    std::optional<record::Recorder> recorder_;

    // Connection thread only.
    bool changed_ = false;  // since a loss was saved
    std::optional<Clock::time_point> saved_;
};

// Where recordings are saved if nobody has said where: $XDG_STATE_HOME/ecsview, else
// ~/.local/state/ecsview. Empty: nowhere.
std::string usual_recordings();
// A file's name for a recording of the console that begins or ends then:
// "i-a-20261130T002530Z.fbs".
std::string recording_name(const std::string& console, std::chrono::system_clock::time_point when);

}  // namespace ecsview

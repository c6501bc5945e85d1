// SPDX-License-Identifier: GPL-2.0-or-later
// `ecsview run --step`: the same script at the same console in a window, which shows each command
// before it is done and waits for a word. Main thread.
#pragma once

#include <stop_token>

#include "options/options.h"
#include "rfb/decoder/spawner.h"
#include "script_run.h"
#include "ui/stepping.h"

namespace ecsview {

class ScriptSteps final : public ui::Stepping {
public:
    // Borrowed. Its gate is closed, and it is prepared.
    explicit ScriptSteps(ScriptRun& running) : running_(running) {}

    void receive(const screen::Mailbox::Delivery& delivery) override;
    bool act(TimePoint now) override;
    std::optional<TimePoint> due(TimePoint now) const override;
    std::string words() const override;
    void next() override;
    void go_on() override;
    void stop() override { over_ = true; }

    // How it ended; nothing: somebody has stopped it.
    const std::optional<script::Ended>& ended() const { return ended_; }

private:
    bool must_rest(TimePoint now) const;

    ScriptRun& running_;
    std::optional<script::Ended> ended_;
    bool fresh_ = false;  // a picture that nothing has looked at
    bool told_ = false;   // somebody has said something since
    bool over_ = false;
    TimePoint acted_{};
};

// Goes through it. `say`: a sentence for the person. Throws Error (ExitCode::no_display).
script::Ended step_through(const script::Script& script, const options::Options& options,
                           rfb::Spawner spawner, const ScriptRun::Say& say,
                           const std::stop_token& cancel);

}  // namespace ecsview

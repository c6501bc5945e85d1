// SPDX-License-Identifier: GPL-2.0-or-later
// `ecsview run`: waits for the first whole picture and has the interpreter go through the script:
// sends, types, reads, writes what that says. It is a consumer of the mailbox without a window, by
// run(); or somebody else is one and has it take part. Main thread; wake() is called by the
// connection thread, and by whoever cancels.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/alarm.h"
#include "options/options.h"
#include "screen/picture_copy.h"
#include "script/gate.h"
#include "script/interpreter.h"
#include "script/stillness.h"
#include "text/page.h"
#include "typing/errand.h"

namespace ecsview {

class ScriptRun {
public:
    using Clock = std::chrono::steady_clock;
    using Send = typing::Errand::Send;
    using Say = typing::Errand::Say;

    // Both must outlive it.
    ScriptRun(const script::Script& script, const options::Options& options);

    void wake() noexcept { alarm_.wake(); }
    // Goes through all of it. `deadline` is for the first picture; after that waits have times of
    // their own, and a console that is lost is waited for.
    script::Ended run(screen::Mailbox& mailbox, const Send& send, const Say& say,
                      Clock::time_point deadline, const std::stop_token& cancel);

    // The same piece by piece. What comes is taken before it is acknowledged; act() does what can
    // be done now, one step at most, and tells when it is over.
    void prepare(Send send, Say say, Clock::time_point deadline, std::stop_token cancel);
    void take(const screen::Mailbox::Delivery& delivery);
    std::optional<script::Ended> act();
    // When to do that again; nothing: when something has come.
    std::optional<Clock::time_point> due(Clock::time_point now) const;
    // Nothing is typed, and there is nothing to do but to look at what comes.
    bool looks() const { return begun_ && rests_ && !errand_; }
    bool begun() const { return begun_; }
    bool live() const { return live_; }
    // The step that is being done, or comes next.
    const script::Step* step() const { return interpreter_.at(); }
    // The next step waits for the gate.
    bool waits() const { return interpreter_.comes_next() && !gate_.open(); }
    script::Gate& gate() { return gate_; }

private:
    using Failed = std::optional<Failure>;  // nothing: it went well

    bool is_live() const;
    Failed check() const;
    typing::Order order_of(const script::Type& type) const;
    script::View view();
    const std::string* lines();
    screen::ScreenState screen_state();
    bool shows(const script::Region& region) const;
    std::optional<script::Ended> begin();
    std::optional<script::Ended> turn();
    void sleep();

    Failed carry(const script::Type& type);
    Failed carry(const script::Press& press);
    Failed carry(const script::Move& move);
    Failed carry(const script::Click& click);
    Failed carry(const script::TakeShot& shot);
    Failed carry(const script::ReadText& read);
    Failed carry(const script::Say& say);
    // The interpreter does the others by itself.
    template <class Other>
    Failed carry(const Other&) {
        return std::nullopt;
    }
    Failed print(std::string_view text, const std::string& file) const;
    void send_all(std::vector<rfb::ClientMessage> messages) const;
    void tell(const script::Event& event) const;

    const script::Script& script_;
    const options::Options& options_;
    script::Interpreter interpreter_;
    Alarm alarm_;
    screen::PictureCopy picture_;
    script::Stillness stillness_;
    screen::ConsoleState state_;  // the newest
    bool live_ = false, begun_ = false;
    bool changed_ = false;  // the picture, in this turn
    bool rests_ = false;    // there is nothing to be done before something changes
    bool read_ = false;     // what the picture shows now is in page_ and lines_
    std::optional<text::Page> page_;
    std::string lines_;
    std::optional<typing::Errand> errand_;  // what is being typed
    script::Gate gate_;
    Send send_;
    Say say_;
    Clock::time_point deadline_{};  // of the first picture
    std::stop_token cancel_;
};

}  // namespace ecsview

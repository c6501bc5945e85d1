// SPDX-License-Identifier: GPL-2.0-or-later
// Goes through a script: says what is to be done now, or until when nothing is. Whoever has the
// console does it, and tells how things stand there. Pure, the clock is passed in; one thread, its
// owner's.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <variant>

#include "base/error.h"
#include "script/script.h"

namespace ecsview::script {

using TimePoint = std::chrono::steady_clock::time_point;

// How things stand at the console.
struct View {
    bool live = false;           // there is a connection, and its picture is whole
    std::string loss = {};       // why not, a sentence, if that is known
    TimePoint still_since = {};  // the picture
    screen::DesktopSize size = {};
    bool pointer_steps = false;  // the guest's mouse takes no places
    // The screen's lines, read when they are asked for, which is only while it is live. Null: it
    // shows no text.
    std::function<const std::string*()> text = [] { return nullptr; };
    // The same of its state.
    std::function<screen::ScreenState()> state = [] { return screen::ScreenState::unknown; };
    // The next step may begin; asked once for each that then does.
    std::function<bool()> may_begin = [] { return true; };
    // Whether a place shows what it is to show.
    std::function<bool(const Region&)> region = [](const Region&) { return false; };
};

// Nothing, until due() or until something has changed.
struct Rest {};
// What this step says; then finished(), or failed().
struct Carry {
    const Step* step;
};
// It is over. `failure` is what to say, if it went wrong; its sentence begins with file and line.
struct Ended {
    int code = 0;
    std::optional<Failure> failure = {};
};
using Order = std::variant<Rest, Carry, Ended>;

// For whoever counts what happened.
struct Event {
    enum class Kind { started, finished, failed } kind;
    const Step& step;
    Milliseconds took{0};
};

class Interpreter {
public:
    using Report = std::function<void(const Event&)>;

    // After an input the guest gets so long to take it in before the next step.
    static constexpr Milliseconds after_input{100};

    // The script must outlive it. `patience` is that of waits, and for a console that was lost,
    // until the script says another.
    Interpreter(const Script& script, Milliseconds patience, Report report);

    Order next(const View& view, TimePoint now);
    // The one that is being done, or comes next; null: none does.
    const Step* at() const { return at_ < script_.steps.size() ? &step() : nullptr; }
    // It has not begun.
    bool comes_next() const { return !begun_; }
    std::optional<TimePoint> due() const { return due_; }
    void finished(TimePoint now);
    // What was begun, or comes next, cannot be done any more. `why`: without file and line, which
    // are put before it. After the last step it is none.
    Ended failed(const Failure& why, TimePoint now);

private:
    struct Later {
        TimePoint until;
    };
    struct Onward {
        std::size_t to;
    };
    struct Now {};
    struct Stop {
        Failure why;
    };
    struct Leave {
        int code;
    };
    using Outcome = std::variant<Later, Onward, Now, Stop, Leave>;
    struct At {
        const View& view;
        TimePoint now;
    };

    const Step& step() const { return script_.steps[at_]; }
    TimePoint deadline() const { return began_ + patience_; }
    Onward on() const { return {at_ + 1}; }
    Outcome lost_or_later(const At& at, TimePoint until, Milliseconds patience) const;
    template <class Then>
    Outcome if_live(const At& at, Then then) const;

    Outcome judge(const WaitSight& wait, const At& at);
    Outcome judge(const WaitQuiet& wait, const At& at);
    Outcome judge(const Expect& expect, const At& at);
    Outcome judge(const If& branch, const At& at);
    Outcome judge(const Jump& jump, const At& at);
    Outcome judge(const Timeout& timeout, const At& at);
    Outcome judge(const Sleep& sleep, const At& at);
    Outcome judge(const Exit& exit, const At& at);
    Outcome judge(const Say& say, const At& at);
    Outcome judge(const Move& move, const At& at);
    Outcome judge(const Click& click, const At& at);
    Outcome judge(const TakeShot& shot, const At& at);
    template <class Other>
    Outcome judge(const Other&, const At& at);
    Outcome point(screen::DesktopPoint place, const At& at);
    void go_on(std::size_t to, TimePoint now);
    void tell(Event::Kind kind, TimePoint now) const;

    const Script& script_;
    Milliseconds patience_;
    const Report report_;
    std::size_t at_ = 0;
    bool begun_ = false;  // the step at at_
    TimePoint began_{}, not_before_{};
    std::optional<TimePoint> due_;
};

}  // namespace ecsview::script

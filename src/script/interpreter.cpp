// SPDX-License-Identifier: GPL-2.0-or-later
#include "script/interpreter.h"

#include <algorithm>
#include <utility>

#include "base/language.h"
#include "base/log.h"

namespace ecsview::script {
namespace {

bool shows(const View& view, const Sight& sight) {
    if (const auto* state = std::get_if<screen::ScreenState>(&sight)) return view.state() == *state;
    if (const auto* region = std::get_if<Region>(&sight)) return view.region(*region);
    const auto* lines = view.text();
    return lines != nullptr && lines->find(std::get<std::string>(sight)) != std::string::npos;
}

std::string quote(const Sight& sight) {
    if (const auto* state = std::get_if<screen::ScreenState>(&sight))
        return tr("the state {1}", name_of(*state));
    if (const auto* region = std::get_if<Region>(&sight))
        return tr("the picture of {1}", log::printable(region->file, 200));
    return tr("\"{1}\"", log::printable(std::get<std::string>(sight), 200));
}

std::string outside(screen::DesktopSize size) {
    return tr(
        "The place lies outside of the screen, which has {1}x{2} pixels now; take one within.",
        size.width, size.height);
}

}  // namespace

Interpreter::Interpreter(const Script& script, Milliseconds patience, Report report)
    : script_(script), patience_(patience), report_(std::move(report)) {}

// ---- what a step needs --------------------------------------------------------------------------

// A console that is lost comes back, or does not while there is patience.
Interpreter::Outcome Interpreter::lost_or_later(const At& at, TimePoint until,
                                                Milliseconds patience) const {
    if (at.now < until) return Later{until};
    const auto time = words_of(patience);
    const auto& loss = at.view.loss;
    return Stop{{ExitCode::network,
                 loss.empty()
                     ? tr("The console was lost and did not come back in {1}; look what has "
                          "arrived there.",
                          time)
                     : tr("The console was lost and did not come back in {1}; look what has "
                          "arrived there. {2}",
                          time, loss)}};
}

template <class Then>
Interpreter::Outcome Interpreter::if_live(const At& at, Then then) const {
    return at.view.live ? then() : lost_or_later(at, deadline(), patience_);
}

Interpreter::Outcome Interpreter::judge(const WaitSight& wait, const At& at) {
    const auto patience = wait.patience.value_or(patience_);
    const auto until = began_ + patience;
    if (!at.view.live) return lost_or_later(at, until, patience);
    if (shows(at.view, wait.sight)) return on();
    if (at.now < until) return Later{until};
    return Stop{{ExitCode::out_of_time,
                 tr("The screen did not show {1} in {2}; look at it with ecsview text or shot, or "
                    "give the wait more time.",
                    quote(wait.sight), words_of(patience))}};
}

// What was still before the step began does not count: what was asked for last may be slow.
Interpreter::Outcome Interpreter::judge(const WaitQuiet& wait, const At& at) {
    const auto patience = wait.patience.value_or(std::max(patience_, wait.quiet));
    const auto until = began_ + patience;
    if (!at.view.live) return lost_or_later(at, until, patience);
    const auto enough = std::max(began_, at.view.still_since) + wait.quiet;
    if (at.now >= enough) return on();
    if (at.now < until) return Later{std::min(enough, until)};
    return Stop{
        {ExitCode::out_of_time,
         tr("The picture was not quiet for {1} within {2}; look at what moves there, or wait for a "
            "text instead.",
            words_of(wait.quiet), words_of(patience))}};
}

Interpreter::Outcome Interpreter::judge(const Expect& expect, const At& at) {
    return if_live(at, [&]() -> Outcome {
        if (shows(at.view, expect.sight)) return on();
        if (std::holds_alternative<Region>(expect.sight))
            return Stop{{ExitCode::no_text,
                         tr("The screen does not show {1} there; look at it with ecsview shot, or "
                            "wait for it.",
                            quote(expect.sight))}};
        return Stop{{ExitCode::no_text,
                     tr("The screen does not show {1}; look at it with ecsview text or shot, or "
                        "wait for the text.",
                        quote(expect.sight))}};
    });
}

Interpreter::Outcome Interpreter::judge(const If& branch, const At& at) {
    return if_live(at, [&]() -> Outcome {
        return shows(at.view, branch.sight) ? on() : Onward{branch.otherwise};
    });
}

Interpreter::Outcome Interpreter::judge(const Jump& jump, const At&) {
    return Onward{jump.to};
}

Interpreter::Outcome Interpreter::judge(const Timeout& timeout, const At&) {
    patience_ = timeout.time;
    return on();
}

Interpreter::Outcome Interpreter::judge(const Sleep& sleep, const At& at) {
    const auto until = began_ + sleep.time;
    if (at.now < until) return Later{until};
    return on();
}

Interpreter::Outcome Interpreter::judge(const Exit& exit, const At&) {
    return Leave{exit.code};
}

Interpreter::Outcome Interpreter::judge(const Say&, const At&) {
    return Now{};
}

Interpreter::Outcome Interpreter::point(screen::DesktopPoint place, const At& at) {
    return if_live(at, [&]() -> Outcome {
        const auto size = at.view.size;
        if (at.view.pointer_steps)
            return Stop{{ExitCode::usage,
                         tr("The guest's mouse takes steps and no places; give the machine a "
                            "tablet, or use keys.")}};
        if (place.x >= size.width || place.y >= size.height)
            return Stop{{ExitCode::usage, outside(size)}};
        return Now{};
    });
}

Interpreter::Outcome Interpreter::judge(const Move& move, const At& at) {
    return point(move.at, at);
}

Interpreter::Outcome Interpreter::judge(const Click& click, const At& at) {
    return point(click.at, at);
}

Interpreter::Outcome Interpreter::judge(const TakeShot& shot, const At& at) {
    return if_live(at, [&]() -> Outcome {
        const auto size = at.view.size;
        if (shot.part && !screen::DesktopRect{0, 0, size.width, size.height}.contains(*shot.part))
            return Stop{{ExitCode::usage, outside(size)}};
        return Now{};
    });
}

template <class Other>
Interpreter::Outcome Interpreter::judge(const Other&, const At& at) {
    return if_live(at, []() -> Outcome { return Now{}; });
}

// ---- from step to step --------------------------------------------------------------------------

void Interpreter::tell(Event::Kind kind, TimePoint now) const {
    if (std::holds_alternative<Jump>(step().action)) return;  // an else is no step of a person's
    report_({kind, step(), std::chrono::duration_cast<Milliseconds>(now - began_)});
}

void Interpreter::go_on(std::size_t to, TimePoint now) {
    tell(Event::Kind::finished, now);
    at_ = to;
    begun_ = false;
}

void Interpreter::finished(TimePoint now) {
    if (is_input(step().action)) not_before_ = now + after_input;
    go_on(at_ + 1, now);
}

Ended Interpreter::failed(const Failure& why, TimePoint now) {
    if (at_ == script_.steps.size()) return {};
    if (!begun_) began_ = now;
    tell(Event::Kind::failed, now);
    return {static_cast<int>(why.code),
            Failure{why.code, script_.place(step().line) + why.sentence, why.advice}};
}

Order Interpreter::next(const View& view, TimePoint now) {
    due_.reset();
    while (at_ < script_.steps.size()) {
        if (now < not_before_) {
            due_ = not_before_;
            return Rest{};
        }
        if (!begun_) {
            // An else is no step of a person's.
            const bool own = !std::holds_alternative<Jump>(step().action);
            if (own && !view.may_begin()) return Rest{};
            begun_ = true;
            began_ = now;
            tell(Event::Kind::started, now);
        }
        const At at{view, now};
        const auto outcome =
            std::visit([&](const auto& action) { return judge(action, at); }, step().action);
        if (const auto* later = std::get_if<Later>(&outcome)) {
            due_ = later->until;
            return Rest{};
        }
        if (std::holds_alternative<Now>(outcome)) return Carry{&step()};
        if (const auto* stop = std::get_if<Stop>(&outcome)) return failed(stop->why, now);
        if (const auto* leave = std::get_if<Leave>(&outcome)) {
            tell(Event::Kind::finished, now);
            return Ended{leave->code};
        }
        go_on(std::get<Onward>(outcome).to, now);
    }
    return Ended{};
}

}  // namespace ecsview::script

// SPDX-License-Identifier: GPL-2.0-or-later
#include "script_steps.h"

#include <utility>

#include "base/language.h"
#include "base/log.h"
#include "connected.h"
#include "connection_settings.h"
#include "screen/shot.h"
#include "ui/window.h"
#include "window_look.h"
#include "window_session.h"

namespace ecsview {
namespace {

class StepSession final : public LinkSession {
public:
    StepSession(link::Connection& connection, ui::Stepping& steps)
        : LinkSession(connection), steps_(steps) {}

    ui::Stepping* stepping() override { return &steps_; }

private:
    ui::Stepping& steps_;
};

// What the person presses is for the script.
ui::WindowOptions look_of(const options::Options& options) {
    auto look = window_look(options, std::nullopt);
    look.behaviour.view_only = true;
    return look;
}

}  // namespace

void ScriptSteps::receive(const screen::Mailbox::Delivery& delivery) {
    fresh_ = fresh_ || delivery.picture;
    running_.take(delivery);
}

// Pictures are looked at ten times a second at most.
bool ScriptSteps::must_rest(TimePoint now) const {
    return fresh_ && !told_ && running_.looks() && now < acted_ + screen::Shot::between_looks;
}

bool ScriptSteps::act(TimePoint now) {
    if (over_ || ended_ || must_rest(now)) return !over_;
    fresh_ = told_ = false;
    acted_ = now;
    ended_ = running_.act();
    // Whoever has let it go on waits for nothing but what has gone wrong.
    if (ended_ && !ended_->failure && running_.gate().open()) over_ = true;
    return !over_;
}

std::optional<ScriptSteps::TimePoint> ScriptSteps::due(TimePoint now) const {
    if (ended_) return std::nullopt;
    if (must_rest(now)) return acted_ + screen::Shot::between_looks;
    return running_.due(now);
}

std::string ScriptSteps::words() const {
    if (ended_ && ended_->failure)
        return tr("{1} Enter closes the window.", log::printable(ended_->failure->sentence, 600));
    if (ended_) return tr("The script has ended with code {1}; Enter closes.", ended_->code);
    if (!running_.begun()) return tr("The script begins with the first picture.");
    const auto* step = running_.step();
    if (step == nullptr) return {};
    const auto shown = step->shown.reveal();
    if (!running_.live())
        return tr("Line {1}: {2} (the console is away, and is waited for)", step->line, shown);
    if (running_.waits())
        return tr("Line {1}: {2} (Enter: does it; C: goes on without stopping; Esc: stops here)",
                  step->line, shown);
    return tr("Line {1}: {2} (is being done)", step->line, shown);
}

void ScriptSteps::next() {
    if (ended_) over_ = true;
    told_ = true;
    if (running_.waits()) running_.gate().let_one();
}

void ScriptSteps::go_on() {
    told_ = true;
    running_.gate().let_all();
}

script::Ended step_through(const script::Script& script, const options::Options& options,
                           rfb::Spawner spawner, const ScriptRun::Say& say,
                           const std::stop_token& cancel) {
    auto keys = ecs::Environment::take();  // before a display's libraries see them
    auto settings = connection_settings(options);
    settings.patience.after_picture = true;
    settings.order.offer.jpeg = false;  // the script reads the picture
    ui::Window window(look_of(options));
    ScriptRun running(script, options);
    running.gate() = script::Gate::closed();
    ScriptSteps steps(running);
    screen::Mailbox mailbox([&] { window.wake(); });
    ConsoleSource source(options, ConsoleSource::read_roots(options), std::move(keys), mailbox);
    auto parts = connection_parts(std::move(spawner), source, settings);
    link::Connection connection(
        std::move(parts), [&](const std::stop_token& stop) { return source.ask(stop); },
        std::move(settings), mailbox);
    running.prepare([&](rfb::ClientMessage message) { connection.send(std::move(message)); }, say,
                    std::chrono::steady_clock::now() + options.timeout, cancel);
    const std::stop_callback cancelled(cancel, [&] { window.request_quit(); });
    StepSession session(connection, steps);
    ui::NoSupervision unwatched;
    window.run(mailbox, session, unwatched);
    if (steps.ended()) return *steps.ended();
    if (!cancel.stop_requested()) return {};  // somebody has closed it
    return {0, Failure{ExitCode::done, tr("It was cancelled.")}};
}

}  // namespace ecsview

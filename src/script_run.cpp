// SPDX-License-Identifier: GPL-2.0-or-later
#include "script_run.h"

#include <string.h>
#include <unistd.h>

#include <utility>

#include "base/language.h"
#include "base/log.h"
#include "base/output.h"
#include "base/rest.h"
#include "screen/shot.h"
#include "states/classify.h"
#include "text/reading.h"
#include "ui/input/keyboard.h"

namespace ecsview {
namespace {

using script::Ended;

Failure unwritable(const std::string& file, int error) {
    const std::string place = file == "-" ? tr("standard output") : log::printable(file);
    return {ExitCode::usage, tr("The text could not be written to {1} ({2}); choose another place.",
                                place, strerror(error))};
}

// Whoever asks for lines that a program reads gets them; a person's log has them at its level.
void tell_fact(const options::Options& options, std::string_view what,
               std::initializer_list<log::Field> fields) {
    if (options.log_format == log::Format::json)
        log::tell("script", what, fields);
    else
        log::info("script", what, fields);
}

}  // namespace

ScriptRun::ScriptRun(const script::Script& script, const options::Options& options)
    : script_(script),
      options_(options),
      interpreter_(script, options.timeout, [this](const script::Event& event) { tell(event); }) {}

// ---- what comes ---------------------------------------------------------------------------------

bool ScriptRun::is_live() const {
    return state_.phase == screen::Phase::live && state_.clipboard.settled && picture_.whole();
}

void ScriptRun::take(const screen::Mailbox::Delivery& delivery) {
    const auto now = Clock::now();
    changed_ = delivery.picture.has_value();
    if (changed_) {
        picture_.copy(*delivery.picture);
        read_ = false;
        if (errand_) errand_->look(delivery.picture->damage, picture_, now);
    }
    state_ = delivery.state;
    const bool was_live = std::exchange(live_, is_live());
    if (live_ && !was_live)
        stillness_.prime(picture_.pixels(), picture_.size(), now);
    else if (live_ && changed_)
        stillness_.look(delivery.picture->damage, picture_.pixels(), picture_.size(), now);
}

const std::string* ScriptRun::lines() {
    if (!std::exchange(read_, true)) {
        page_ = text::read_page({picture_.pixels(), picture_.size()});
        lines_ = page_ ? page_->plain() : std::string();
    }
    return page_ ? &lines_ : nullptr;
}

screen::ScreenState ScriptRun::screen_state() {
    lines();
    return states::classify(page_, states::colours_of({picture_.pixels(), picture_.size()}));
}

// A picture that reaches beyond the screen is not there.
bool ScriptRun::shows(const script::Region& region) const {
    const auto& wanted = script_.pictures.at(region.file);
    const screen::DesktopRect part{region.at.x, region.at.y, wanted.size.width, wanted.size.height};
    const auto size = picture_.size();
    return screen::DesktopRect{0, 0, size.width, size.height}.contains(part) &&
           screen::cut_out(picture_.pixels(), size.width, part) == wanted.pixels;
}

script::View ScriptRun::view() {
    script::View view;
    view.live = live_;
    view.loss = state_.loss;
    view.still_since = stillness_.since();
    view.size = picture_.size();
    view.pointer_steps = state_.pointer_steps;
    view.text = [this] { return lines(); };
    view.state = [this] { return screen_state(); };
    view.region = [this](const script::Region& region) { return shows(region); };
    view.may_begin = [this] { return gate_.pass(); };
    return view;
}

// ---- what is done -------------------------------------------------------------------------------

typing::Order ScriptRun::order_of(const script::Type& type) const {
    using Way = typing::Pacer::Way;
    return {type.text.copy(), options_.guest_layout, options_.untypable,
            type.echo ? Way::follow : Way::fixed,
            tr_later("The screen does not show what is typed; if that is right, as for a password, "
                     "write type no-echo.")};
}

// Whether the keys of this server and layout can type all of it, before any of it is typed.
std::optional<Failure> ScriptRun::check() const {
    for (const auto& step : script_.steps) {
        const auto* type = std::get_if<script::Type>(&step.action);
        if (type == nullptr) continue;
        if (auto failure = typing::unfit(order_of(*type), !state_.extended_keys)) {
            failure->sentence = script_.place(step.line) + failure->sentence;
            return failure;
        }
    }
    return std::nullopt;
}

void ScriptRun::send_all(std::vector<rfb::ClientMessage> messages) const {
    for (auto& message : messages) send_(std::move(message));
}

std::optional<Failure> ScriptRun::print(std::string_view text, const std::string& file) const {
    const int error =
        file == "-" ? write_all(STDOUT_FILENO, text, cancel_) : write_file(file, text, cancel_);
    return error == 0 ? std::nullopt : std::optional(unwritable(file, error));
}

std::optional<Failure> ScriptRun::carry(const script::Type& type) {
    errand_.emplace(order_of(type));
    return errand_->begin(state_, picture_, send_, say_);
}

std::optional<Failure> ScriptRun::carry(const script::Press& press) {
    send_all(ui::Keyboard::chord(press.keys.pressed(), state_.extended_keys));
    return std::nullopt;
}

std::optional<Failure> ScriptRun::carry(const script::Move& move) {
    send_(rfb::pointer_event(0, move.at, rfb::MessageKind::motion));
    return std::nullopt;
}

std::optional<Failure> ScriptRun::carry(const script::Click& click) {
    using enum rfb::MessageKind;
    send_(rfb::pointer_event(0, click.at, motion));
    send_(rfb::pointer_event(click.button, click.at, press));
    send_(rfb::pointer_event(0, click.at, release));
    return std::nullopt;
}

std::optional<Failure> ScriptRun::carry(const script::TakeShot& shot) {
    if (!shot.part) return screen::write_picture(picture_, shot.file, cancel_);
    const auto part = screen::cut_out(picture_.pixels(), picture_.size().width, *shot.part);
    return screen::write_picture(part, {shot.part->width, shot.part->height}, shot.file, cancel_);
}

std::optional<Failure> ScriptRun::carry(const script::ReadText& read) {
    if (const auto* text = lines()) return print(*text, read.file);
    return text::no_text();
}

std::optional<Failure> ScriptRun::carry(const script::Say& say) {
    return print(say.words + "\n", "-");
}

// ---- the loop -----------------------------------------------------------------------------------

void ScriptRun::tell(const script::Event& event) const {
    using Kind = script::Event::Kind;
    const char* what = event.kind == Kind::started    ? "step started"
                       : event.kind == Kind::finished ? "step finished"
                                                      : "step failed";
    const auto line = std::to_string(event.step.line);
    const std::string command(event.step.command);
    if (event.kind == Kind::started)
        tell_fact(options_, what, {{"line", line}, {"command", command}});
    else
        tell_fact(
            options_, what,
            {{"line", line}, {"command", command}, {"ms", std::to_string(event.took.count())}});
}

// One step is carried out, or what was begun goes on. Nothing: it is not over.
std::optional<Ended> ScriptRun::turn() {
    const auto now = Clock::now();
    std::optional<Failure> failure;
    if (!errand_) {
        const auto order = interpreter_.next(view(), now);
        if (const auto* ended = std::get_if<Ended>(&order)) return *ended;
        rests_ = std::holds_alternative<script::Rest>(order);
        if (rests_) return std::nullopt;
        failure = std::visit([this](const auto& action) { return carry(action); },
                             std::get<script::Carry>(order).step->action);
    }
    if (errand_ && !failure) {
        failure = errand_->turn(state_, send_, now);
        rests_ = !errand_->done();
    }
    if (failure) return interpreter_.failed(*failure, now);
    if (errand_ && !errand_->done()) return std::nullopt;
    errand_.reset();
    interpreter_.finished(now);
    return std::nullopt;
}

std::optional<Ended> ScriptRun::begin() {
    if (state_.ending) return Ended{static_cast<int>(state_.ending->code), *state_.ending};
    if (!live_) {
        if (Clock::now() < deadline_) return std::nullopt;
        const Failure late{ExitCode::out_of_time,
                           tr("No whole picture came in time; check the console, or give more time "
                              "with --timeout.")};
        return Ended{static_cast<int>(late.code), late};
    }
    if (const auto failure = check()) return Ended{static_cast<int>(failure->code), *failure};
    begun_ = true;
    // For programs, in no language.
    const bool piped = options_.script_file == "-";
    tell_fact(options_, "script started", {{"file", piped ? "standard input" : script_.name}});
    return std::nullopt;
}

void ScriptRun::prepare(Send send, Say say, Clock::time_point deadline, std::stop_token cancel) {
    send_ = std::move(send);
    say_ = std::move(say);
    deadline_ = deadline;
    cancel_ = std::move(cancel);
}

std::optional<Ended> ScriptRun::act() {
    std::optional<Ended> ended;
    if (!begun_)
        ended = begin();
    else if (state_.ending)
        ended = interpreter_.failed(errand_ ? errand_->ended(*state_.ending) : *state_.ending,
                                    Clock::now());
    if (begun_ && !ended) ended = turn();
    if (begun_ && ended)
        tell_fact(options_, "script finished", {{"code", std::to_string(ended->code)}});
    return ended;
}

std::optional<ScriptRun::Clock::time_point> ScriptRun::due(Clock::time_point now) const {
    if (!begun_) return deadline_;
    if (!rests_) return now;
    return errand_ ? errand_->due() : interpreter_.due();
}

// Pictures are looked at ten times a second at most.
void ScriptRun::sleep() {
    if (begun_ && !rests_) return;
    if (looks() && changed_) rest(screen::Shot::between_looks, cancel_);
    alarm_.sleep(due(Clock::now()));
}

Ended ScriptRun::run(screen::Mailbox& mailbox, const Send& send, const Say& say,
                     Clock::time_point deadline, const std::stop_token& cancel) {
    prepare(send, say, deadline, cancel);
    const std::stop_callback cancelled(cancel, [this] { wake(); });
    while (!cancel.stop_requested()) {
        const auto delivery = mailbox.take();
        take(delivery);
        if (delivery.picture) screen::Mailbox::acknowledge(*delivery.picture);
        if (auto ended = act()) return *ended;
        sleep();
    }
    const Ended ended{0, Failure{ExitCode::done, tr("It was cancelled.")}};
    if (begun_) tell_fact(options_, "script finished", {{"code", std::to_string(ended.code)}});
    return ended;
}

}  // namespace ecsview

// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/pasting.h"

#include <algorithm>

#include "base/language.h"
#include "base/utf8.h"

namespace ecsview::ui {
namespace {

using typing::Missing;

// In characters: what is longer is shown before it is typed.
constexpr std::size_t short_text = 200;
// Of what is shown: enough to see that it is the right text.
constexpr std::size_t most_lines = 6, most_characters = 400;

struct Shape {
    std::size_t lines = 1;
    bool controls = false;
};

Shape shape_of(std::string_view text) {
    Shape shape;
    while (const auto c = utf8_next(text)) {
        const bool ends_line = *c == U'\n' || (*c == U'\r' && !text.starts_with('\n'));
        if (ends_line && !text.empty()) ++shape.lines;
        shape.controls = shape.controls || (*c < 0x20 && *c != U'\n') || *c == 0x7f;
    }
    return shape;
}

// The beginning of it, with a dot for each control character.
std::string beginning(std::string_view text) {
    std::string out;
    std::size_t lines = 1, characters = 0;
    while (!text.empty() && characters < most_characters) {
        const std::string_view rest = text;
        const char32_t c = *utf8_next(text);
        if (c == U'\r') continue;
        if (c == U'\n' && ++lines > most_lines) break;
        const bool control = (c < 0x20 && c != U'\n') || c == 0x7f;
        out += control ? "\u00b7" : std::string(rest.substr(0, rest.size() - text.size()));
        ++characters;
    }
    while (!out.empty() && out.back() == '\n') out.pop_back();
    return text.empty() ? out : out + " \u2026";
}

}  // namespace

Pasting::Pasting(Secret text, typing::Layout layout, const screen::ConsoleState& state, Shown shown,
                 Send send)
    : text_(std::move(text)),
      layout_(layout),
      extended_(state.extended_keys),
      leds_(state.leds),
      os_(state.machine.os),
      shown_(std::move(shown)),
      send_(std::move(send)) {
    ask();
}

typing::Plan Pasting::plan(Missing how) const {
    return typing::plan(text_.reveal(), layout_, how, !extended_);
}

// ---- before it types ----------------------------------------------------------------------------

void Pasting::ask() {
    const auto all = plan(Missing::stop);
    const Shape shape = shape_of(text_.reveal());
    const std::size_t characters = all.characters() + all.left_out;
    const bool known = shape.lines == 1 && !shape.controls && characters <= short_text;
    if (all.missing.empty() && known) return begin(Missing::stop);
    std::vector<Answer> answers;
    const auto offer = [&](Missing how, const std::string& label, const char* key) {
        answers_.push_back(how);
        answers.push_back({label, key});
    };
    std::string words = beginning(text_.reveal());
    if (all.missing.empty()) {
        offer(Missing::stop, tr("Type it"), "Enter");
    } else {
        words += "\n\n" + tr("The guest's layout, {1} (--guest-layout), has no {2}.",
                             layout_.name(), typing::names_of(all.missing));
        if (!all.steps.empty()) offer(Missing::leave_out, tr("Type the rest"), "R");
        if (os_ != screen::OsType::windows && plan(Missing::linux).left_out < all.left_out)
            offer(Missing::linux, tr("By number, Ctrl+Shift+U"), "U");
        if (os_ != screen::OsType::linux && plan(Missing::windows).left_out < all.left_out)
            offer(Missing::windows, tr("By number, Alt+0\u2026"), "A");
    }
    answers.push_back({tr("Do not type"), "Esc"});
    question_.emplace(
        tr("Type {1} in {2}?", tr_count(characters, "{1} character", "{1} characters"),
           tr_count(shape.lines, "{1} line", "{1} lines")),
        words, answers);
}

void Pasting::answer(std::size_t number, TimePoint now) {
    question_.reset();
    if (typist_) {
        if (number != 0) return cancel(tr("It was stopped."));
        return typist_->go_blind(now);
    }
    if (number >= answers_.size()) return cancel("");
    begin(answers_[number]);
}

void Pasting::begin(Missing how) {
    if (extended_)
        for (auto& message : typing::without_caps_lock(leds_)) send_(std::move(message));
    typist_.emplace(plan(how), typing::Pacer::Way::follow);
    if (shown_.framebuffer) typist_->prime(shown_.framebuffer->pixels(), shown_.size);
}

// ---- while it types -----------------------------------------------------------------------------

void Pasting::look(const screen::PictureUpdate& update, TimePoint now) {
    shown_ = {update.framebuffer, update.size};
    if (typist_) typist_->look(update.damage, update.framebuffer->pixels(), update.size, now);
}

void Pasting::act(TimePoint now) {
    if (!typist_ || question_ || over_) return;
    for (auto& message : typist_->turn(now)) send_(std::move(message));
    if (typist_->phase() == typing::Typist::Phase::done) over_ = true;
    if (typist_->phase() == typing::Typist::Phase::unseen) ask_about_echo();
}

void Pasting::ask_about_echo() {
    question_.emplace(
        tr("The screen does not show what is typed"),
        typed() + "\n" +
            tr("That is so where a password is asked for. Elsewhere the guest may be busy, and "
               "would lose what comes at a fixed pace."),
        std::vector<Answer>{{tr("Go on at a fixed pace"), "G"}, {tr("Stop"), "Esc"}});
}

std::optional<Pasting::TimePoint> Pasting::due() const {
    return typist_ && !question_ && !over_ ? typist_->due() : std::nullopt;
}

void Pasting::cancel(const std::string& why) {
    over_ = true;
    question_.reset();
    why_ = why;
}

std::string Pasting::typed() const {
    return typing::typed_words(*typist_);
}

std::string Pasting::words() const {
    if (!typist_) return why_;
    if (over_) return why_.empty() ? typed() : tr("{1} {2}", why_, typed());
    return tr_count(typist_->total(), "Typing: {2} of {1} character. Any key stops it.",
                    "Typing: {2} of {1} characters. Any key stops it.", typist_->typed());
}

}  // namespace ecsview::ui

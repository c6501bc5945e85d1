// SPDX-License-Identifier: GPL-2.0-or-later
// What each command does: the one place.
#include <utility>

#include "base/language.h"
#include "base/log.h"
#include "ui/controls.h"
#include "ui/input/command_table.h"

namespace ecsview::ui {

// What each command does.
struct Controls::Effect {
    Controls& on;

    void operator()(command::Reconnect) const { on.session_.reconnect(); }
    void operator()(command::TakeOver) const { on.session_.take_over(); }
    // An open menu would keep them from the guest.
    void operator()(const command::SendKeys& send) const {
        on.close_menu();
        on.input_.send_keys(send.keys);
    }
    void operator()(command::SendOwn own) const {
        on.close_menu();
        on.input_.send_keys(on.options_.own_chords[own.number].keys);
    }
    void operator()(command::HoldKey key) const { on.hold(key.modifier); }
    void operator()(command::ToggleGrab) const { on.grab(!on.grabbed_); }
    void operator()(command::ToggleViewOnly) const { on.set_view_only(!on.view_only_); }
    void operator()(command::Paste) const { on.paste(); }
    void operator()(command::CopyText copy) const { on.copy(copy.shape); }
    void operator()(command::CopyAll) const { on.copy_all(); }
    void operator()(command::SetScale scale) const { on.presenter_.set_mode(scale.mode); }
    void operator()(command::ToggleStatistics) const { on.window_.toggle_statistics(); }
    void operator()(command::ToggleFullscreen) const {
        on.grab(false);                                    // full screen has its own
        if (on.now_.fullscreen) on.input_.capture(false);  // its chord may be the only way back
        on.window_.toggle_fullscreen();
    }
    void operator()(command::ToggleKeyboard) const {
        on.close_menu();
        on.touch_.toggle_board();
    }
    void operator()(command::CopyFailure) const { on.copy_failure(); }
    void operator()(command::SaveRecording) const { on.save_recording(); }
    void operator()(command::PausePlayback) const { on.session_.playback()->toggle_pause(); }
    // As far as there is something: the recording knows its ends.
    void operator()(command::SeekPlayback seek) const {
        screen::Playback& shown = *on.session_.playback();
        shown.seek(shown.state().at + std::chrono::seconds(seek.seconds));
    }
    void operator()(command::ToggleTimeline) const { on.timeline_ = !on.timeline_; }
    void operator()(command::SetPlaybackSpeed speed) const {
        on.session_.playback()->set_speed(speed.times);
    }
    void operator()(command::ToWall) const {
        on.grab(false);
        on.window_.leave();
    }
    void operator()(command::NextConsole) const { on.leave_for(true); }
    void operator()(command::PreviousConsole) const { on.leave_for(false); }
    void operator()(command::Quit) const { on.window_.quit(); }
    void operator()(command::ToggleMouse) const {
        on.close_menu();
        on.input_.capture(on.input_.mouse_use() != MouseUse::captured);
    }
    void operator()(command::ToggleMenu) const {
        if (on.menu_)
            on.close_menu(), on.held_before_menu_.clear();
        else
            on.open_menu();
    }
    void operator()(command::ShowPage shown) const {
        if (!on.menu_) on.open_menu();
        on.menu_->show(shown.page);
    }
    void operator()(command::CloseMenu) const { on.close_menu(); }
};

// What was held when the menu opened is held on, for Ctrl and Alt can be chosen one by one only.
void Controls::hold(int modifier) {
    close_menu();
    for (const int before : std::exchange(held_before_menu_, {})) input_.hold(before);
    input_.hold(modifier);
}

void Controls::leave_for(bool next) {
    grab(false);
    window_.leave_for(next);
}

std::string Controls::way_out() const {
    const std::string own = options_.hotkeys.text_of(command::ToggleGrab{});
    return own.empty() ? options_.hotkeys.text_of(command::ToggleMenu{}) : own;
}

void Controls::grab(bool on) {
    if (std::exchange(grabbed_, on) == on) return;
    now_.grabbed = on;
    window_.grab_keyboard(on);
    tell(on ? tr("All keys go to the guest; {1} gives them back.", way_out())
            : tr("The keyboard is yours again."));
}

void Controls::set_view_only(bool on) {
    if (on) grab(false);
    view_only_ = now_.behaviour.view_only = on;
    input_.set_view_only(on);
    window_.keep_keyboard(!on);
    update();
    tell(on ? tr("View only: no keys and no pointer are sent.") : tr("Keys and pointer are sent."));
}

void Controls::paste() {
    close_menu();
    if (view_only_) return tell(tr("View only: nothing is typed."));
    auto clipboard = window_.clipboard_text();
    if (!clipboard) return tell(tr("The program that was copied from does not give its text."));
    Secret text(std::move(*clipboard));
    if (text.empty()) return tell(tr("There is no text to type in the clipboard."));
    if (prompt_.open()) return prompt_.paste(text.reveal());
    if (text.reveal().size() > typing::max_text_bytes)
        return tell(
            tr("The clipboard's text is longer than 1 MiB, which would take hours to type."));
    grab(false);
    input_.release_all();
    paste_.begin(std::move(text));
    update();
}

// What is on the screen, standing still; nothing: no text, which is said.
std::optional<text::Page> Controls::freeze_page() {
    close_menu();
    presenter_.freeze();
    auto page = text::read_page({presenter_.frozen_pixels(), presenter_.desktop_size()});
    if (page && !page->letters.empty()) return page;
    presenter_.thaw();
    tell(tr("There is no text on the screen that can be copied."));
    return std::nullopt;
}

void Controls::copy(text::Shape shape) {
    auto page = freeze_page();
    if (!page) return;
    grab(false);
    input_.release_all();
    copying_.emplace(std::move(*page), shape,
                     [this](const std::string& text) { return window_.set_clipboard_text(text); });
    update();
}

void Controls::copy_all() {
    const auto page = freeze_page();
    if (!page) return;
    presenter_.thaw();
    const auto copied = text::read(*page, text::all_of(*page));
    tell(words_of(copied, window_.set_clipboard_text(copied.text)));
}

void Controls::save_recording() {
    close_menu();
    saving_ = session_.save_recording();
    settle_saving();
}

void Controls::settle_saving() {
    if (!saving_.valid() || saving_.wait_for(std::chrono::seconds(0)) != std::future_status::ready)
        return;
    const auto saved = saving_.get();
    tell(saved ? tr("The last minutes are saved as {1}.", log::printable(*saved, 200))
               : saved.failure().sentence);
}

// Whoever reads the ticket wants to know which program said so.
void Controls::copy_failure() {
    if (ending_)
        copied_ = window_.set_clipboard_text("ecsview " ECSVIEW_VERSION ": " + ending_->sentence);
}

void Controls::perform(const Command& command) {
    if (row_of(command).offer(now_) == Offer::ready) std::visit(Effect{*this}, command);
}

}  // namespace ecsview::ui

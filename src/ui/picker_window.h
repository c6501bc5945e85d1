// SPDX-License-Identifier: GPL-2.0-or-later
// The picker's window: takes SDL's events to Picker and shows what it says, until an instance is
// chosen or somebody closes it. Main thread, as Window; only wake() and request_quit() may be
// called from other threads. No SDL type is in this header.
#pragma once

#include <memory>
#include <string>
#include <variant>

#include "base/error.h"
#include "ui/picker/census.h"
#include "ui/picker/picker.h"
#include "ui/window_options.h"

namespace ecsview::ui {

// Who asks for the instances. Called on the ui thread; no call may block.
class Registrar {
public:
    virtual ~Registrar() = default;

    // What is known now.
    virtual Census census() = 0;
    // Begins a round of questions, of all regions or of the one.
    virtual void ask(bool everywhere) = 0;
    // Whether anybody can see the answers.
    virtual void seen(bool seen) = 0;
    // A person has done something.
    virtual void attended() = 0;
};

// An instance was chosen; or there was an end: the code and, unless it is done, the reason.
using Picked = std::variant<picker::Open, Failure>;

class PickerWindow {
public:
    // Opens the display and shows the window, for there is something to see at once. Of the options
    // it uses size, display and full screen. Throws NoDisplay, or Error (ExitCode::no_display)
    // where it does not do.
    explicit PickerWindow(const WindowOptions& options);
    ~PickerWindow();
    PickerWindow(const PickerWindow&) = delete;
    PickerWindow& operator=(const PickerWindow&) = delete;

    // Any thread: there is a new census.
    void wake() noexcept;
    // Any thread: ends run() as the close button does.
    void request_quit() noexcept;

    Picked run(Registrar& registrar);

private:
    class Loop;
    struct Display;
    const std::unique_ptr<Display> display_;
};

}  // namespace ecsview::ui

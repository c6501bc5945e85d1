// SPDX-License-Identifier: GPL-2.0-or-later
#include "failure_window.h"

#include <utility>

#include "base/log.h"
#include "base/termination.h"
#include "screen/mailbox.h"
#include "ui/window.h"

namespace ecsview {

void show(const Failure& failure) {
    const Termination termination;
    ui::WindowOptions options;
    options.behaviour.stay = true;
    options.behaviour.can_retry = false;  // the same words would fail again
    ui::NoSession nobody;
    ui::NoSupervision unwatched;
    try {
        ui::Window window(std::move(options));
        screen::Mailbox mailbox([&] { window.wake(); });
        const TerminationWatch watch(termination, [&](int) { window.request_quit(); });
        screen::ConsoleState state;
        state.phase = screen::Phase::ended;
        state.ending = failure;
        mailbox.post(state);
        window.run(mailbox, nobody, unwatched);
    } catch (const Error& error) {
        log::info("ui", "a failure is not shown", {{"because", error.failure().sentence}});
    }
}

}  // namespace ecsview

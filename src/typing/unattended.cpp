// SPDX-License-Identifier: GPL-2.0-or-later
#include "typing/unattended.h"

#include "base/language.h"

namespace ecsview::typing {

std::optional<Failure> Unattended::step(screen::Mailbox& mailbox, const Send& send,
                                        const Say& say) {
    const auto delivery = mailbox.take();
    if (delivery.picture) {
        picture_.take(*delivery.picture);
        errand_.look(delivery.picture->damage, picture_, Clock::now());
    }
    if (delivery.state.ending) return errand_.ended(*delivery.state.ending);
    if (!errand_.begun()) {
        if (!picture_.whole() || delivery.state.phase != screen::Phase::live) return std::nullopt;
        if (auto failure = errand_.begin(delivery.state, picture_, send, say)) return failure;
    }
    return errand_.turn(delivery.state, send, Clock::now());
}

std::optional<Failure> Unattended::run(screen::Mailbox& mailbox, const Send& send, const Say& say,
                                       Clock::time_point deadline, const std::stop_token& cancel) {
    const std::stop_callback cancelled(cancel, [this] { wake(); });
    while (!cancel.stop_requested()) {
        if (auto failure = step(mailbox, send, say)) return failure;
        if (errand_.done()) return std::nullopt;
        if (!errand_.begun() && Clock::now() >= deadline)
            return errand_.ended(
                {ExitCode::out_of_time,
                 tr("No whole picture came in time; check the console, or give more "
                    "time with --timeout.")});
        alarm_.sleep(errand_.due().value_or(deadline));
    }
    return errand_.ended({ExitCode::done, tr("It was cancelled.")});
}

}  // namespace ecsview::typing

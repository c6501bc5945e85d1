// SPDX-License-Identifier: GPL-2.0-or-later
#include "picking.h"

#include <unistd.h>

#include "account.h"
#include "base/certificates.h"
#include "base/language.h"
#include "instance_watch.h"
#include "ui/no_display.h"
#include "ui/picker_window.h"

namespace ecsview {
namespace {

ui::WindowOptions window_options(const options::Options& options) {
    ui::WindowOptions out;
    out.behaviour = options;
    out.size = options.window_size;
    out.display = options.display;
    return out;
}

std::variant<Picked, Failure> ask(const options::Options& options, ecs::Environment environment,
                                  const Termination& termination) {
    ui::PickerWindow window(window_options(options));
    const auto roots = trusted_roots(options.ca_file);
    Account account(options, std::move(environment), roots);
    const auto picked = [&] {
        InstanceWatch watch(options, account, [&] { window.wake(); });
        const TerminationWatch signals(termination, [&](int) { window.request_quit(); });
        return window.run(watch);
    }();
    if (const auto* failure = std::get_if<Failure>(&picked)) return *failure;
    const auto& open = std::get<ui::picker::Open>(picked);
    return Picked{open.id, open.region, std::move(account).give_back()};
}

}  // namespace

std::optional<Failure> nobody_to_ask(const options::Options& options) {
    if (options.stay || isatty(STDIN_FILENO) || isatty(STDOUT_FILENO)) return std::nullopt;
    return Failure{
        ExitCode::usage,
        tr("TARGET is missing: give an instance ID (i-...), a VncUrl or vnc://host; without "
           "one, ecsview asks which instance is meant, on a terminal or with --stay; see "
           "ecsview --help")};
}

std::variant<Picked, Failure> pick(const options::Options& options, ecs::Environment environment,
                                   const Termination& termination) {
    try {
        return ask(options, std::move(environment), termination);
    } catch (const ui::NoDisplay&) {
        return Failure{
            ExitCode::usage,
            tr("TARGET is missing, and there is no display on which to choose one: give an "
               "instance ID (i-...), a VncUrl or vnc://host (ecsview list prints the "
               "instances); see ecsview --help")};
    }
}

}  // namespace ecsview

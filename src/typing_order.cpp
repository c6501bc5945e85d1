// SPDX-License-Identifier: GPL-2.0-or-later
#include "typing_order.h"

#include <string.h>

#include <cerrno>

#include "base/input.h"
#include "base/language.h"
#include "base/log.h"

namespace ecsview {
namespace {

Failure unreadable(const std::string& file, int error) {
    const std::string place = file == "-" ? tr("standard input") : log::printable(file);
    if (error == ECANCELED) return {ExitCode::done, tr("Nothing was typed.")};
    if (error == EFBIG)
        return {ExitCode::usage,
                tr("The text of {1} is longer than 1 MiB, which would take hours to type; bring it "
                   "to the guest by the network.",
                   place)};
    return {ExitCode::usage,
            tr("The text could not be read from {1} ({2}); check --file.", place, strerror(error))};
}

}  // namespace

Result<typing::Order> typing_order(const options::Options& options, const std::stop_token& cancel) {
    if (options.view_only)
        return Failure{
            ExitCode::usage,
            tr("Nothing was typed: --view-only, or ViewOnly in the address, forbids it.")};
    typing::Order order{Secret(), options.guest_layout, options.untypable,
                        options.no_echo ? typing::Pacer::Way::fixed : typing::Pacer::Way::follow};
    const int error = read_file(options.text_file, typing::max_text_bytes, cancel, order.text);
    if (error != 0) return unreadable(options.text_file, error);
    if (order.text.empty())
        return Failure{ExitCode::usage, tr("Nothing was typed: the text is empty.")};
    return order;
}

}  // namespace ecsview

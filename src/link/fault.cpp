// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/fault.h"

namespace ecsview::link {
namespace {

Cause cause_of(ExitCode code) {
    switch (code) {
        case ExitCode::in_use: return Cause::in_use;
        case ExitCode::network:
        case ExitCode::protocol:  // a server that restarts may say anything
        case ExitCode::out_of_time: return Cause::network;
        case ExitCode::decoder: return Cause::decoder;
        case ExitCode::api: return Cause::instance;
        default: return Cause::person;
    }
}

// Whoever refused knows best whether it is for good.
Fault fault_of(const Failure& failure) {
    std::optional<std::chrono::milliseconds> retry_after;
    if (failure.advice.not_before.count() > 0) retry_after = failure.advice.not_before;
    switch (failure.advice.retry) {
        case Retry::never: return {Cause::person, {}};
        case Retry::instance: return {Cause::instance, retry_after};
        case Retry::later:
            if (failure.code != ExitCode::api) break;
            return {retry_after ? Cause::throttled : Cause::network, retry_after};
        case Retry::unsaid: break;
    }
    return {cause_of(failure.code), retry_after};
}

}  // namespace

Fault fault_of(const Outcome& outcome) {
    switch (outcome.kind) {
        case OutcomeKind::silent: return {Cause::silence, {}};
        case OutcomeKind::stale: return {Cause::stale_url, {}};
        case OutcomeKind::decoder_failed: return {Cause::decoder, {}};
        case OutcomeKind::password_refused: return {Cause::person, {}};
        case OutcomeKind::hopeless: return {Cause::hopeless, {}};
        default: return fault_of(outcome.failure);
    }
}

}  // namespace ecsview::link

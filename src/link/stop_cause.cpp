// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/stop_cause.h"

#include <string>

#include "base/log.h"

namespace ecsview::link {
namespace {

std::string quoted(const std::string& reason) {
    return reason.empty() ? std::string() : " (\"" + log::printable(reason) + "\")";
}

}  // namespace

Failure failure_of(const screen::Stopped& message, std::string_view where) {
    using screen::StopCause;
    const std::string place(where);
    const std::string words = quoted(message.reason);
    switch (message.cause) {
        case StopCause::closed_by_peer:
            return {ExitCode::network, "The server at " + place +
                                           " closed the connection; check that it is still in "
                                           "order, and connect again."};
        case StopCause::not_rfb:
            return {ExitCode::protocol, "What answers at " + place +
                                            " does not speak RFB; check that it is a VNC console."};
        case StopCause::no_security_type:
            return {ExitCode::protocol, "The server at " + place +
                                            " wants a kind of login that ecsview does not have; "
                                            "set it to None or VNC authentication."};
        case StopCause::refused:
            return {ExitCode::protocol, "The server at " + place + " refused the connection" +
                                            words + "; try again later."};
        case StopCause::password_refused:
            return {ExitCode::password,
                    "The VNC password was refused" + words + "; check it and try again."};
        case StopCause::password_missing:
            return {ExitCode::password,
                    "The console asks for a VNC password; give it with --password-file or "
                    "ECSVIEW_VNC_PASSWORD."};
        case StopCause::closed_at_init:
            return {ExitCode::in_use,
                    "Another session has the console at " + place +
                        " for itself; close that one, or take the console over (--take-over)."};
        case StopCause::size_refused:
            return {ExitCode::protocol, "The server at " + place +
                                            " announced a screen beyond 8192 pixels a side or 33 "
                                            "megapixels; lower its resolution."};
        case StopCause::protocol_fault:
            return {ExitCode::protocol,
                    "The server at " + place + " sent what is not RFB, or was never agreed on" +
                        words + "; if this goes on, report what the server is."};
        case StopCause::internal: break;
    }
    return {ExitCode::decoder, "The picture decoder could not go on; try again."};
}

}  // namespace ecsview::link

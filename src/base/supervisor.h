// SPDX-License-Identifier: GPL-2.0-or-later
// Tells the service manager how it goes: systemd's notify protocol (sd_notify(3)), one datagram a
// message. Outside of a service nothing happens. libsystemd would do the same, but it and what it
// needs are not on every kiosk, and the protocol is one sendmsg(2). Any thread; it never blocks.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/unique_fd.h"

namespace ecsview {

class Supervisor {
public:
    // Reads NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID and takes them out of the environment, so
    // before the first other thread.
    Supervisor();

    void ready() const;                         // READY=1
    void status(std::string_view words) const;  // one line for people, without secrets
    void alive() const;                         // WATCHDOG=1
    void stopping() const;                      // STOPPING=1

    // How often alive() is due: half of the service manager's limit. Nothing: never.
    std::optional<std::chrono::milliseconds> interval() const { return interval_; }

private:
    void tell(std::string_view message) const;

    std::string address_;  // of the socket; a zero byte first if it is abstract
    UniqueFd socket_;
    std::optional<std::chrono::milliseconds> interval_;
};

}  // namespace ecsview

// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/supervisor.h"

#include <stddef.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstring>

#include "base/environment.h"
#include "base/log.h"

namespace ecsview {
namespace {

constexpr std::size_t longest_status = 400;
// A day, in microseconds. A longer limit is cut to this, which only means more messages, and the
// clock cannot overflow.
constexpr std::int64_t longest_watchdog = std::int64_t{24} * 60 * 60 * 1'000'000;

std::string taken(const char* name) {
    auto value = environment(name);
    unsetenv(name);
    return value.value_or(std::string());
}

std::optional<std::int64_t> number(const std::string& text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value <= 0) return std::nullopt;
    return value;
}

// WATCHDOG_PID names the process that is watched. If it is not set, it is the one that reads this.
std::optional<std::chrono::milliseconds> watchdog_interval() {
    const auto span = number(taken("WATCHDOG_USEC"));
    const std::string pid = taken("WATCHDOG_PID");
    if (!span || (!pid.empty() && number(pid) != getpid())) return std::nullopt;
    return std::chrono::milliseconds((std::min(*span, longest_watchdog) + 1999) / 2000);
}

}  // namespace

Supervisor::Supervisor() : address_(taken("NOTIFY_SOCKET")) {
    const auto interval = watchdog_interval();
    const bool usable = address_.size() > 1 && address_.size() < sizeof(sockaddr_un::sun_path) &&
                        (address_.front() == '/' || address_.front() == '@');
    if (!usable) return;
    if (address_.front() == '@') address_.front() = '\0';
    socket_ = UniqueFd(socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    interval_ = interval;
}

void Supervisor::tell(std::string_view message) const {
    if (!socket_) return;
    sockaddr_un to{};
    to.sun_family = AF_UNIX;
    std::memcpy(to.sun_path, address_.data(), address_.size());
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + address_.size());
    sendto(socket_.get(), message.data(), message.size(), MSG_NOSIGNAL | MSG_DONTWAIT,
           reinterpret_cast<const sockaddr*>(&to), size);
}

void Supervisor::ready() const {
    tell("READY=1\n");
}

// A line break would begin another assignment.
void Supervisor::status(std::string_view words) const {
    tell("STATUS=" + log::printable(words, longest_status) + "\n");
}

void Supervisor::alive() const {
    tell("WATCHDOG=1\n");
}

void Supervisor::stopping() const {
    tell("STOPPING=1\n");
}

}  // namespace ecsview

// SPDX-License-Identifier: GPL-2.0-or-later
// What is made of what was seen: ok, a warning, or a failure with what mends it. Pure: the clock is
// passed in. Any thread.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/certificates.h"
#include "base/proxy.h"
#include "doctor/check.h"
#include "ecs/answer.h"
#include "screen/console_state.h"
#include "screen/geometry.h"

namespace ecsview::doctor {

using Milliseconds = std::chrono::milliseconds;

// A sentence of the program's, taken apart: what happened, and what to do next, which is empty if
// it does not say. What the platform knows the question by belongs to what happened.
struct Parted {
    std::string seen, mend;
};
Parted parted(std::string_view sentence);

Check failed(Topic topic, const Failure& failure);
// The same where one can do without.
Check doubtful(Topic topic, const Failure& failure);

// "10.0.0.1:443 (12 ms)"
std::string timed(std::string_view seen, Milliseconds took);

Check of_proxy(Topic topic, const Result<std::optional<Proxy>>& proxy);

struct ShownTls {
    std::string version;                  // of a handshake that went well
    std::optional<Failure> failure;       // of one that did not
    std::vector<ShownCertificate> chain;  // the authority's first
    Milliseconds time{0};
};
Check of_tls(Topic topic, const ShownTls& shown, std::chrono::system_clock::time_point now);

// By how much the platform's clock is ahead of ours.
Check of_clock(std::chrono::system_clock::duration ahead);

// An instance that was found; `region` is the one that was asked for, or empty.
Check of_instance(const ecs::Instance& instance, std::string_view region);
// One that is in no region.
Check of_no_instance(std::string_view id, std::string_view region);

// Of a question that takes a right. Without `needed` a console can be had without it.
Check of_right(Topic topic, const ecs::Refusal& refused, bool needed);
Check of_right(Topic topic, std::string_view action, std::string_view answer);

// The states of a connection, as far as the picture, and when each began.
struct Step {
    screen::Phase phase;
    std::chrono::steady_clock::time_point began;
};
Check of_picture(screen::DesktopSize size, const std::vector<Step>& steps,
                 std::chrono::steady_clock::time_point end);

// Of screen::Wall.
Check of_walls(unsigned missing, bool instrumented);

}  // namespace ecsview::doctor

// SPDX-License-Identifier: GPL-2.0-or-later
// Every time limit of a connection, in one place, with its reason. A value; limits() reads the
// test-only scale once, in main. Nothing else in link/ knows a number of seconds.
#pragma once

#include <chrono>
#include <cstddef>

namespace ecsview::link {

struct Limits {
    using Milliseconds = std::chrono::milliseconds;

    // A silent link is asked for a sign of life after the first, and given up after the second.
    Milliseconds ping_after{20'000}, hang_up_after{35'000};
    // A picture that has begun and does not go on; less than `stall_bytes` in that time is nothing.
    Milliseconds stall_after{30'000};
    int stall_bytes = 512;
    // While bytes come, it is looked at this often, so that a trickle is seen to begin.
    Milliseconds glance_after{4'000};
    // A timer that is later than this was not late: the process was stopped, or the machine slept.
    Milliseconds oversleep{3'000};
    // The platform cuts a console that nobody uses (--idle-limit); something is sent at 2/3 of it.
    Milliseconds idle_limit{60'000};
    // QEMU looks at its screen 50 ms more seldom after each look that saw nothing; after so long it
    // is at about every 480 ms, and is brought back to every 30.
    Milliseconds refresh_pause{2'000};

    // Full jitter: a delay between nothing and a bound that doubles from the first to the second.
    Milliseconds backoff_first{2'000}, backoff_most{60'000};
    // A link that stood this long owes nothing to the failures before it.
    Milliseconds steady{30'000};
    // Nothing gets better before somebody acts, and the platform counts attempts.
    Milliseconds person_first{60'000}, person_most{300'000};
    // An instance that starts; a console that another session has; an API that is overrun.
    Milliseconds instance_wait{20'000}, in_use_wait{60'000}, throttled_wait{60'000};

    // The next address of a host is tried beside the first after so long (RFC 8305 recommends it);
    // TCP has sent its SYN four times when the last one is given up.
    Milliseconds connect_stagger{250}, connect_limit{10'000};
    // A connection that was begun ahead and has died meanwhile shows it at once; what comes later
    // is the server's answer, and not asked for again.
    Milliseconds stale_limit{2'000};
    // A proxy answers when it has reached the console, or given up: squid takes up to a minute, and
    // no URL lives that long.
    Milliseconds proxy_limit{20'000};

    // A server that has not taken the handshake, all of which was said at once, so long after the
    // link opened never will; one across an ocean and a full line has, several times over.
    Milliseconds foreword_limit{10'000};

    // A VncUrl lives 15 s from the platform's answer; the rest is for TCP, TLS and the clock.
    Milliseconds url_life{10'000};

    // So many decoders of one console may die, lie or hang in such a time; then there is no other.
    std::size_t guesses = 8;
    Milliseconds guess_memory{3'600'000};

    // The platform allows 30 connections a minute; a second viewer may share them.
    Milliseconds budget_window{60'000};
    int budget_attempts = 20;

    // What a link has to show in time, and how long one waits after it, divided; at least 1 ms
    // each. The budget stays.
    Limits scaled(int line, int waits) const;
};

// The limits; in a test build divided by ECSVIEW_TEST_SCALE (line) and ECSVIEW_TEST_HASTE (waits),
// with ECSVIEW_TEST_BUDGET attempts.
Limits limits();

}  // namespace ecsview::link

// SPDX-License-Identifier: GPL-2.0-or-later
// How long a session of TLS may be resumed. A server that resumes one shows no certificate, so what
// was found when it showed one has to hold still: no longer than the first certificate of the chain
// that ends, and a day at most. The clock is passed in. Pure; a value.
#pragma once

#include <algorithm>
#include <chrono>

namespace ecsview {

class SessionSpan {
public:
    using Time = std::chrono::sys_seconds;
    static constexpr std::chrono::hours longest{24};

    // Never.
    SessionSpan() = default;
    // The chain was judged now, and was good; the first of its certificates to end does so then.
    SessionSpan(Time now, Time ends) : from_(now), until_(std::min<Time>(ends, now + longest)) {}

    static Time now() {
        return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    }

    // A clock that has gone back tells nothing of what has ended since.
    bool holds(Time now) const { return from_ <= now && now < until_; }
    // Where both hold.
    SessionSpan within(const SessionSpan& other) const {
        SessionSpan both;
        both.from_ = std::max(from_, other.from_);
        both.until_ = std::min(until_, other.until_);
        return both;
    }

private:
    Time from_ = Time::max(), until_ = Time::min();
};

}  // namespace ecsview

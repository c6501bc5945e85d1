// SPDX-License-Identifier: GPL-2.0-or-later
// The sessions of TLS with the API's servers, kept for the next question: in memory, in libcurl's
// own store, which knows them by host and port. One for each set of authorities, so no session
// leads around these; any thread. What holds no longer is thrown away, and all else with it.
#pragma once

#include <memory>
#include <mutex>

#include "base/session_span.h"

namespace ecsview::ecs {

class HttpSessions {
public:
    class Shelf;
    using Time = SessionSpan::Time;

    // What may be resumed now. A request keeps it for as long as it runs. Null: there is no memory.
    std::shared_ptr<Shelf> shelf(Time now);
    // A chain was judged, and the first of it ends then: what the shelf has holds no longer,
    // either.
    void judged(const std::shared_ptr<Shelf>& shelf, Time now, Time ends);
    // Nobody gets it any more. False: there was no session on it.
    bool drop(const std::shared_ptr<Shelf>& shelf);

    // libcurl's handle of it.
    static void* handle(const Shelf& shelf);

private:
    std::mutex mutex_;  // guards the rest
    std::shared_ptr<Shelf> shelf_;
    bool used_ = false;  // a chain was judged since the shelf was empty
    SessionSpan span_;   // if so
};

}  // namespace ecsview::ecs

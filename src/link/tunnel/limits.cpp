// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/tunnel/limits.h"

#include <algorithm>
#include <cstdlib>

namespace ecsview::link {

Limits Limits::scaled(int line, int waits) const {
    Limits out = *this;
    for (auto* limit : {&out.ping_after, &out.hang_up_after, &out.stall_after, &out.glance_after,
                        &out.oversleep, &out.idle_limit, &out.url_life})
        *limit = std::max(*limit / line, Milliseconds(1));
    for (auto* limit :
         {&out.backoff_first, &out.backoff_most, &out.steady, &out.person_first, &out.person_most,
          &out.instance_wait, &out.in_use_wait, &out.throttled_wait, &out.guess_memory})
        *limit = std::max(*limit / waits, Milliseconds(1));
    return out;
}

#ifdef ECSVIEW_TESTING
namespace {
int test_number(const char* name, int otherwise) {
    const char* text = std::getenv(name);
    return text ? std::max(1, std::atoi(text)) : otherwise;
}
}  // namespace

Limits limits() {
    Limits out =
        Limits().scaled(test_number("ECSVIEW_TEST_SCALE", 1), test_number("ECSVIEW_TEST_HASTE", 1));
    out.budget_attempts = test_number("ECSVIEW_TEST_BUDGET", out.budget_attempts);
    return out;
}
#else
Limits limits() {
    return {};
}
#endif

}  // namespace ecsview::link

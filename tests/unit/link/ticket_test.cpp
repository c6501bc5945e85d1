// SPDX-License-Identifier: GPL-2.0-or-later
// How old a VncUrl may be when the connection uses it.
#include "link/connection.h"

#include <gtest/gtest.h>

#include <atomic>

#include "fakes.h"

namespace ecsview::link {
namespace {

using namespace std::chrono_literals;

Destination ticket(std::chrono::milliseconds age, bool expires) {
    Destination out;
    out.host = "127.0.0.1";
    out.expires = expires;
    out.age = age;
    return out;
}

// How often was asked until a tunnel was opened, when the first ticket has that age.
int asked_until_opened(std::chrono::milliseconds age, bool expires = true) {
    auto tunnel = std::make_unique<FakeTunnel>();
    auto& seen = *tunnel;
    std::atomic<int> asked = 0;
    screen::Mailbox mailbox([] {});
    ConnectionSettings settings;
    settings.patience.forever = true;
    settings.limits.backoff_first = settings.limits.backoff_most = 1ms;
    Connection connection(
        {std::make_unique<FakeDecoders>(), std::move(tunnel)},
        [&](const std::stop_token&) { return ticket(asked++ == 0 ? age : 0ms, expires); },
        std::move(settings), mailbox);
    seen.wait_links(1);
    return asked;
}

TEST(TicketTest, OneThatWasOldWhenItCameIsNotUsed) {
    EXPECT_EQ(asked_until_opened(11s), 2);
    EXPECT_EQ(asked_until_opened(0ms), 1);
}

TEST(TicketTest, WhatDoesNotExpireMayBeOld) {
    EXPECT_EQ(asked_until_opened(11s, false), 1);
}

}  // namespace
}  // namespace ecsview::link

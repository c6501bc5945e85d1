// SPDX-License-Identifier: GPL-2.0-or-later
// Several pumps in one program, as a wall has them: whatever libwebsockets keeps for all contexts.
#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "link/tunnel/pump.h"

namespace ecsview::link {
namespace {

// A count without a lock is wrong after some thousand steps on two processors.
TEST(ManyPumps, ComeAndGoSideBySide) {
    std::vector<std::jthread> consoles;
    for (int i = 0; i < 8; ++i)
        consoles.emplace_back([] {
            for (int round = 0; round < 200; ++round) Pump(Trust{}, limits(), [] {});
        });
}

}  // namespace
}  // namespace ecsview::link

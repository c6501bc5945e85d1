// SPDX-License-Identifier: GPL-2.0-or-later
#include "script/gate.h"

#include <gtest/gtest.h>

namespace ecsview::script {
namespace {

TEST(Gate, IsOpenWhereNobodyGoesStepByStep) {
    Gate gate;
    EXPECT_TRUE(gate.open());
    EXPECT_TRUE(gate.pass() && gate.pass());
}

TEST(Gate, AWordIsGoodForOneStep) {
    Gate gate = Gate::closed();
    EXPECT_FALSE(gate.pass());
    gate.let_one();
    gate.let_one();  // said twice
    EXPECT_TRUE(gate.pass());
    EXPECT_FALSE(gate.pass());
    gate.let_all();
    EXPECT_TRUE(gate.pass() && gate.pass());
    EXPECT_TRUE(gate.open());
}

}  // namespace
}  // namespace ecsview::script

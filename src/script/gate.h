// SPDX-License-Identifier: GPL-2.0-or-later
// Whether the next step of a script may begin: where somebody goes through it step by step, each
// waits for a word of theirs. Pure; one thread.
#pragma once

#include <utility>

namespace ecsview::script {

class Gate {
public:
    // Open for all steps.
    Gate() = default;
    static Gate closed() {
        Gate gate;
        gate.open_ = false;
        return gate;
    }

    // A step wants to begin, and does if it may. A word is good for one.
    bool pass() { return open_ || std::exchange(one_, false); }
    void let_one() { one_ = true; }
    void let_all() { open_ = true; }
    bool open() const { return open_; }

private:
    bool open_ = true, one_ = false;
};

}  // namespace ecsview::script

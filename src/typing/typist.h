// SPDX-License-Identifier: GPL-2.0-or-later
// Types a plan: says what is to be sent now, and looks at the picture for what comes of it. It may
// be dropped at any moment: whatever was handed out leaves every key up. Pure, the clock is passed
// in; one thread, its owner's.
#pragma once

#include <optional>
#include <string>

#include "typing/eye.h"
#include "typing/pacer.h"
#include "typing/plan.h"

namespace ecsview::typing {

class Typist {
public:
    using TimePoint = Pacer::TimePoint;
    enum class Phase {
        typing,
        unseen,  // nothing of it shows: it goes on by go_blind() alone
        done,
    };

    Typist(Plan plan, Pacer::Way way, PaceLimits limits = {})
        : plan_(std::move(plan)), pacer_(way, limits), total_(plan_.characters()) {}

    // The picture as it is before the first character, and each change of it.
    void prime(const std::uint32_t* pixels, screen::DesktopSize size) { eye_.prime(pixels, size); }
    void look(const screen::Damage& damage, const std::uint32_t* pixels, screen::DesktopSize size,
              TimePoint now) {
        pacer_.saw(eye_.look(damage, pixels, size), now);
    }

    // What is to be sent now: whole steps. To be asked again when due() has come, or after look().
    std::vector<rfb::ClientMessage> turn(TimePoint now);
    std::optional<TimePoint> due() const;
    Phase phase() const { return phase_; }
    void go_blind(TimePoint now);

    // Characters; one that takes several steps is typed when the last of them is.
    std::size_t typed() const { return typed_; }
    std::size_t total() const { return total_; }
    bool begun() const { return next_ > 0; }

private:
    bool at_end() const { return next_ == plan_.steps.size(); }
    Load load() const;
    Step::Shows shows() const;

    const Plan plan_;
    Pacer pacer_;
    Eye eye_;
    const std::size_t total_;
    std::size_t next_ = 0, typed_ = 0;  // steps, characters
    Phase phase_ = Phase::typing;
};

// "1 of 3 characters were typed."
std::string typed_words(const Typist& typist);

}  // namespace ecsview::typing

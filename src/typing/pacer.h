// SPDX-License-Identifier: GPL-2.0-or-later
// When the next character may go. A guest keeps only few bytes of its keyboard while it is busy and
// drops the rest, a Shift's release among them; so no more than that is under way until the screen
// shows that it has arrived. The first characters go one at a time; once each moves the cursor by
// the same width, its place tells how many have come, and several are under way. Pure, the clock is
// passed in; one thread, its owner's.
#pragma once

#include <chrono>
#include <deque>
#include <optional>

#include "typing/eye.h"
#include "typing/plan.h"

namespace ecsview::typing {

struct PaceLimits {
    using Milliseconds = std::chrono::milliseconds;

    // What others settled on for a character; QEMU hands a guest one key event in 10 ms and keeps
    // 1024 of them, so a character of many events takes longer.
    Milliseconds character{25}, event{12};
    // While the echo follows, the pause between two characters shrinks to this.
    Milliseconds least{2};
    // QEMU's PS/2 keyboard queues 16 bytes while the guest does not look.
    int window = 16;
    // Something came and then nothing more: what is still not counted has come as well. The second
    // is for when the next character would be one too many if that were wrong.
    Milliseconds settle{400}, settle_safely{5'000};
    // Nothing comes: at the first character, and later, when a guest may just be busy.
    Milliseconds first_patience{5'000}, patience{20'000};
    // What is under way so long is given up whatever else changes: a log that scrolls is no echo.
    Milliseconds longest{60'000};
};

class Pacer {
public:
    using TimePoint = std::chrono::steady_clock::time_point;
    enum class Way {
        follow,  // the screen shows what is typed
        fixed,   // it does not, at a password's prompt
    };

    explicit Pacer(Way way, PaceLimits limits = {}) : limits_(limits), way_(way) {}

    // May the next step go now?
    bool ready(const Load& next, Step::Shows shows, TimePoint now);
    void sent(const Load& load, Step::Shows shows, TimePoint now);
    void saw(const Sight& sight, TimePoint now);

    // When something changes without a sight: ready() is to be asked again, or given_up() to be
    // looked at.
    TimePoint due(const Load& next, Step::Shows shows) const;
    // Nothing that was sent is outstanding, or all of it has surely come.
    bool settled(TimePoint now);
    // What was sent does not show.
    bool given_up(TimePoint now) const;
    // The rest goes at the fixed pace, as if nothing were outstanding.
    void go_blind(TimePoint now);

private:
    struct Sent {
        Load load;
        Step::Shows shows;
        TimePoint at;
    };
    bool may_follow(const Load& next, Step::Shows shows) const;
    bool at_edge() const;
    bool glyph_out() const;
    bool quiet() const;
    void came(std::size_t count, TimePoint now);
    void count_single(int advance, TimePoint now);
    void count_by_place(int advance, TimePoint now);
    void left_line(const Sight& sight, TimePoint now);
    TimePoint last() const;
    std::chrono::milliseconds settling(const Load& next) const;
    void settle(const Load& next, TimePoint now);
    std::chrono::milliseconds patience() const;

    const PaceLimits limits_;
    Way way_;
    std::deque<Sent> out_;  // at most the window's bytes
    int bytes_out_ = 0;
    int tail_ = 0;   // bytes of the last one that came, which may still be on their way
    int doubt_ = 0;  // bytes that were taken for arrived, until it is certain
    std::optional<std::chrono::steady_clock::duration> lag_;  // the shortest from key to sight
    TimePoint last_sent_{}, last_sight_{}, next_at_{};
    std::chrono::milliseconds pause_{limits_.character};
    bool any_seen_ = false;
    bool guessed_ = false;  // something that came before that was perhaps no echo
    bool running_ = false;  // several may be under way: the place tells how many came
    int cell_ = 0, last_step_ = 0, step_ = 0;
    int front_ = 0, ahead_ = 0;  // pixels; ahead: of what was counted
    std::optional<int> edge_;    // where lines end; at first that is where the picture does
};

}  // namespace ecsview::typing

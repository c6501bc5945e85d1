// SPDX-License-Identifier: GPL-2.0-or-later
// Whether the server may send JPEG in place of exact pixels, and when what it has sent so is asked
// for again without loss. JPEG is offered where the line is seen to be thin: bytes that come one
// after the other, but slowly. Once the picture rests, what JPEG drew is mended: in pieces that
// take the line a fraction of a second each, so that a change, or a person, need not wait for all
// of it. A server that mends it by itself is left alone. Pure: times are passed in; Pacing owns it.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>

#include "screen/geometry.h"

namespace ecsview::link {

class Quality {
public:
    using Duration = std::chrono::steady_clock::duration;
    using TimePoint = std::chrono::steady_clock::time_point;

    // `may_lose`: JPEG may be offered at all.
    explicit Quality(bool may_lose) : may_lose_(may_lose) {}

    // --- what happened ---
    void received(std::size_t bytes, TimePoint now);
    // We did not read for a while: what came was on the way before.
    void held();
    // The line was seen to be wide after all.
    void widened() { level_.reset(); }
    // An update has come whole.
    void updated() { picture_.reset(); }
    // What of the picture is JPEG's; `came`: some came in the last update.
    void lossy(const screen::DesktopRect& area, bool came, TimePoint now);
    // A picture of another size, of which nothing is there yet.
    void resized();
    // A person did something: a change will follow, and is not to wait.
    void input(TimePoint now);

    // --- what to do ---
    // For the list of encodings; nothing: without loss.
    std::optional<int> level() const;
    // The part to ask for now, whole, with the list that level() says then; it counts as asked for.
    // `waits`: the decoder has bytes or pictures that are not taken yet.
    std::optional<screen::DesktopRect> due(TimePoint now, bool waits);
    // When due() wants to be called; nothing: not before something happens.
    std::optional<TimePoint> next() const;

    // Whether input() would change what is due.
    bool minds_input() const { return mending_; }

private:
    // Bytes that follow each other closely.
    struct Stretch {
        TimePoint began{}, last{};
        std::size_t bytes = 0;  // behind the first ones, which may have waited
        bool running = false, spoiled = false;

        void reset() { *this = {}; }
        void add(std::size_t more, TimePoint now, Duration gap);
        bool tells(Duration least) const;
        double rate() const;
    };
    struct Piece {
        TimePoint asked;
        std::size_t most_bytes;  // what it can be; more has other changes in it
    };

    void judge(Stretch& stretch, Duration least);
    void rest_from(TimePoint now);
    Duration rest() const;
    screen::DesktopRect piece() const;
    static std::size_t most_bytes_of(const screen::DesktopRect& part);
    bool hopeless() const;

    const bool may_lose_;
    Stretch stream_, picture_;
    std::optional<int> level_;  // the line is thin
    double rate_ = 0;           // bytes a second, as it was seen last

    screen::DesktopRect area_;
    TimePoint changed_{};
    bool mending_ = false;
    std::optional<Piece> asked_;
    std::size_t since_asked_ = 0;  // bytes
    int fruitless_ = 0;            // pieces in a row that brought nothing
};

}  // namespace ecsview::link

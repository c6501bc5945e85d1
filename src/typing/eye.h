// SPDX-License-Identifier: GPL-2.0-or-later
// Watches the picture for what comes of a typed character: something new right of the last change
// in its line, or below it. Keeps a copy of the picture and the place of the text cursor, which it
// finds by itself. A cursor that blinks, a clock in a corner and what is drawn anew without being
// different are nothing. Pure; one thread, its owner's.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "screen/damage.h"
#include "screen/geometry.h"

namespace ecsview::typing {

struct Sight {
    enum class Kind {
        nothing,    // that has to do with the typing
        perhaps,    // a cursor that blinks or a clock looks the same
        here,       // in the line where the last change was
        elsewhere,  // the line has ended, or the screen has scrolled
    };
    Kind kind = Kind::nothing;
    int front = 0;    // right end of what changed last, in pixels
    int advance = 0;  // by which it has moved in its line
    int width = 0;    // of the whole picture
};

class Eye {
public:
    // The picture as it is now; what is seen before that is all new.
    void prime(const std::uint32_t* pixels, screen::DesktopSize size);
    // `pixels` is the whole picture, `damage` where it may differ from the last one.
    Sight look(const screen::Damage& damage, const std::uint32_t* pixels, screen::DesktopSize size);

private:
    struct Span {
        int left = 0, right = 0;  // empty: nothing changed
    };
    struct Rows {
        int top = 0, bottom = 0;
        int height() const { return bottom - top; }
    };

    bool compare(const screen::Damage& damage, const std::uint32_t* pixels);
    void compare_row(int y, int left, int right, const std::uint32_t* pixels);
    Rows changed_rows(Rows within) const;
    Span changed_columns(Rows within) const;
    Sight judge(const std::uint32_t* pixels);
    Sight after_scroll(const std::uint32_t* pixels);
    int ink_end(Rows line, const std::uint32_t* pixels) const;
    Sight find_place(const std::uint32_t* pixels);
    Sight in_line(Rows line, const std::uint32_t* pixels);
    Sight leave_line(Rows changed, const std::uint32_t* pixels);
    bool scrolled() const;
    void forget_states(const std::uint32_t* pixels);
    std::uint64_t line_hash(const std::uint32_t* pixels) const;
    bool without_cursor(Span columns, const std::uint32_t* pixels) const;

    screen::DesktopSize size_;
    std::vector<std::uint32_t> picture_;
    std::vector<Span> rows_;  // what changed, row by row

    std::optional<Rows> line_;
    int front_ = 0;
    // Hashes of the line's pixels as they are, and as they were one change before: a blink goes
    // from one to the other.
    std::uint64_t shown_ = 0, other_ = 0;
    bool knows_both_ = false;
    bool typed_here_ = false;           // something has moved to the right: it is no clock
    std::vector<std::uint32_t> under_;  // the line before the cursor came to where it is
};

}  // namespace ecsview::typing

// SPDX-License-Identifier: GPL-2.0-or-later
#include "typing/eye.h"

#include <algorithm>
#include <utility>

#include "screen/picture_copy.h"

namespace ecsview::typing {
namespace {

// A line of text is not higher than this, with the largest console fonts.
constexpr int highest_line = 72;
// The first glyph may be as low as an underscore; together with any other it is a line of this.
constexpr int lowest_line = 12;
// In lines, up and down: the next line is at most so far away from what was typed.
constexpr int reach = 3;
// In lines: a larger change has moved the text, or replaced it.
constexpr int most_changed = 4;

}  // namespace

void Eye::prime(const std::uint32_t* pixels, screen::DesktopSize size) {
    size_ = size;
    picture_.assign(pixels, pixels + size.area());
    rows_.assign(static_cast<std::size_t>(size.height), {});
    line_.reset();
    typed_here_ = false;
}

// ---- what has changed ---------------------------------------------------------------------------

void Eye::compare_row(int y, int left, int right, const std::uint32_t* pixels) {
    const auto at = static_cast<std::size_t>(y) * static_cast<std::size_t>(size_.width);
    const std::uint32_t *is = pixels + at, *was = picture_.data() + at;
    while (left < right && is[left] == was[left]) ++left;
    if (left == right) return;
    while (is[right - 1] == was[right - 1]) --right;
    Span& row = rows_[static_cast<std::size_t>(y)];
    row = row.left == row.right ? Span{left, right}
                                : Span{std::min(row.left, left), std::max(row.right, right)};
}

bool Eye::compare(const screen::Damage& damage, const std::uint32_t* pixels) {
    std::ranges::fill(rows_, Span{});
    for (const auto& rect : damage.rects())
        for (int y = rect.y; y < rect.bottom(); ++y) compare_row(y, rect.x, rect.right(), pixels);
    return std::ranges::any_of(rows_, [](const Span& row) { return row.left != row.right; });
}

// From the first row that changed to the last.
Eye::Rows Eye::changed_rows(Rows within) const {
    Rows rows{std::max(within.top, 0), std::min(within.bottom, size_.height)};
    const auto same = [this](int y) {
        const Span& row = rows_[static_cast<std::size_t>(y)];
        return row.left == row.right;
    };
    while (rows.top < rows.bottom && same(rows.top)) ++rows.top;
    while (rows.bottom > rows.top && same(rows.bottom - 1)) --rows.bottom;
    return rows;
}

Eye::Span Eye::changed_columns(Rows within) const {
    Span span{size_.width, 0};
    for (int y = within.top; y < within.bottom; ++y) {
        const Span& row = rows_[static_cast<std::size_t>(y)];
        if (row.left == row.right) continue;
        span = {std::min(span.left, row.left), std::max(span.right, row.right)};
    }
    return span;
}

bool Eye::scrolled() const {
    const auto changed =
        std::ranges::count_if(rows_, [](const Span& row) { return row.left != row.right; });
    const int most = most_changed * std::max(line_->height(), lowest_line);
    return changed > most;
}

// ---- what that means ----------------------------------------------------------------------------

// Of the line's pixels. FNV-1a.
std::uint64_t Eye::line_hash(const std::uint32_t* pixels) const {
    std::uint64_t hash = 0xcbf29ce484222325;
    const auto width = static_cast<std::ptrdiff_t>(size_.width);
    for (const auto* at = pixels + line_->top * width; at < pixels + line_->bottom * width; ++at)
        hash = (hash ^ *at) * 0x100000001b3;
    return hash;
}

// The same as before the cursor came there.
bool Eye::without_cursor(Span columns, const std::uint32_t* pixels) const {
    if (under_.empty() || line_->height() == 0) return false;
    for (int y = line_->top; y < line_->bottom; ++y) {
        const auto row = static_cast<std::ptrdiff_t>(y) * size_.width;
        const auto* was = under_.data() + row - std::ptrdiff_t{line_->top} * size_.width;
        if (!std::equal(was + columns.left, was + columns.right, pixels + row + columns.left))
            return false;
    }
    return true;
}

// Right end of what is not the background, which is what the right edge has; 0: nothing is there.
int Eye::ink_end(Rows line, const std::uint32_t* pixels) const {
    int end = 0;
    for (int y = line.top; y < line.bottom; ++y) {
        const auto* row = pixels + static_cast<std::ptrdiff_t>(y) * size_.width;
        int x = size_.width;
        while (x > end && row[x - 1] == row[size_.width - 1]) --x;
        end = x;
    }
    return end;
}

// Only what is seen next will tell where the typing goes on.
Sight Eye::find_place(const std::uint32_t* pixels) {
    const Rows changed = changed_rows({0, size_.height});
    if (changed.height() <= highest_line) leave_line(changed, pixels);
    return {Sight::Kind::perhaps, front_, 0, size_.width};
}

void Eye::forget_states(const std::uint32_t* pixels) {
    shown_ = other_ = line_hash(pixels);
    under_.clear();
    knows_both_ = false;
}

// Where the typing goes on is below all else.
Sight Eye::leave_line(Rows changed, const std::uint32_t* pixels) {
    const int height = line_ ? std::max(line_->height(), lowest_line) : highest_line;
    line_ = changed_rows({changed.bottom - height, changed.bottom});
    front_ = changed_columns(*line_).right;
    forget_states(pixels);
    return {Sight::Kind::elsewhere, front_, 0, size_.width};
}

// The cursor stays at the bottom of the screen; if it is not there, all is new.
Sight Eye::after_scroll(const std::uint32_t* pixels) {
    front_ = ink_end(*line_, pixels);
    forget_states(pixels);
    if (front_ == 0) line_.reset();
    return {Sight::Kind::elsewhere, front_, 0, size_.width};
}

Sight Eye::in_line(Rows line, const std::uint32_t* pixels) {
    const bool same_rows = line.top == line_->top && line.bottom == line_->bottom;
    const Span columns = changed_columns(line);
    const int advance = columns.right - front_;
    if (same_rows) {
        const auto hash = line_hash(pixels);
        if (hash == shown_ || hash == other_) return {};
        if (advance <= 0 && without_cursor(columns, pixels)) {
            other_ = hash;
            return {};
        }
    }
    if (!same_rows) under_.clear();
    line_ = line;
    other_ = std::exchange(shown_, line_hash(pixels));
    front_ = columns.right;
    if (advance > 0) {
        const auto width = static_cast<std::ptrdiff_t>(size_.width);
        under_.assign(picture_.begin() + line.top * width, picture_.begin() + line.bottom * width);
    }
    typed_here_ = typed_here_ || advance > 0;
    const bool certain = advance > 0 || (typed_here_ && knows_both_);
    knows_both_ = true;
    return {certain ? Sight::Kind::here : Sight::Kind::perhaps, front_, advance, size_.width};
}

Sight Eye::judge(const std::uint32_t* pixels) {
    if (!line_) return find_place(pixels);
    if (scrolled()) return after_scroll(pixels);
    const int height = std::max(line_->height(), lowest_line);
    const Rows near = changed_rows({line_->top - reach * height, line_->bottom + reach * height});
    if (near.height() == 0) return {};
    const Rows line{std::min(line_->top, near.top), std::max(line_->bottom, near.bottom)};
    return line.height() <= height + height / 2 ? in_line(line, pixels) : leave_line(near, pixels);
}

Sight Eye::look(const screen::Damage& damage, const std::uint32_t* pixels,
                screen::DesktopSize size) {
    if (size != size_) {
        prime(pixels, size);
        return {};
    }
    if (!compare(damage, pixels)) return {};
    const Sight sight = judge(pixels);
    screen::copy_damage(damage, pixels, picture_.data(), size_.width);
    return sight;
}

}  // namespace ecsview::typing

// SPDX-License-Identifier: GPL-2.0-or-later
// A page's lines as the rules look at them: bytes of ASCII, what else there is as '?'; without
// blanks at their ends and without the empty lines at the page's end. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "text/page.h"

namespace ecsview::states {

struct Line {
    std::string text;
    bool goes_on = false;  // it fills its row, so that the next one may be its end

    // Without blanks, and bars that frame it, around it.
    std::string_view bare() const;
    // Linux writes "[   12.345678] " before what its kernel says.
    bool of_kernel() const;
    // Without that.
    std::string_view words() const;
};

using Lines = std::vector<Line>;

Lines lines_of(const text::Page& page);
// For tests: of a screen that wide.
Lines lines_of(std::string_view page, std::size_t columns);

// Without what the kernel has said at the end of it, also behind a prompt: it speaks at any time.
Lines without_kernel(Lines lines);

}  // namespace ecsview::states

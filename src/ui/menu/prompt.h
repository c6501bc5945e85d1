// SPDX-License-Identifier: GPL-2.0-or-later
// The line in which something is typed, such as a password: at most 64 bytes of UTF-8, wiped when
// it is taken or given up. Pure; ui thread.
#pragma once

#include <string>
#include <string_view>

#include "base/secret.h"

namespace ecsview::ui {

class Prompt {
public:
    // VNC uses 8 bytes, other schemes more; a line of this length fits any field.
    static constexpr std::size_t max_bytes = 64;

    Prompt() { line_.reserve(max_bytes); }  // never moved, so no copies stay behind
    ~Prompt() { clear(); }
    Prompt(const Prompt&) = delete;
    Prompt& operator=(const Prompt&) = delete;

    // Appends the characters that fit whole; control characters and bad UTF-8 are left out.
    void type(std::string_view utf8);
    void backspace();  // the last character
    void clear() noexcept;
    // Hands the password out and leaves the line empty.
    Secret take();

    // What stands in it, until it changes; of a password only the number of characters is shown.
    std::string_view text() const noexcept { return line_; }
    std::size_t characters() const noexcept;
    bool empty() const noexcept { return line_.empty(); }

private:
    std::string line_;
};

}  // namespace ecsview::ui

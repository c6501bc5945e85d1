// SPDX-License-Identifier: GPL-2.0-or-later
// Text that must not be seen: access keys, tokens, passwords, the query of a VncUrl. It has no
// stream operator, is wiped when it goes, and is moved, not copied, unless copy() says so.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace ecsview {

// Overwrites `size` bytes in a way that the compiler may not remove.
void wipe(void* data, std::size_t size) noexcept;
// Overwrites the text and its spare capacity, then empties it; also what copying it has left in the
// processor's registers.
void wipe(std::string& text) noexcept;

class Secret {
public:
    Secret() = default;
    explicit Secret(std::string&& text) noexcept : text_(std::move(text)) { wipe(text); }
    Secret(Secret&& other) noexcept : text_(std::move(other.text_)) { wipe(other.text_); }
    Secret& operator=(Secret&& other) noexcept {
        if (this != &other) {
            wipe(text_);
            text_ = std::move(other.text_);
            wipe(other.text_);
        }
        return *this;
    }
    Secret(const Secret&) = delete;
    Secret& operator=(const Secret&) = delete;
    ~Secret() { wipe(text_); }

    Secret copy() const { return Secret(std::string(text_)); }
    std::string_view reveal() const noexcept { return text_; }
    bool empty() const noexcept { return text_.empty(); }

private:
    std::string text_;
};

}  // namespace ecsview

// SPDX-License-Identifier: GPL-2.0-or-later
// Main's end of the messages to a decoder, and which of its reports was acknowledged last. The
// connection thread reads from it and checks; whoever has copied the pixels acknowledges. Shared by
// both, so that neither writes into a socket that the other has closed.
#pragma once

#include <atomic>
#include <cstdint>

#include "base/unique_fd.h"

namespace ecsview::screen {

class DecoderLine {
public:
    explicit DecoderLine(UniqueFd messages) : messages_(std::move(messages)) {}

    int fd() const noexcept { return messages_.get(); }
    // The decoder may write on. Never blocks; a decoder that is gone is no error.
    void acknowledge(std::uint32_t sequence) noexcept;
    // What comes after a report that is not acknowledged yet breaks the decoder's rules.
    std::uint32_t acknowledged() const noexcept { return acknowledged_; }

private:
    const UniqueFd messages_;
    std::atomic<std::uint32_t> acknowledged_{0};
};

}  // namespace ecsview::screen

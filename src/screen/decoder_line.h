// SPDX-License-Identifier: GPL-2.0-or-later
// Main's end of the messages to a decoder, which of its reports came last, and which was
// acknowledged. The connection thread reads from it and checks; whoever has copied the pixels
// acknowledges; the pump's thread asks what the decoder does. Shared by all of them, so that none
// writes into a socket that another has closed.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>

#include "base/unique_fd.h"
#include "screen/framebuffer.h"

namespace ecsview::screen {

class DecoderLine {
public:
    DecoderLine(UniqueFd messages, std::shared_ptr<const Framebuffer> picture)
        : messages_(std::move(messages)), picture_(std::move(picture)) {}

    int fd() const noexcept { return messages_.get(); }
    // The decoder may write on. Never blocks; a decoder that is gone is no error.
    void acknowledge(std::uint32_t sequence) noexcept;
    // What comes after a report that is not acknowledged yet breaks the decoder's rules.
    std::uint32_t acknowledged() const noexcept { return acknowledged_; }
    // A report has come, and wants to be acknowledged.
    void reported(std::uint32_t sequence) noexcept { reported_ = sequence; }
    // The decoder's word (screen/activity.h). That it waits for us is believed as long as there is
    // something to wait for: it would never be found dead otherwise.
    std::uint32_t activity() const noexcept;

private:
    const UniqueFd messages_;
    const std::shared_ptr<const Framebuffer> picture_;
    std::atomic<std::uint32_t> acknowledged_{0}, reported_{0};
};

}  // namespace ecsview::screen

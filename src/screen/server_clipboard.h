// SPDX-License-Identifier: GPL-2.0-or-later
// What the server has said of its clipboard in this session, counted, so that whoever sees only the
// newest state misses nothing. A value: the connection thread makes it, the ui thread answers it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace ecsview::screen {

// Of UTF-8, each way. QEMU closes the connection above it, and what a person copies is shorter.
constexpr std::size_t max_clipboard_bytes = std::size_t{1} << 20;

// What both sides of an extended clipboard (0xC0A1E5CE, the community's registry) can do.
enum ClipboardAction : std::uint32_t {
    clipboard_caps = 1u << 24,
    clipboard_request = 1u << 25,
    clipboard_peek = 1u << 26,
    clipboard_notify = 1u << 27,
    clipboard_provide = 1u << 28,
};
constexpr std::uint32_t clipboard_text = 1;  // the one format that we know

struct ServerClipboard {
    unsigned session = 0;       // the number of the connection that it is about
    bool settled = false;       // its first picture is whole: what it can do would have been said
    std::uint32_t actions = 0;  // that the server takes; 0: it knows only texts in Latin-1
    std::uint32_t most = 0;     // bytes that it takes unasked
    unsigned notices = 0;       // it has a text
    unsigned requests = 0;      // it wants ours
    unsigned peeks = 0;         // it asks whether we have one
    unsigned texts = 0;         // that came
    unsigned left_out = 0;      // that were too large
    std::shared_ptr<const std::string> text;  // the newest: UTF-8 of a stranger, lines end with LF
    bool operator==(const ServerClipboard&) const = default;
};

}  // namespace ecsview::screen

// SPDX-License-Identifier: GPL-2.0-or-later
// ServerCutText (3) taken apart: Latin-1 of RFC 6143, or the registry's extended clipboard with its
// deflated UTF-8. Whatever a server claims, no more than a text of the largest size is inflated.
// Pure; decoder process only.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>

#include "screen/server_clipboard.h"

namespace ecsview::rfb {

// What may come deflated: a little more than the text that is in it.
constexpr std::size_t max_extended_bytes = screen::max_clipboard_bytes + (std::size_t{64} << 10);

struct TooLarge {};
struct ClipboardCaps {
    std::uint32_t actions, most;  // bytes of text that it takes unasked
    bool operator==(const ClipboardCaps&) const = default;
};
// A message without data: clipboard_notify, _request or _peek, about text.
struct ClipboardSignal {
    std::uint32_t action;
};
struct NotForUs {};  // other formats than text
// UTF-8; lines end with LF.
using CutText = std::variant<std::string, TooLarge, ClipboardCaps, ClipboardSignal, NotForUs>;

// A text as its rest says it: CR and LF are LF, and it ends before the first NUL.
std::string plain_lines(std::string_view text);
CutText latin1_text(std::span<const std::uint8_t> text);
// What stands behind the length. Nothing: that is no extended clipboard.
std::optional<CutText> extended_text(std::span<const std::uint8_t> message);

}  // namespace ecsview::rfb

// SPDX-License-Identifier: GPL-2.0-or-later
#include "rfb/decoder/cut_text.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <bit>

#include "base/utf8.h"

namespace ecsview::rfb {
namespace {

using namespace screen;

constexpr std::uint32_t formats = 0xffff;
constexpr std::uint32_t signals = clipboard_request | clipboard_peek | clipboard_notify;
constexpr std::uint32_t known_actions = clipboard_caps | signals | clipboard_provide;

std::uint32_t number(std::span<const std::uint8_t> bytes) {
    return std::uint32_t{bytes[0]} << 24 | std::uint32_t{bytes[1]} << 16 |
           std::uint32_t{bytes[2]} << 8 | bytes[3];
}

// Inflates as much as is asked for, and no more.
class Inflater {
public:
    explicit Inflater(std::span<const std::uint8_t> deflated) {
        ready_ = inflateInit(&stream_) == Z_OK;
        stream_.next_in = const_cast<std::uint8_t*>(deflated.data());
        stream_.avail_in = static_cast<uInt>(deflated.size());
    }
    ~Inflater() {
        if (ready_) inflateEnd(&stream_);
    }
    Inflater(const Inflater&) = delete;
    Inflater& operator=(const Inflater&) = delete;

    // False: there is not so much, or it is no deflated data.
    bool read(void* out, std::size_t size) {
        if (!ready_) return false;
        stream_.next_out = static_cast<std::uint8_t*>(out);
        stream_.avail_out = static_cast<uInt>(size);
        while (stream_.avail_out > 0)
            if (inflate(&stream_, Z_SYNC_FLUSH) != Z_OK) break;
        return stream_.avail_out == 0;
    }

private:
    z_stream stream_{};
    bool ready_ = false;
};

std::optional<CutText> provided(std::span<const std::uint8_t> deflated) {
    Inflater inflater(deflated);
    std::array<std::uint8_t, 4> head;
    if (!inflater.read(head.data(), head.size())) return std::nullopt;
    const std::size_t size = number(head);
    // Its lines end with CR and LF, and there is a NUL: what comes of it may be shorter.
    if (size > max_clipboard_bytes * 2 + 1) return TooLarge{};
    std::string text(size, '\0');
    if (!inflater.read(text.data(), size)) return std::nullopt;
    text = plain_lines(text);
    if (text.size() > max_clipboard_bytes) return TooLarge{};
    return text;
}

std::optional<CutText> capabilities(std::uint32_t flags, std::span<const std::uint8_t> sizes) {
    const auto count = static_cast<std::size_t>(std::popcount(flags & formats));
    if (sizes.size() < count * 4) return std::nullopt;
    if (!(flags & clipboard_text)) return ClipboardCaps{0, 0};
    return ClipboardCaps{flags & known_actions, number(sizes)};  // text's is the first
}

}  // namespace

std::string plain_lines(std::string_view text) {
    text = text.substr(0, text.find('\0'));
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\r')
            out += text[i];
        else if (i + 1 == text.size() || text[i + 1] != '\n')
            out += '\n';
    }
    return out;
}

CutText latin1_text(std::span<const std::uint8_t> text) {
    std::string out;
    out.reserve(text.size());
    for (const std::uint8_t c : text) utf8_append(out, c);
    out = plain_lines(out);
    if (out.size() > max_clipboard_bytes) return TooLarge{};
    return out;
}

std::optional<CutText> extended_text(std::span<const std::uint8_t> message) {
    if (message.size() < 4) return std::nullopt;
    const std::uint32_t flags = number(message);
    const auto rest = message.subspan(4);
    if (flags & clipboard_caps) return capabilities(flags, rest);
    const std::uint32_t action = flags & known_actions;
    if (std::popcount(action) != 1) return std::nullopt;
    if (action == clipboard_peek) return ClipboardSignal{action};
    if (!(flags & clipboard_text)) return NotForUs{};
    if (action == clipboard_provide) return provided(rest);
    return ClipboardSignal{action};
}

}  // namespace ecsview::rfb

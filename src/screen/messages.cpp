// SPDX-License-Identifier: GPL-2.0-or-later
#include "screen/messages.h"

#include <algorithm>
#include <cstring>
#include <string_view>
#include <type_traits>
#include <utility>

namespace ecsview::screen {
namespace {

// Both ends are one binary, so integers go in the machine's byte order. The first byte of a
// datagram says which message it is: its place in the variant, and whose.
constexpr std::uint8_t from_decoder = 1, to_decoder = 128;

class Writer {
public:
    static constexpr bool reads = false;

    explicit Writer(std::uint8_t kind) { number(kind); }
    template <class T>
    void number(T value) {
        append(&value, sizeof value);
    }
    void flag(bool value) { number(static_cast<std::uint8_t>(value)); }
    void side(int value) { number(static_cast<std::uint16_t>(value)); }
    void text(std::string_view text, std::size_t limit) {
        text = text.substr(0, limit);
        number(static_cast<std::uint16_t>(text.size()));
        append(text.data(), text.size());
    }
    void secret(const Secret& secret, std::size_t limit) { text(secret.reveal(), limit); }
    void cause(Cause cause) { number(cause.number()); }
    void rect(const DesktopRect& rect) {
        for (const int value : {rect.x, rect.y, rect.width, rect.height}) side(value);
    }
    void damage(const Damage& damage) {
        number(static_cast<std::uint8_t>(damage.rects().size()));
        for (const auto& part : damage.rects()) rect(part);
    }
    void require(bool) {}  // whoever writes keeps the rules by itself
    std::vector<std::byte> take() { return std::move(bytes_); }

private:
    void append(const void* data, std::size_t size) {
        const std::size_t at = bytes_.size();
        bytes_.resize(at + size);
        if (size > 0) std::memcpy(bytes_.data() + at, data, size);
    }

    std::vector<std::byte> bytes_;
};

// Reads on after a fault give zeros; done() tells whether all was there and nothing was left over.
class Reader {
public:
    static constexpr bool reads = true;

    Reader(std::span<const std::byte> bytes, DesktopSize desktop)
        : bytes_(bytes), desktop_{0, 0, desktop.width, desktop.height} {}
    template <class T>
    void number(T& value) {
        value = get<T>();
    }
    void flag(bool& value) {
        const auto byte = get<std::uint8_t>();
        require(byte <= 1);
        value = byte == 1;
    }
    void side(int& value) { value = get<std::uint16_t>(); }
    void text(std::string& text, std::size_t limit) { text = get_text(limit); }
    // One variable, made where it is wanted: a moved one would leave a short password behind.
    void secret(Secret& secret, std::size_t limit) { secret = Secret(get_text(limit)); }
    void cause(Cause& cause) {
        const auto said = Cause::of_decoder(get<std::uint8_t>());
        require(said.has_value());
        if (said) cause = *said;
    }
    void rect(DesktopRect& rect) {
        for (int* value : {&rect.x, &rect.y, &rect.width, &rect.height}) side(*value);
        require(rect == DesktopRect{} || (!rect.empty() && desktop_.contains(rect)));
    }
    void damage(Damage& damage) {
        const std::size_t count = get<std::uint8_t>();
        require(count <= Damage::max_rects);
        for (std::size_t i = 0; i < count && !failed_; ++i) {
            DesktopRect part;
            rect(part);
            require(!part.empty());
            damage.add(part);
        }
    }
    void require(bool so) {
        if (so) return;
        failed_ = true;
        bytes_ = {};
    }
    template <class T>
    T get() {
        T value{};
        if (bytes_.size() < sizeof value) return require(false), value;
        std::memcpy(&value, bytes_.data(), sizeof value);
        bytes_ = bytes_.subspan(sizeof value);
        return value;
    }
    bool done() const { return !failed_ && bytes_.empty(); }

private:
    std::string get_text(std::size_t limit) {
        std::string text;
        const std::size_t size = get<std::uint16_t>();
        require(size <= limit && size <= bytes_.size());
        if (failed_) return text;
        text.assign(reinterpret_cast<const char*>(bytes_.data()), size);
        bytes_ = bytes_.subspan(size);
        return text;
    }

    std::span<const std::byte> bytes_;
    const DesktopRect desktop_;
    bool failed_ = false;
};

// --- each message, for both directions -----------------------------------------------------------

template <class Wire, class Message>
using Of = std::conditional_t<Wire::reads, Message, const Message>;

template <class Wire>
void describe(Wire& wire, Of<Wire, Ready>& m) {
    wire.text(m.name, max_text_bytes);
}
template <class Wire>
void describe(Wire&, Of<Wire, NeedPassword>&) {}
template <class Wire>
void describe(Wire& wire, Of<Wire, Resized>& m) {
    wire.number(m.sequence);
    wire.number(m.generation);
    wire.side(m.size.width);
    wire.side(m.size.height);
    wire.require(acceptable(m.size));
}
template <class Wire>
void describe(Wire& wire, Of<Wire, Damaged>& m) {
    wire.number(m.sequence);
    wire.number(m.generation);
    wire.flag(m.complete);
    wire.damage(m.damage);
}
template <class Wire>
void describe(Wire& wire, Of<Wire, CursorChanged>& m) {
    wire.number(m.sequence);
    wire.side(m.width);
    wire.side(m.height);
    wire.side(m.hot_x);
    wire.side(m.hot_y);
    const bool hidden = m.width == 0 && m.height == 0;
    wire.require(hidden ||
                 (m.width > 0 && m.height > 0 && m.width <= max_cursor_side &&
                  m.height <= max_cursor_side && m.hot_x < m.width && m.hot_y < m.height));
}
template <class Wire>
void describe(Wire&, Of<Wire, ExtendedKeys>&) {}
template <class Wire>
void describe(Wire&, Of<Wire, ExtendedButtons>&) {}
template <class Wire>
void describe(Wire& wire, Of<Wire, Leds>& m) {
    wire.number(m.bits);
}
template <class Wire>
void describe(Wire& wire, Of<Wire, PointerType>& m) {
    wire.flag(m.absolute);
}
template <class Wire>
void describe(Wire& wire, Of<Wire, Answered>& m) {
    wire.number(m.count);
    wire.flag(m.alone);
    wire.require(m.count > 0 || m.alone);
}
template <class Wire>
void describe(Wire& wire, Of<Wire, Fenced>& m) {
    wire.number(m.flags);
    wire.text(m.data, max_fence_bytes);
}
template <class Wire>
void describe(Wire&, Of<Wire, ContinuousEnded>&) {}
template <class Wire>
void describe(Wire& wire, Of<Wire, Unconfined>& m) {
    wire.number(m.missing);
    wire.require(m.missing > 0 && m.missing <= all_walls);
}
template <class Wire>
void describe(Wire& wire, Of<Wire, Lossy>& m) {
    wire.rect(m.area);
    wire.flag(m.came);
}
template <class Wire>
void describe(Wire& wire, Of<Wire, LogLine>& m) {
    wire.text(m.text, max_text_bytes);
}
template <class Wire>
void describe(Wire& wire, Of<Wire, ClipboardOffered>& m) {
    wire.number(m.actions);
    wire.number(m.most);
    constexpr std::uint32_t known =
        clipboard_caps | clipboard_request | clipboard_peek | clipboard_notify | clipboard_provide;
    wire.require((m.actions & ~known) == 0);
}
template <class Wire>
void describe(Wire& wire, Of<Wire, ClipboardSignalled>& m) {
    wire.number(m.action);
    wire.require(m.action == clipboard_notify || m.action == clipboard_request ||
                 m.action == clipboard_peek);
}
template <class Wire>
void describe(Wire& wire, Of<Wire, ClipboardText>& m) {
    wire.text(m.part, max_part_bytes);
    wire.flag(m.last);
}
template <class Wire>
void describe(Wire&, Of<Wire, ClipboardLeftOut>&) {}
template <class Wire>
void describe(Wire& wire, Of<Wire, Stopped>& m) {
    wire.cause(m.cause);
    wire.text(m.reason, max_text_bytes);
}
template <class Wire>
void describe(Wire& wire, Of<Wire, Acknowledge>& m) {
    wire.number(m.sequence);
}
template <class Wire>
void describe(Wire& wire, Of<Wire, Password>& m) {
    wire.secret(m.text, max_password_bytes);
}

template <class Messages>
std::vector<std::byte> written(const Messages& message, std::uint8_t first) {
    Writer writer(static_cast<std::uint8_t>(first + message.index()));
    std::visit([&](const auto& known) { describe(writer, known); }, message);
    return writer.take();
}

template <class Messages, std::size_t... places>
std::optional<Messages> read(Reader reader, std::uint8_t first, std::index_sequence<places...>) {
    const std::size_t place = reader.get<std::uint8_t>() - std::size_t{first};
    std::optional<Messages> message;
    const auto made = [&](auto at) {
        if (at != place) return false;
        message.emplace(std::in_place_index<at>);
        describe(reader, std::get<at>(*message));
        return true;
    };
    const bool known = (made(std::integral_constant<std::size_t, places>{}) || ...);
    return known && reader.done() ? std::move(message) : std::nullopt;
}

template <class Messages>
std::optional<Messages> read(Reader reader, std::uint8_t first) {
    return read<Messages>(reader, first, std::make_index_sequence<std::variant_size_v<Messages>>());
}

}  // namespace

std::vector<std::byte> encode(const FromDecoder& message) {
    return written(message, from_decoder);
}

std::vector<std::byte> encode(const ToDecoder& message) {
    return written(message, to_decoder);
}

std::optional<FromDecoder> parse_from_decoder(std::span<const std::byte> bytes,
                                              DesktopSize desktop) {
    return read<FromDecoder>(Reader(bytes, desktop), from_decoder);
}

std::optional<ToDecoder> parse_to_decoder(std::span<const std::byte> bytes) {
    return read<ToDecoder>(Reader(bytes, {}), to_decoder);
}

}  // namespace ecsview::screen

// SPDX-License-Identifier: GPL-2.0-or-later
#include "screen/messages.h"

#include <algorithm>
#include <cstring>
#include <string_view>

namespace ecsview::screen {
namespace {

// First byte of a datagram. Both ends are one binary, so integers go in the machine's byte order.
enum class Type : std::uint8_t {
    ready = 1,
    need_password,
    resized,
    damaged,
    cursor_changed,
    extended_keys,
    leds,
    answered,
    fenced,
    continuous_ended,
    unconfined,
    log_line,
    stopped,
    acknowledge,
    password,
};

class Writer {
public:
    explicit Writer(Type type) { put(type); }
    template <class T>
    Writer& put(T value) {
        append(&value, sizeof value);
        return *this;
    }
    Writer& put_text(std::string_view text, std::size_t limit) {
        text = text.substr(0, limit);
        put(static_cast<std::uint16_t>(text.size()));
        append(text.data(), text.size());
        return *this;
    }
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
    explicit Reader(std::span<const std::byte> bytes) : bytes_(bytes) {}
    template <class T>
    T get() {
        T value{};
        if (bytes_.size() < sizeof value) return fail(), value;
        std::memcpy(&value, bytes_.data(), sizeof value);
        bytes_ = bytes_.subspan(sizeof value);
        return value;
    }
    // One variable, made where the caller wants it: a moved one would leave a short password
    // behind.
    std::string get_text(std::size_t limit) {
        std::string text;
        const std::size_t size = get<std::uint16_t>();
        if (size > limit || size > bytes_.size()) {
            fail();
        } else {
            text.assign(reinterpret_cast<const char*>(bytes_.data()), size);
            bytes_ = bytes_.subspan(size);
        }
        return text;
    }
    bool get_bool() {
        const auto value = get<std::uint8_t>();
        if (value > 1) fail();
        return value == 1;
    }
    int get_side() { return get<std::uint16_t>(); }
    void fail() {
        failed_ = true;
        bytes_ = {};
    }
    bool failed() const { return failed_; }
    bool done() const { return !failed_ && bytes_.empty(); }

private:
    std::span<const std::byte> bytes_;
    bool failed_ = false;
};

void put_rect(Writer& writer, const DesktopRect& rect) {
    for (const int value : {rect.x, rect.y, rect.width, rect.height})
        writer.put(static_cast<std::uint16_t>(value));
}

Damage get_damage(Reader& reader, DesktopSize desktop) {
    const DesktopRect whole{0, 0, desktop.width, desktop.height};
    Damage damage;
    const std::size_t count = reader.get<std::uint8_t>();
    if (count > Damage::max_rects) reader.fail();
    for (std::size_t i = 0; i < count && !reader.failed(); ++i) {
        DesktopRect rect;
        rect.x = reader.get_side();
        rect.y = reader.get_side();
        rect.width = reader.get_side();
        rect.height = reader.get_side();
        if (rect.empty() || !whole.contains(rect)) reader.fail();
        damage.add(rect);
    }
    return damage;
}

Resized get_resized(Reader& reader) {
    Resized message{};
    message.sequence = reader.get<std::uint32_t>();
    message.generation = reader.get<std::uint32_t>();
    message.size.width = reader.get_side();
    message.size.height = reader.get_side();
    if (!acceptable(message.size)) reader.fail();
    return message;
}

Damaged get_damaged(Reader& reader, DesktopSize desktop) {
    Damaged message{};
    message.sequence = reader.get<std::uint32_t>();
    message.generation = reader.get<std::uint32_t>();
    message.complete = reader.get_bool();
    message.damage = get_damage(reader, desktop);
    return message;
}

CursorChanged get_cursor(Reader& reader) {
    CursorChanged message{};
    message.sequence = reader.get<std::uint32_t>();
    message.width = reader.get_side();
    message.height = reader.get_side();
    message.hot_x = reader.get_side();
    message.hot_y = reader.get_side();
    const bool hidden = message.width == 0 && message.height == 0;
    const bool fits = message.width > 0 && message.height > 0 && message.width <= max_cursor_side &&
                      message.height <= max_cursor_side && message.hot_x < message.width &&
                      message.hot_y < message.height;
    if (!hidden && !fits) reader.fail();
    return message;
}

Answered get_answered(Reader& reader) {
    const auto count = reader.get<std::uint16_t>();
    const bool alone = reader.get_bool();
    if (count == 0 && !alone) reader.fail();
    return {count, alone};
}

Fenced get_fenced(Reader& reader) {
    const auto flags = reader.get<std::uint32_t>();
    return {flags, reader.get_text(max_fence_bytes)};
}

Stopped get_stopped(Reader& reader) {
    const auto cause = Cause::of_decoder(reader.get<std::uint8_t>());
    if (!cause) reader.fail();
    return {cause.value_or(Cause("decoder_gave_up")), reader.get_text(max_text_bytes)};
}

std::optional<FromDecoder> read_from_decoder(Reader& reader, DesktopSize desktop) {
    switch (static_cast<Type>(reader.get<std::uint8_t>())) {
        case Type::ready: return Ready{reader.get_text(max_text_bytes)};
        case Type::need_password: return NeedPassword{};
        case Type::resized: return get_resized(reader);
        case Type::damaged: return get_damaged(reader, desktop);
        case Type::cursor_changed: return get_cursor(reader);
        case Type::extended_keys: return ExtendedKeys{};
        case Type::leds: return Leds{reader.get<std::uint8_t>()};
        case Type::answered: return get_answered(reader);
        case Type::fenced: return get_fenced(reader);
        case Type::continuous_ended: return ContinuousEnded{};
        case Type::unconfined: return Unconfined{};
        case Type::log_line: return LogLine{reader.get_text(max_text_bytes)};
        case Type::stopped: return get_stopped(reader);
        default: return std::nullopt;
    }
}

struct Encoder {
    std::vector<std::byte> operator()(const Ready& m) const {
        return Writer(Type::ready).put_text(m.name, max_text_bytes).take();
    }
    std::vector<std::byte> operator()(const NeedPassword&) const {
        return Writer(Type::need_password).take();
    }
    std::vector<std::byte> operator()(const Resized& m) const {
        Writer writer(Type::resized);
        writer.put(m.sequence).put(m.generation);
        writer.put(static_cast<std::uint16_t>(m.size.width));
        return writer.put(static_cast<std::uint16_t>(m.size.height)).take();
    }
    std::vector<std::byte> operator()(const Damaged& m) const {
        Writer writer(Type::damaged);
        writer.put(m.sequence).put(m.generation).put(static_cast<std::uint8_t>(m.complete));
        writer.put(static_cast<std::uint8_t>(m.damage.rects().size()));
        for (const auto& rect : m.damage.rects()) put_rect(writer, rect);
        return writer.take();
    }
    std::vector<std::byte> operator()(const CursorChanged& m) const {
        Writer writer(Type::cursor_changed);
        writer.put(m.sequence);
        for (const int value : {m.width, m.height, m.hot_x, m.hot_y})
            writer.put(static_cast<std::uint16_t>(value));
        return writer.take();
    }
    std::vector<std::byte> operator()(const ExtendedKeys&) const {
        return Writer(Type::extended_keys).take();
    }
    std::vector<std::byte> operator()(const Leds& m) const {
        return Writer(Type::leds).put(m.bits).take();
    }
    std::vector<std::byte> operator()(const Answered& m) const {
        const auto alone = static_cast<std::uint8_t>(m.alone);
        return Writer(Type::answered).put(m.count).put(alone).take();
    }
    std::vector<std::byte> operator()(const Fenced& m) const {
        return Writer(Type::fenced).put(m.flags).put_text(m.data, max_fence_bytes).take();
    }
    std::vector<std::byte> operator()(const ContinuousEnded&) const {
        return Writer(Type::continuous_ended).take();
    }
    std::vector<std::byte> operator()(const Unconfined&) const {
        return Writer(Type::unconfined).take();
    }
    std::vector<std::byte> operator()(const LogLine& m) const {
        return Writer(Type::log_line).put_text(m.text, max_text_bytes).take();
    }
    std::vector<std::byte> operator()(const Stopped& m) const {
        return Writer(Type::stopped)
            .put(m.cause.number())
            .put_text(m.reason, max_text_bytes)
            .take();
    }
    std::vector<std::byte> operator()(const Acknowledge& m) const {
        return Writer(Type::acknowledge).put(m.sequence).take();
    }
    std::vector<std::byte> operator()(const Password& m) const {
        return Writer(Type::password).put_text(m.text.reveal(), max_password_bytes).take();
    }
};

}  // namespace

std::vector<std::byte> encode(const FromDecoder& message) {
    return std::visit(Encoder{}, message);
}

std::vector<std::byte> encode(const ToDecoder& message) {
    return std::visit(Encoder{}, message);
}

std::optional<FromDecoder> parse_from_decoder(std::span<const std::byte> bytes,
                                              DesktopSize desktop) {
    Reader reader(bytes);
    auto message = read_from_decoder(reader, desktop);
    return reader.done() ? std::move(message) : std::nullopt;
}

std::optional<ToDecoder> parse_to_decoder(std::span<const std::byte> bytes) {
    Reader reader(bytes);
    std::optional<ToDecoder> message;
    switch (static_cast<Type>(reader.get<std::uint8_t>())) {
        case Type::acknowledge: message = Acknowledge{reader.get<std::uint32_t>()}; break;
        case Type::password: message = Password{Secret(reader.get_text(max_password_bytes))}; break;
        default: reader.fail();
    }
    return reader.done() ? std::move(message) : std::nullopt;
}

}  // namespace ecsview::screen

// SPDX-License-Identifier: GPL-2.0-or-later
#include "script.h"

#include <algorithm>
#include <array>

#include "script_parts.h"

namespace ecsview::fuzz {
namespace {

struct Rect {
    std::uint32_t x, y, w, h;
};

// The session as it grows.
class Player {
public:
    explicit Player(const Script& script) : script_(script) {
        for (auto& stream : streams()) stream.begin();
        become(script.head[1], script.head[2]);
    }

    std::string play() {
        greet(script_.head[3]);
        for (const auto& record : script_.records) {
            if (out_.size() > most_bytes) break;
            play(record);
        }
        return std::move(out_);
    }

private:
    // 0: Zlib, 1: ZRLE, 2 to 5: Tight's.
    static std::array<Deflater, 7>& streams() {
        static std::array<Deflater, 7> all;
        return all;
    }
    static std::string deflated(int stream, const std::string& data) {
        return streams()[static_cast<std::size_t>(stream)].take(data);
    }

    void greet(unsigned how) {
        constexpr const char* versions[] = {"RFB 003.008\n", "RFB 003.008\n", "RFB 003.007\n",
                                            "RFB 003.003\n"};
        const unsigned version = how & 3;
        const bool password = how & 4;
        out_ += versions[version];
        const char type = password ? 2 : 1;
        if (version == 3)
            out_ += number(static_cast<std::uint32_t>(type), 4);
        else
            out_ += {1, type};
        if (password) out_ += "0123456789abcdef";
        if (version < 2 || password) out_ += number(0, 4);
        out_ += number(width_, 2) + number(height_, 2);
        out_ += std::string("\x20\x18\0\1\0\xff\0\xff\0\xff\x10\x08\0\0\0\0", 16);
        out_ += number(4, 4) + "QEMU";
    }

    Rect place(Source& from) const {
        Rect rect{};
        rect.x = from.byte() % width_;
        rect.y = from.byte() % height_;
        const unsigned width = from.byte();
        // The whole of it is what servers send most, and what a number by chance hits least.
        rect.w = width == 0xff ? width_ - rect.x : width % (width_ - rect.x + 1);
        rect.h = from.byte() % (height_ - rect.y + 1);
        return rect;
    }

    void play(const Record& record) {
        Source from(record.payload);
        const bool spoil = record.kind & spoilt;
        const unsigned kind = (record.kind & 0x7f) % kinds;
        if (kind >= 16) return say(message(kind, from), spoil, from);
        Rect rect{};
        if (kind <= 7 || kind == 15) rect = place(from);
        const unsigned wrong = spoil ? from.byte() % 8 : 8;
        if (wrong == 0) rect.w += 0x100;
        if (wrong == 1) rect.h += 0xfff0;
        if (wrong == 2) rect.x += 0xff00;
        std::int32_t encoding = 0;
        std::string data = rectangle(kind, rect, encoding, from);
        if (wrong == 3) data = from.rest();
        if (wrong == 4) encoding = static_cast<std::int32_t>(from.word(4));
        std::string said = number(wrong == 5 ? 2 : 1, 4) + number(rect.x, 2) + number(rect.y, 2) +
                           number(rect.w, 2) + number(rect.h, 2) +
                           number(static_cast<std::uint32_t>(encoding), 4) + data;
        say(std::move(said), wrong >= 6 && spoil, from);
    }

    // A byte is lost, or another one.
    void say(std::string said, bool spoil, Source& from) {
        if (spoil && !said.empty()) {
            const std::size_t at = from.word(2) % said.size();
            if (from.byte() & 1)
                said.erase(at, 1);
            else
                said[at] = static_cast<char>(said[at] ^ from.byte());
        }
        out_ += said;
    }

    std::string rectangle(unsigned kind, Rect& rect, std::int32_t& encoding, Source& from) {
        const std::size_t pixels = std::size_t{rect.w} * rect.h;
        switch (kind) {
            case 0: encoding = 0; return from.bytes(pixels * 4);
            case 1:
                encoding = 1;
                return number(from.byte() % width_, 2) + number(from.byte() % height_, 2);
            case 2: encoding = 5; return hextile(rect, from);
            case 3: encoding = 6; return sized(deflated(0, from.bytes(pixels * 4)));
            case 4: encoding = 16; return sized(deflated(1, zrle(rect, from)));
            case 5:
            case 6: encoding = 7; return tight(rect, from);
            case 7: encoding = 16; return sized(deflated(1, from.rest()));
            case 8: {
                encoding = -239;
                cursor_place(rect, from);
                const std::size_t area = std::size_t{rect.w} * rect.h;
                return from.bytes(area * 4 + (rect.w + 7) / 8 * std::size_t{rect.h});
            }
            case 9: {
                encoding = -240;
                cursor_place(rect, from);
                const std::size_t bits = (rect.w + 7) / 8 * std::size_t{rect.h};
                return rect.w && rect.h ? from.bytes(6 + 2 * bits) : std::string();
            }
            case 10:
                encoding = -232;
                rect.x = from.word(2);
                return {};
            case 11: encoding = -223; return resized(rect, from);
            case 12: {
                encoding = -308;
                resized(rect, from);
                rect.x = from.byte() & 3;
                rect.y = from.byte() & 3;
                const unsigned screens = from.byte() & 3;
                return number(screens, 1) + from.bytes(3 + screens * 16);
            }
            case 13:
                encoding = -258;
                rect.w = width_;
                return {};
            case 14:
                encoding = from.byte() & 1 ? -261 : -131072;
                rect.x = from.byte();
                return from.bytes(1);
            default:
                encoding = from.byte() & 1 ? -257 : -224;
                rect.x = from.byte() & 1;
                return {};
        }
    }

    static std::string sized(const std::string& data) {
        return number(static_cast<std::uint32_t>(data.size()), 4) + data;
    }
    static void cursor_place(Rect& rect, Source& from) {
        rect = {from.byte() % 70u, from.byte() % 70u, from.byte() % 70u, from.byte() % 70u};
    }
    std::string resized(Rect& rect, Source& from) {
        const unsigned width = from.byte();
        become(width, from.byte());
        rect = {0, 0, width_, height_};
        return {};
    }
    // Small, so that it is quick; or low and wider than what Tight's gradient takes.
    void become(unsigned width, unsigned height) {
        const bool wide = width >= 0xf8;
        width_ = wide ? 2040 + width % 8 * 4 : width % 128 + 1;
        height_ = wide ? height % 4 + 1 : height % 96 + 1;
    }

    static std::string hextile(const Rect& rect, Source& from) {
        std::string out;
        for (std::uint32_t y = 0; y < rect.h; y += 16)
            for (std::uint32_t x = 0; x < rect.w; x += 16) {
                const std::uint32_t w = std::min(16u, rect.w - x), h = std::min(16u, rect.h - y);
                const unsigned mask = from.byte() & 31;
                out += static_cast<char>(mask);
                if (mask & 1) {
                    out += from.bytes(std::size_t{w} * h * 4);
                    continue;
                }
                if (mask & 2) out += from.bytes(4);
                if (mask & 4) out += from.bytes(4);
                if (!(mask & 8)) continue;
                const unsigned parts = from.byte();
                out += static_cast<char>(parts);
                for (unsigned i = 0; i < parts; ++i) {
                    if (mask & 16) out += from.bytes(4);
                    const std::uint32_t px = from.byte() % w, py = from.byte() % h;
                    const std::uint32_t pw = from.byte() % (w - px), ph = from.byte() % (h - py);
                    out += static_cast<char>(px << 4 | py);
                    out += static_cast<char>(pw << 4 | ph);
                }
            }
        return out;
    }

    // Each tile of 64 pixels with one of ZRLE's five ways.
    static std::string zrle(const Rect& rect, Source& from) {
        std::string out;
        for (std::uint32_t y = 0; y < rect.h; y += 64)
            for (std::uint32_t x = 0; x < rect.w; x += 64)
                out += tile(std::min(64u, rect.w - x), std::min(64u, rect.h - y), from);
        return out;
    }
    static std::string tile(std::uint32_t w, std::uint32_t h, Source& from) {
        const unsigned kind = from.byte();
        std::string out(1, static_cast<char>(kind));
        if (kind == 0) return out + from.bytes(std::size_t{w} * h * 3);
        if (kind == 1) return out + from.bytes(3);
        if (kind < 128) {
            const unsigned bits = kind <= 2 ? 1 : kind <= 4 ? 2 : kind <= 16 ? 4 : 8;
            return out + from.bytes(kind * 3) + from.bytes(std::size_t{(w * bits + 7) / 8} * h);
        }
        const unsigned colours = kind - 128;
        out += from.bytes(colours * 3);
        for (std::uint32_t left = w * h; left > 0 && !(from.used_up() && left > 4096);) {
            std::uint32_t run = 1;
            const unsigned index = from.byte();
            if (colours > 0)
                out += static_cast<char>(index % (colours + 1) | (index & 0x80));
            else
                out += from.bytes(3);
            if (colours == 0 || index & 0x80) {
                run = std::min<std::uint32_t>(1 + from.byte() * (from.byte() & 7u), left);
                out += std::string((run - 1) / 255, '\xff') + number((run - 1) % 255, 1);
            }
            left -= run;
        }
        return out;
    }

    static std::string compact(std::size_t size) {
        std::string out;
        for (int i = 0; i < 3; ++i) {
            const std::size_t low = i < 2 ? size & 0x7f : size & 0xff;
            size >>= 7;
            out += static_cast<char>(low | (i < 2 && size ? 0x80 : 0));
            if (i < 2 && !size) break;
        }
        return out;
    }

    // Tight: the byte's upper half says how, its lower one which streams begin anew.
    static std::string tight(const Rect& rect, Source& from) {
        const unsigned control = from.byte();
        for (unsigned i = 0; i < 4; ++i)
            if (control >> i & 1) streams()[2 + i].begin();
        std::string out(1, static_cast<char>(control));
        const unsigned how = control >> 4;
        if (how == 8) return out + from.bytes(3);
        if (how > 8) {
            const std::string file = from.rest();
            return out + compact(file.size()) + file;
        }
        std::size_t row = std::size_t{rect.w} * 3;
        if (how & 4) {
            const unsigned filter = from.byte() % 4;
            out += static_cast<char>(filter);
            if (filter == 1) {
                const unsigned colours = from.byte();
                out += static_cast<char>(colours) + from.bytes((colours + 1) * 3);
                row = colours < 2 ? (rect.w + 7) / 8 : rect.w;
            }
        }
        const std::string data = from.bytes(row * rect.h);
        if (data.size() < 12) return out + data;
        const std::string small = deflated(2 + static_cast<int>(how & 3), data);
        return out + compact(small.size()) + small;
    }

    static std::string message(unsigned kind, Source& from) {
        switch (kind) {
            case 16: return "\2";
            case 17: {
                const std::string text = from.rest();
                return std::string("\3\0\0\0", 4) + sized(text);
            }
            case 18: {
                const std::uint32_t flags = 1u << (24 + from.byte() % 5) | (from.byte() & 3);
                std::string data = number(flags, 4);
                if (flags >> 28) {
                    streams()[6].begin();
                    const std::string text = from.rest();
                    data += deflated(6, number(static_cast<std::uint32_t>(text.size()), 4) + text);
                } else {
                    data += from.rest();
                }
                return std::string("\3\0\0\0", 4) +
                       number(0 - static_cast<std::uint32_t>(data.size()), 4) + data;
            }
            case 19: {
                const unsigned size = from.byte() % 66;
                return std::string("\xf8\0\0\0", 4) + from.bytes(4) + number(size, 1) +
                       from.bytes(size);
            }
            case 20: return "\x96";
            case 21: return std::string("\1\0", 2) + from.bytes(4) + from.rest();
            case 22: return number(from.word(4), 4) + from.rest();  // anything
            default: return from.rest();
        }
    }

    const Script& script_;
    std::uint32_t width_, height_;
    std::string out_;
};

}  // namespace

Script read_script(std::span<const std::uint8_t> bytes) {
    Script script;
    const std::size_t head = std::min(bytes.size(), head_bytes);
    std::copy_n(bytes.begin(), head, script.head);
    bytes = bytes.subspan(head);
    while (bytes.size() >= 2 && script.records.size() < most_records) {
        const std::size_t size = std::min<std::size_t>(bytes[1], bytes.size() - 2);
        const auto payload = bytes.subspan(2, size);
        script.records.push_back({bytes[0], {payload.begin(), payload.end()}});
        bytes = bytes.subspan(2 + size);
    }
    return script;
}

std::vector<std::uint8_t> written(const Script& script) {
    std::vector<std::uint8_t> out(script.head, script.head + head_bytes);
    for (const auto& record : script.records) {
        out.push_back(record.kind);
        out.push_back(static_cast<std::uint8_t>(record.payload.size()));
        out.insert(out.end(), record.payload.begin(), record.payload.end());
    }
    return out;
}

std::string played(const Script& script) {
    return Player(script).play();
}

}  // namespace ecsview::fuzz

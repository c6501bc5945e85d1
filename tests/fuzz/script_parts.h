// SPDX-License-Identifier: GPL-2.0-or-later
// What a script is played with (script.cpp alone): numbers as RFB has them, a payload as a source
// without an end, and one stream of zlib.
#pragma once

#include <zlib.h>

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>

namespace ecsview::fuzz {

constexpr std::size_t most_bytes = std::size_t{1} << 17;  // of one session

inline std::string number(std::uint32_t value, int bytes) {
    std::string out;
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8)
        out += static_cast<char>(value >> shift & 0xff);
    return out;
}

// A payload as a source without an end: it begins anew, and is zeros when it is empty.
class Source {
public:
    explicit Source(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}
    std::uint8_t byte() { return bytes_.empty() ? 0 : bytes_[at_++ % bytes_.size()]; }
    std::uint32_t word(int bytes) {
        std::uint32_t value = 0;
        while (bytes-- > 0) value = value << 8 | byte();
        return value;
    }
    std::string bytes(std::size_t count) {
        std::string out(std::min(count, most_bytes), '\0');
        for (auto& c : out) c = static_cast<char>(byte());
        return out;
    }
    bool used_up() const { return at_ >= bytes_.size(); }
    std::string rest() {
        const std::size_t from = std::min(at_, bytes_.size());
        at_ = bytes_.size();
        return {bytes_.begin() + static_cast<std::ptrdiff_t>(from), bytes_.end()};
    }

private:
    std::span<const std::uint8_t> bytes_;
    std::size_t at_ = 0;
};

// One stream of zlib, of the quickest kind. Made once; a session begins it anew.
class Deflater {
public:
    Deflater() { deflateInit2(&stream_, 1, Z_DEFLATED, 12, 6, Z_FIXED); }
    ~Deflater() { deflateEnd(&stream_); }
    Deflater(const Deflater&) = delete;
    void begin() { deflateReset(&stream_); }
    std::string take(const std::string& data) {
        std::string out(deflateBound(&stream_, data.size()) + 64, '\0');
        stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(data.data()));
        stream_.avail_in = static_cast<uInt>(data.size());
        stream_.next_out = reinterpret_cast<Bytef*>(out.data());
        stream_.avail_out = static_cast<uInt>(out.size());
        deflate(&stream_, Z_SYNC_FLUSH);
        out.resize(out.size() - stream_.avail_out);
        return out;
    }

private:
    z_stream stream_{};
};

}  // namespace ecsview::fuzz

// SPDX-License-Identifier: GPL-2.0-or-later
#include "record/tight.h"

#include <zlib.h>

#include <algorithm>
#include <new>

#include "rfb/big_endian.h"

namespace ecsview::record {
namespace {

constexpr std::uint32_t encoding = 7;
// The control byte: what it is in the high half; in the low one, which streams begin anew.
constexpr int fill = 0x80, with_filter = 0x40, plain_copy = 0x00, stream_0_anew = 0x01;
constexpr char palette_filter = 1;
constexpr std::size_t max_colours = 256;
constexpr std::size_t too_short_to_deflate = 12;  // bytes; these go as they are
// Fast: most of a console's pictures are few colours in long runs, which any level finds.
constexpr int level = 2;
constexpr int window_bits = 14, memory_level = 7;  // 96 kB in all
constexpr std::size_t bucket_count = 1024;

std::size_t bucket_of(std::uint32_t colour) {
    return (colour * 2654435761u) >> 22;  // 10 bits, by Fibonacci hashing
}

// A pixel of 24 bits goes as red, green and blue.
void put_colour(std::string& out, std::uint32_t colour) {
    for (const int shift : {16, 8, 0}) out += static_cast<char>((colour >> shift) & 0xff);
}

// Seven bits a byte, the lowest first; at most 22 bits.
void put_compact(std::string& out, std::size_t length) {
    out += static_cast<char>((length & 0x7f) | (length > 0x7f ? 0x80 : 0));
    if (length <= 0x7f) return;
    out += static_cast<char>((length >> 7 & 0x7f) | (length > 0x3fff ? 0x80 : 0));
    if (length > 0x3fff) out += static_cast<char>(length >> 14);
}

void put_header(std::string& out, const screen::DesktopRect& at) {
    for (const int number : {at.x, at.y, at.width, at.height}) rfb::put16(out, number);
    rfb::put32(out, encoding);
}

}  // namespace

struct TightWriter::Stream {
    Stream() {
        if (deflateInit2(&zlib, level, Z_DEFLATED, window_bits, memory_level, Z_DEFAULT_STRATEGY) !=
            Z_OK)
            throw std::bad_alloc();
    }
    ~Stream() { deflateEnd(&zlib); }
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;

    z_stream zlib{};
};

TightWriter::TightWriter() : stream_(std::make_unique<Stream>()), buckets_(bucket_count) {
    palette_.reserve(max_colours);
}

TightWriter::~TightWriter() = default;

void TightWriter::restart() {
    deflateReset(&stream_->zlib);
    restarted_ = true;
}

// Open addressing; the table is four times as large as the largest palette.
int TightWriter::index_of(std::uint32_t colour) const {
    std::size_t at = bucket_of(colour);
    while (buckets_[at] >= 0 && palette_[static_cast<std::size_t>(buckets_[at])] != colour)
        at = (at + 1) % bucket_count;
    return buckets_[at] >= 0 ? buckets_[at] : -1 - static_cast<int>(at);
}

bool TightWriter::find_palette(std::span<const std::uint32_t> pixels) {
    palette_.clear();
    std::ranges::fill(buckets_, std::int16_t{-1});
    std::uint32_t last = ~std::uint32_t{0};  // no colour
    for (const std::uint32_t colour : pixels) {
        if (colour == last) continue;
        last = colour;
        const int found = index_of(colour);
        if (found >= 0) continue;
        if (palette_.size() == max_colours) return false;
        buckets_[static_cast<std::size_t>(-1 - found)] = static_cast<std::int16_t>(palette_.size());
        palette_.push_back(colour);
    }
    return true;
}

void TightWriter::put_control(std::string& out, int control) {
    out += static_cast<char>(control | (restarted_ ? stream_0_anew : 0));
    restarted_ = false;
}

// A byte a pixel, or of two colours a bit a pixel, each row from a new byte.
void TightWriter::put_indices(int width, std::span<const std::uint32_t> pixels) {
    if (palette_.size() > 2) {
        for (const std::uint32_t colour : pixels) data_ += static_cast<char>(index_of(colour));
        return;
    }
    const std::size_t row = static_cast<std::size_t>(width);
    for (std::size_t begin = 0; begin < pixels.size(); begin += row)
        for (std::size_t x = 0; x < row; ++x) {
            if (x % 8 == 0) data_ += '\0';
            if (pixels[begin + x] == palette_[1])
                data_.back() = static_cast<char>(data_.back() | 0x80 >> x % 8);
        }
}

void TightWriter::put_palette(std::string& out, int width, std::span<const std::uint32_t> pixels) {
    put_control(out, with_filter);
    out += palette_filter;
    out += static_cast<char>(palette_.size() - 1);
    for (const std::uint32_t colour : palette_) put_colour(out, colour);
    put_indices(width, pixels);
}

void TightWriter::put_data(std::string& out) {
    if (data_.size() < too_short_to_deflate) {
        out += data_;
        return;
    }
    z_stream& zlib = stream_->zlib;
    std::string deflated(deflateBound(&zlib, data_.size()) + 16, '\0');
    zlib.next_in = reinterpret_cast<Bytef*>(data_.data());
    zlib.avail_in = static_cast<uInt>(data_.size());
    zlib.next_out = reinterpret_cast<Bytef*>(deflated.data());
    zlib.avail_out = static_cast<uInt>(deflated.size());
    if (deflate(&zlib, Z_SYNC_FLUSH) != Z_OK || zlib.avail_out == 0) throw std::bad_alloc();
    deflated.resize(deflated.size() - zlib.avail_out);
    put_compact(out, deflated.size());
    out += deflated;
}

void TightWriter::write(std::string& out, const screen::DesktopRect& at,
                        std::span<const std::uint32_t> pixels) {
    put_header(out, at);
    data_.clear();
    const bool few = find_palette(pixels);
    if (few && palette_.size() == 1) {
        put_control(out, fill);
        return put_colour(out, palette_[0]);
    }
    if (few) {
        put_palette(out, at.width, pixels);
    } else {
        put_control(out, plain_copy);
        for (const std::uint32_t colour : pixels) put_colour(data_, colour);
    }
    put_data(out);
}

}  // namespace ecsview::record

// SPDX-License-Identifier: GPL-2.0-or-later
#include "video/zmbv.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <new>

namespace ecsview::video {
namespace {

using screen::DesktopRect;

constexpr int side = 16;             // of a block
constexpr int farthest_scroll = 63;  // a vector has seven bits, and a sign
constexpr char key_frame = 1;
// Behind the first byte of a key: version 0.1, zlib, 32 bits a pixel, the blocks' width and height.
constexpr std::string_view key_head{"\0\1\1\x08\x10\x10", 6};
constexpr int level = 6;

int blocks(int pixels) {
    return (pixels + side - 1) / side;
}

// Of the vector of a block, which has two bytes: across and down, each times two.
constexpr char with_difference = 1;

// Blue first, whatever the machine's order of bytes.
void put_pixel(std::string& out, std::uint32_t pixel) {
    for (const int shift : {0, 8, 16, 24}) out += static_cast<char>(pixel >> shift & 0xff);
}

}  // namespace

struct Zmbv::Stream {
    Stream() {
        if (deflateInit(&zlib, level) != Z_OK) throw std::bad_alloc();
    }
    ~Stream() { deflateEnd(&zlib); }
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;

    z_stream zlib{};
};

Zmbv::Zmbv(screen::DesktopSize size)
    : size_(size),
      stream_(std::make_unique<Stream>()),
      last_(static_cast<std::size_t>(size.area())) {}

Zmbv::~Zmbv() = default;

// Appends what comes of it. After a Z_SYNC_FLUSH all that went in has come out.
void Zmbv::deflate(std::string& out, std::string_view bytes, int flush) {
    z_stream& zlib = stream_->zlib;
    std::array<char, 16384> piece;
    zlib.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    zlib.avail_in = static_cast<uInt>(bytes.size());
    do {
        zlib.next_out = reinterpret_cast<Bytef*>(piece.data());
        zlib.avail_out = static_cast<uInt>(piece.size());
        ::deflate(&zlib, flush);
        out.append(piece.data(), piece.size() - zlib.avail_out);
    } while (zlib.avail_out == 0);
}

std::string Zmbv::key(std::span<const std::uint32_t> pixels) {
    std::string out(1, key_frame);
    out += key_head;
    deflateReset(&stream_->zlib);
    for (int y = 0; y < size_.height; ++y) {
        bytes_.clear();
        for (int x = 0; x < size_.width; ++x) put_pixel(bytes_, pixels[at(x, y)]);
        deflate(out, bytes_, Z_NO_FLUSH);
    }
    deflate(out, {}, Z_SYNC_FLUSH);
    last_.assign(pixels.begin(), pixels.end());
    return out;
}

std::string Zmbv::change(std::span<const std::uint32_t> pixels, const DesktopRect& where) {
    const int columns = blocks(size_.width), rows = blocks(size_.height);
    // Two bytes a block; the differences begin at a multiple of four.
    vectors_.assign((static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows) * 2 + 3) &
                        ~std::size_t{3},
                    '\0');
    different_.clear();
    if (!where.empty())
        for (int y = where.y / side; y < blocks(where.bottom()); ++y)
            for (int x = where.x / side; x < blocks(where.right()); ++x) {
                const DesktopRect block{x * side, y * side, std::min(side, size_.width - x * side),
                                        std::min(side, size_.height - y * side)};
                look(pixels.data(), block, std::size_t(y) * columns + x);
            }
    std::string out(1, '\0');
    deflate(out, vectors_, Z_NO_FLUSH);
    for (const auto& block : different_) put_difference(out, pixels.data(), block);
    deflate(out, {}, Z_SYNC_FLUSH);
    for (int y = where.y; y < where.bottom(); ++y)
        std::copy_n(pixels.data() + at(where.x, y), where.width, last_.data() + at(where.x, y));
    return out;
}

// Whether the block is what was so many rows further down.
bool Zmbv::same(const std::uint32_t* pixels, const DesktopRect& block, int down) const {
    if (block.y + down < 0 || block.bottom() + down > size_.height) return false;
    for (int y = block.y; y < block.bottom(); ++y)
        if (!std::equal(pixels + at(block.x, y), pixels + at(block.x, y) + block.width,
                        last_.data() + at(block.x, y + down)))
            return false;
    return true;
}

// Text scrolls up and down, so that is looked for: first by as much as the block before.
void Zmbv::look(const std::uint32_t* pixels, const DesktopRect& block, std::size_t number) {
    if (same(pixels, block, 0)) return;
    char* vector = vectors_.data() + 2 * number;
    const auto scrolled = [&](int down) {
        if (!same(pixels, block, down)) return false;
        scroll_ = down;
        vector[1] = static_cast<char>(down * 2);
        return true;
    };
    if (scrolled(scroll_)) return;
    for (int down = 1; down <= farthest_scroll; ++down)
        if (scrolled(down) || scrolled(-down)) return;
    vector[0] = with_difference;
    different_.push_back(block);
}

void Zmbv::put_difference(std::string& out, const std::uint32_t* pixels, const DesktopRect& block) {
    bytes_.clear();
    for (int y = block.y; y < block.bottom(); ++y)
        for (int x = block.x; x < block.right(); ++x)
            put_pixel(bytes_, pixels[at(x, y)] ^ last_[at(x, y)]);
    deflate(out, bytes_, Z_NO_FLUSH);
}

}  // namespace ecsview::video

// SPDX-License-Identifier: GPL-2.0-or-later
#include "screen/png.h"

#include <zlib.h>

#include <new>
#include <string_view>

namespace ecsview::screen {
namespace {

constexpr std::string_view signature{"\x89PNG\r\n\x1a\n", 8};
constexpr char filter_none = 0;

void put32(std::string& out, std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>((value >> shift) & 0xff);
}

void put_chunk(std::string& out, std::string_view type, std::string_view data) {
    put32(out, static_cast<std::uint32_t>(data.size()));
    const std::size_t checked_from = out.size();
    out.append(type).append(data);
    const auto* checked = reinterpret_cast<const Bytef*>(out.data()) + checked_from;
    put32(out, static_cast<std::uint32_t>(
                   crc32_z(crc32_z(0, nullptr, 0), checked, out.size() - checked_from)));
}

std::string header(DesktopSize size) {
    std::string data;
    put32(data, static_cast<std::uint32_t>(size.width));
    put32(data, static_cast<std::uint32_t>(size.height));
    // 8 bits a channel, colour type RGB, deflate, adaptive filtering, not interlaced.
    return data.append("\x08\x02\x00\x00\x00", 5);
}

std::string scanlines(std::span<const std::uint32_t> pixels, DesktopSize size) {
    std::string rows;
    rows.reserve((static_cast<std::size_t>(size.width) * 3 + 1) * size.height);
    for (int y = 0; y < size.height; ++y) {
        rows += filter_none;
        for (const auto pixel : pixels.subspan(static_cast<std::size_t>(y) * size.width,
                                               static_cast<std::size_t>(size.width)))
            for (const int shift : {16, 8, 0}) rows += static_cast<char>((pixel >> shift) & 0xff);
    }
    return rows;
}

std::string compressed(const std::string& bytes) {
    uLongf size = compressBound(bytes.size());
    std::string out(size, '\0');
    // Speed over size: a screenshot is made while something waits for it.
    if (compress2(reinterpret_cast<Bytef*>(out.data()), &size,
                  reinterpret_cast<const Bytef*>(bytes.data()), bytes.size(), Z_BEST_SPEED) != Z_OK)
        throw std::bad_alloc();
    out.resize(size);
    return out;
}

}  // namespace

std::string png(std::span<const std::uint32_t> pixels, DesktopSize size) {
    std::string out(signature);
    put_chunk(out, "IHDR", header(size));
    put_chunk(out, "IDAT", compressed(scanlines(pixels, size)));
    put_chunk(out, "IEND", {});
    return out;
}

}  // namespace ecsview::screen

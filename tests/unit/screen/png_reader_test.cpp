// SPDX-License-Identifier: GPL-2.0-or-later
#include "screen/png_reader.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <cstdlib>
#include <utility>

#include "screen/png.h"

namespace ecsview::screen {
namespace {

using Bytes = std::string;

void put32(Bytes& out, std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(value >> shift & 0xff);
}

Bytes chunk(std::string_view type, std::string_view data) {
    Bytes checked(type), out;
    checked += data;
    put32(out, static_cast<std::uint32_t>(data.size()));
    out += checked;
    put32(out, static_cast<std::uint32_t>(
                   crc32_z(0, reinterpret_cast<const Bytef*>(checked.data()), checked.size())));
    return out;
}

Bytes header(std::uint32_t width, std::uint32_t height, Bytes kind) {
    Bytes data;
    put32(data, width);
    put32(data, height);
    return chunk("IHDR", data + kind);
}

Bytes packed(const Bytes& rows) {
    Bytes out(compressBound(rows.size()), '\0');
    uLongf size = out.size();
    compress(reinterpret_cast<Bytef*>(out.data()), &size,
             reinterpret_cast<const Bytef*>(rows.data()), rows.size());
    out.resize(size);
    return out;
}

const Bytes signature{"\x89PNG\r\n\x1a\n", 8}, rgb{"\x08\x02\x00\x00\x00", 5},
    rgba{"\x08\x06\x00\x00\x00", 5}, nothing;

Bytes file(const Bytes& head, const Bytes& rows) {
    return signature + head + chunk("IDAT", packed(rows)) + chunk("IEND", nothing);
}

std::string refusal(const Bytes& bytes) {
    const auto picture = read_png(bytes);
    return picture ? "it is taken" : picture.failure();
}

std::vector<std::uint32_t> noise(std::size_t count) {
    std::vector<std::uint32_t> pixels(count);
    std::uint32_t value = 7;
    for (auto& pixel : pixels) pixel = (value = value * 1664525 + 1013904223) >> 8;
    return pixels;
}

TEST(PngReader, ReadsWhatPngHasWritten) {
    for (const DesktopSize size : {DesktopSize{1, 1}, DesktopSize{3, 2}, DesktopSize{37, 19}}) {
        const auto pixels = noise(static_cast<std::size_t>(size.area()));
        const auto picture = read_png(png(pixels, size));
        ASSERT_TRUE(picture) << picture.failure();
        EXPECT_EQ(picture->size, size);
        EXPECT_EQ(picture->pixels, pixels);
    }
}

// By the definitions of ISO/IEC 15948, 9.2, of three pixels a row: the first row stands for itself,
// then each filter once over the same bytes.
TEST(PngReader, UndoesEachFilter) {
    const Bytes first("\x0a\x14\x1e\x32\x28\x1e\x00\xff\x80", 9);
    const Bytes row("\x10\x20\x30\xf0\xe0\xd0\x01\x02\x03", 9);
    const auto value = [](char c) { return static_cast<int>(static_cast<unsigned char>(c)); };
    const auto guess = [&](int filter, std::size_t i) {
        const int a = i < 3 ? 0 : value(row[i - 3]), b = value(first[i]),
                  c = i < 3 ? 0 : value(first[i - 3]), p = a + b - c;
        if (filter == 1) return a;
        if (filter == 2) return b;
        if (filter == 3) return (a + b) / 2;
        if (filter == 0) return 0;
        const int pa = std::abs(p - a), pb = std::abs(p - b), pc = std::abs(p - c);
        return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
    };
    for (int filter = 0; filter <= 4; ++filter) {
        Bytes rows = std::string(1, '\0') + first + static_cast<char>(filter);
        for (std::size_t i = 0; i < 9; ++i)
            rows += static_cast<char>(value(row[i]) - guess(filter, i));
        const auto picture = read_png(file(header(3, 2, rgb), rows));
        ASSERT_TRUE(picture) << picture.failure();
        EXPECT_EQ(picture->pixels, (std::vector<std::uint32_t>{0x0a141e, 0x32281e, 0x00ff80,
                                                               0x102030, 0xf0e0d0, 0x010203}))
            << filter;
    }
}

// Above the first row and left of the first pixel all is nought.
TEST(PngReader, UndoesEachFilterInTheFirstRow) {
    const std::pair<int, Bytes> rows[] = {{0, Bytes("\x10\x20\x30\x15\x25\x35", 6)},
                                          {1, Bytes("\x10\x20\x30\x05\x05\x05", 6)},
                                          {2, Bytes("\x10\x20\x30\x15\x25\x35", 6)},
                                          {3, Bytes("\x10\x20\x30\x0d\x15\x1d", 6)},
                                          {4, Bytes("\x10\x20\x30\x05\x05\x05", 6)}};
    for (const auto& [filter, row] : rows) {
        const auto picture =
            read_png(file(header(2, 1, rgb), std::string(1, static_cast<char>(filter)) + row));
        ASSERT_TRUE(picture) << picture.failure();
        EXPECT_EQ(picture->pixels, (std::vector<std::uint32_t>{0x102030, 0x152535})) << filter;
    }
}

TEST(PngReader, LeavesAlphaAndOtherChunksOut) {
    const Bytes rows("\0\x11\x22\x33\x00\x44\x55\x66\xff", 9);
    const auto whole = packed(rows);
    const auto picture = read_png(signature + header(2, 1, rgba) + chunk("tEXt", "Software") +
                                  chunk("IDAT", std::string_view(whole).substr(0, 3)) +
                                  chunk("IDAT", std::string_view(whole).substr(3)) +
                                  chunk("IEND", nothing) + "more");
    ASSERT_TRUE(picture) << picture.failure();
    EXPECT_EQ(picture->pixels, (std::vector<std::uint32_t>{0x112233, 0x445566}));
}

TEST(PngReader, SaysWhatItDoesNotTake) {
    const Bytes rows(4, '\0');
    EXPECT_EQ(refusal(""), "it is no PNG");
    EXPECT_EQ(refusal("GIF89a and more"), "it is no PNG");
    for (const auto& kind : {Bytes("\x10\x02\0\0\0", 5), Bytes("\x08\x03\0\0\0", 5),
                             Bytes("\x08\0\0\0\0", 5), Bytes("\x08\x02\0\0\x01", 5)})
        EXPECT_NE(refusal(file(header(1, 1, kind), rows)).find("8 bits"), std::string::npos);
    for (const auto& head : {header(0, 1, rgb), header(1, 0, rgb), header(8193, 1, rgb),
                             header(0xffffffff, 0xffffffff, rgb), header(8192, 8192, rgb)})
        EXPECT_NE(refusal(file(head, rows)).find("8 bits"), std::string::npos);
    EXPECT_EQ(refusal(file(header(1, 1, rgb), Bytes("\x05\0\0\0", 4))), "it is damaged");
    EXPECT_EQ(refusal(file(header(1, 1, rgb), Bytes(3, '\0'))), "it is damaged");
    EXPECT_EQ(refusal(file(header(1, 1, rgb), Bytes(5, '\0'))), "it is damaged");
    EXPECT_EQ(refusal(file(chunk("IDAT", nothing), rows)), "it is damaged");
    EXPECT_EQ(refusal(signature + header(1, 1, rgb) + chunk("IEND", nothing)), "it is damaged");
}

// Cut off anywhere, or with any bit of what counts the other way.
TEST(PngReader, TakesNothingThatIsDamaged) {
    const auto whole = png(noise(12), {4, 3});
    for (std::size_t size = 0; size < whole.size(); ++size)
        EXPECT_FALSE(read_png(std::string_view(whole).substr(0, size))) << size;
    for (std::size_t at = 0; at < whole.size(); ++at) {
        auto spoilt = whole;
        spoilt[at] = static_cast<char>(spoilt[at] ^ 0x20);
        EXPECT_FALSE(read_png(spoilt)) << at;
    }
}

}  // namespace
}  // namespace ecsview::screen

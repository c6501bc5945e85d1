// SPDX-License-Identifier: GPL-2.0-or-later
// That other programs read the file as the same pixels is shown end to end; here: the format.
#include "screen/png.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <vector>

namespace ecsview::screen {
namespace {

std::uint32_t number(const std::string& bytes, std::size_t at) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i)
        value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
    return value;
}

TEST(Png, ChunksHaveTheirLengthsAndSumsAndTheRowsComeBack) {
    const std::vector<std::uint32_t> pixels{0xff0000, 0x00ff00, 0x0000ff, 0x123456, 0, 0xffffff};
    const std::string file = png(pixels, {3, 2});
    ASSERT_EQ(file.substr(0, 8), "\x89PNG\r\n\x1a\n");
    std::vector<std::string> types;
    std::string rows(64, '\0');
    for (std::size_t at = 8; at < file.size();) {
        const auto size = number(file, at);
        const std::string body = file.substr(at + 4, size + 4);
        types.push_back(body.substr(0, 4));
        EXPECT_EQ(number(file, at + 8 + size), crc32(0, reinterpret_cast<const Bytef*>(body.data()),
                                                     static_cast<uInt>(body.size())));
        if (types.back() == "IDAT") {
            uLongf rows_size = rows.size();
            ASSERT_EQ(uncompress(reinterpret_cast<Bytef*>(rows.data()), &rows_size,
                                 reinterpret_cast<const Bytef*>(body.data()) + 4, size),
                      Z_OK);
            rows.resize(rows_size);
        }
        at += 12 + size;
    }
    EXPECT_EQ(types, (std::vector<std::string>{"IHDR", "IDAT", "IEND"}));
    const std::string first("\0\xff\0\0\0\xff\0\0\0\xff", 10);
    const std::string second("\0\x12\x34\x56\0\0\0\xff\xff\xff", 10);
    EXPECT_EQ(rows, first + second);
}

}  // namespace
}  // namespace ecsview::screen

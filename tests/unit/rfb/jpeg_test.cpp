// SPDX-License-Identifier: GPL-2.0-or-later
// The JPEG library as the decoder links it: its vector code, where the CPU has some, makes the same
// pixels as its C code. It chooses once a thread, so each run here has a thread of its own.
#include <gtest/gtest.h>

#include <cstdlib>
#include <thread>

#include "jpeg_files.h"

namespace {

using namespace ecsview::jpeg_files;

Bytes decode(const Bytes& file) {
    jpeg_decompress_struct jpeg{};
    jpeg_error_mgr errors{};
    jpeg.err = jpeg_std_error(&errors);
    jpeg_create_decompress(&jpeg);
    jpeg_mem_src(&jpeg, file.data(), file.size());
    jpeg_read_header(&jpeg, TRUE);
    jpeg.out_color_space = JCS_EXT_RGBX;
    jpeg_start_decompress(&jpeg);
    const std::size_t stride = std::size_t{jpeg.output_width} * channels;
    Bytes pixels(stride * jpeg.output_height);
    while (jpeg.output_scanline < jpeg.output_height) {
        JSAMPROW row = &pixels[jpeg.output_scanline * stride];
        jpeg_read_scanlines(&jpeg, &row, 1);
    }
    jpeg_finish_decompress(&jpeg);
    jpeg_destroy_decompress(&jpeg);
    return pixels;
}

Bytes decode_in_thread(const Bytes& file, const char* forced) {
    if (forced) setenv(forced, "1", 1);
    Bytes pixels;
    std::thread([&] { pixels = decode(file); }).join();
    if (forced) unsetenv(forced);
    return pixels;
}

class JpegTest : public testing::TestWithParam<Shape> {};

TEST_P(JpegTest, VectorCodeMakesThePixelsOfC) {
    const Bytes file = encode(scene(GetParam()), GetParam());
    const Bytes plain = decode_in_thread(file, "JSIMD_FORCENONE");
    ASSERT_EQ(plain.size(), std::size_t{GetParam().width} * GetParam().height * channels);
    EXPECT_EQ(decode_in_thread(file, nullptr), plain);
    EXPECT_EQ(decode_in_thread(file, "JSIMD_FORCENEON"), plain);  // elsewhere without effect
}

INSTANTIATE_TEST_SUITE_P(Shapes, JpegTest,
                         testing::Values(Shape{256, 128, 1, 90}, Shape{256, 128, 2, 90},
                                         Shape{61, 37, 2, 50}, Shape{1, 1, 2, 75},
                                         Shape{517, 9, 1, 10}, Shape{640, 48, 2, 100}));

}  // namespace

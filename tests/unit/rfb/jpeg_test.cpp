// SPDX-License-Identifier: GPL-2.0-or-later
// The JPEG library as the decoder links it: its vector code, where the CPU has some, makes the same
// pixels as its C code. It chooses once a thread, so each run here has a thread of its own.
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <thread>
#include <vector>

#include <jpeglib.h>

namespace {

using Bytes = std::vector<unsigned char>;
constexpr int channels = 4;  // RGBX, as Tight's decoder asks for

struct Shape {
    unsigned width, height;
    int sampling;  // of brightness against colour: 1 is 4:4:4, 2 is 4:2:0
    int quality;
};

// Soft and hard edges and noise, so that every coefficient is used.
Bytes scene(const Shape& shape) {
    Bytes pixels;
    unsigned state = 1;
    for (unsigned y = 0; y < shape.height; ++y)
        for (unsigned x = 0; x < shape.width; ++x) {
            state = state * 1664525u + 1013904223u;
            const unsigned noise = (x / 16 + y / 16) % 3 ? 0 : state >> 24;
            for (const unsigned value : {x * 2 + noise, y * 3, (x ^ y) & 32 ? 255u : noise, 0u})
                pixels.push_back(static_cast<unsigned char>(value));
        }
    return pixels;
}

Bytes encode(Bytes pixels, const Shape& shape) {
    jpeg_compress_struct jpeg{};
    jpeg_error_mgr errors{};
    jpeg.err = jpeg_std_error(&errors);
    jpeg_create_compress(&jpeg);
    unsigned char* data = nullptr;
    unsigned long size = 0;
    jpeg_mem_dest(&jpeg, &data, &size);
    jpeg.image_width = shape.width;
    jpeg.image_height = shape.height;
    jpeg.input_components = channels;
    jpeg.in_color_space = JCS_EXT_RGBX;
    jpeg_set_defaults(&jpeg);
    jpeg_set_quality(&jpeg, shape.quality, TRUE);
    jpeg.comp_info[0].h_samp_factor = jpeg.comp_info[0].v_samp_factor = shape.sampling;
    jpeg_start_compress(&jpeg, TRUE);
    while (jpeg.next_scanline < jpeg.image_height) {
        JSAMPROW row = &pixels[jpeg.next_scanline * shape.width * channels];
        jpeg_write_scanlines(&jpeg, &row, 1);
    }
    jpeg_finish_compress(&jpeg);
    jpeg_destroy_compress(&jpeg);
    const std::unique_ptr<unsigned char, decltype(&std::free)> owner(data, std::free);
    return Bytes(data, data + size);
}

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

// SPDX-License-Identifier: GPL-2.0-or-later
// JPEG files for tests, made by the library that the decoder links.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <vector>

#include <jpeglib.h>

namespace ecsview::jpeg_files {

using Bytes = std::vector<unsigned char>;
inline constexpr int channels = 4;  // RGBX, as Tight's decoder asks for

struct Shape {
    unsigned width, height;
    int sampling;  // of brightness against colour: 1 is 4:4:4, 2 is 4:2:0
    int quality;
};

// Soft and hard edges and noise, so that every coefficient is used.
inline Bytes scene(const Shape& shape) {
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

// `form` may change what jpeg_set_defaults() has chosen: one scan, baseline.
inline Bytes encode(Bytes pixels, const Shape& shape,
                    void (*form)(jpeg_compress_struct&) = nullptr) {
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
    if (form) form(jpeg);
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

}  // namespace ecsview::jpeg_files

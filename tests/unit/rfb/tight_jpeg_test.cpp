// SPDX-License-Identifier: GPL-2.0-or-later
// libvncclient's wrapper around the JPEG library, which decodes Tight's JPEG rectangles: what a
// hostile server may put there is refused before it costs anything. Our patch 0007.
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <fstream>
#include <string>

#include "base/sanitizing.h"
#include "jpeg_files.h"

// As in libvncclient's turbojpeg.h, which it does not install.
extern "C" {
void* tjInitDecompress();
int tjDestroy(void* handle);
int tjDecompress2(void* handle, unsigned char* jpeg, unsigned long size, unsigned char* out,
                  int width, int pitch, int height, int pixel_format, int flags);
}

namespace {

using namespace ecsview::jpeg_files;

constexpr int bgrx = 3;
constexpr int refused = -1;
constexpr Shape square{64, 64, 1, 90};

struct Rectangle {
    int width = static_cast<int>(square.width), height = static_cast<int>(square.height);
    Bytes pixels = Bytes(std::size_t{8192} * 64 * channels, 0xee);

    int draw(Bytes file) {
        void* decoder = tjInitDecompress();
        const int result = tjDecompress2(decoder, file.data(), file.size(), pixels.data(), width,
                                         width * channels, height, bgrx, 0);
        tjDestroy(decoder);
        return result;
    }
    bool untouched() const {
        return std::all_of(pixels.begin(), pixels.end(), [](auto byte) { return byte == 0xee; });
    }
};

Bytes progressive(const Shape& shape) {
    return encode(scene(shape), shape,
                  [](jpeg_compress_struct& j) { jpeg_simple_progression(&j); });
}

// The first frame header's picture size, two bytes each, height first.
Bytes claiming(Bytes file, unsigned width, unsigned height) {
    for (std::size_t at = 2; at + 9 < file.size(); at += 2u + file[at + 2] * 256u + file[at + 3]) {
        if (file[at + 1] < 0xc0 || file[at + 1] > 0xc2) continue;
        for (const unsigned side : {height, width}) {
            file[at + 5] = static_cast<unsigned char>(side >> 8);
            file[at + 6] = static_cast<unsigned char>(side);
            at += 2;
        }
        break;
    }
    return file;
}

long peak_kilobytes() {
    std::ifstream status("/proc/self/status");
    for (std::string word; status >> word;)
        if (long value = 0; word == "VmPeak:" && status >> value) return value;
    return 0;
}

TEST(TightJpeg, DrawsAPictureOfTheRectanglesSize) {
    Rectangle rectangle;
    EXPECT_EQ(rectangle.draw(encode(scene(square), square)), 0);
    EXPECT_FALSE(rectangle.untouched());
    const auto* pixel = &rectangle.pixels[(std::size_t{4} * square.width + 20) * channels];
    EXPECT_NEAR(pixel[2], 40, 8);  // red, which grows by two a column
    EXPECT_NEAR(pixel[1], 12, 8);  // green, by three a row
}

// A segment that says it is longer than all that came. Behind the file lies memory that nobody may
// read, for as far as a segment's length can reach.
void read_a_segment_that_is_not_there() {
    constexpr std::size_t page = 65536, guard = 131072;
    constexpr std::array<unsigned char, 6> file{0xff, 0xd8, 0xff, 0xfe, 0xff, 0xff};
    void* map =
        mmap(nullptr, page + guard, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    auto* at = static_cast<unsigned char*>(map) + page - file.size();
    mprotect(static_cast<unsigned char*>(map) + page, guard, PROT_NONE);
    std::memcpy(at, file.data(), file.size());
    Rectangle rectangle;
    const int result = tjDecompress2(tjInitDecompress(), at, file.size(), rectangle.pixels.data(),
                                     16, 64, 16, bgrx, 0);
    _exit(result == refused && rectangle.untouched() ? 0 : 1);
}

TEST(TightJpegDeathTest, SegmentLongerThanTheFile) {
    EXPECT_EXIT(read_a_segment_that_is_not_there(), testing::ExitedWithCode(0), "");
}

TEST(TightJpeg, AnotherSizeThanTheRectangles) {
    for (const Shape& shape :
         {Shape{128, 128, 1, 90}, Shape{63, 64, 1, 90}, Shape{64, 63, 1, 90}, Shape{65, 64, 1, 90},
          Shape{64, 65, 1, 90}, Shape{512, 512, 2, 50}}) {
        Rectangle rectangle;
        EXPECT_EQ(rectangle.draw(encode(scene(shape), shape)), refused)
            << shape.width << 'x' << shape.height;
        EXPECT_TRUE(rectangle.untouched());
    }
}

TEST(TightJpeg, SeveralScansAreRefused) {
    Rectangle rectangle;
    EXPECT_EQ(rectangle.draw(progressive(square)), refused);
    const auto by_colour = encode(scene(square), square, [](jpeg_compress_struct& jpeg) {
        static const jpeg_scan_info scans[] = {{1, {0}, 0, 63, 0, 0}, {2, {1, 2}, 0, 63, 0, 0}};
        jpeg.scan_info = scans;
        jpeg.num_scans = 2;
    });
    EXPECT_EQ(rectangle.draw(by_colour), refused);
    const auto arithmetic =
        encode(scene(square), square, [](jpeg_compress_struct& jpeg) { jpeg.arith_code = TRUE; });
    EXPECT_EQ(rectangle.draw(arithmetic), refused);
    EXPECT_TRUE(rectangle.untouched());
}

// As large as can be scaled down to a rectangle that is allowed; all of it would be kept.
void claim_a_huge_picture() {
    const Shape tiny{8, 8, 1, 90};
    const auto file = claiming(progressive(tiny), 65500, 512);
    Rectangle rectangle;
    rectangle.width = 8188;
    const auto before = peak_kilobytes();
    const bool was_refused = rectangle.draw(file) == refused;
    _exit(was_refused && peak_kilobytes() - before < 4096 ? 0 : 1);
}

TEST(TightJpegDeathTest, HugeClaimCostsNothing) {
    EXPECT_EXIT(claim_a_huge_picture(), testing::ExitedWithCode(0), "");
}

// Cut in the middle of its data, so that the library gives up behind the allocation of the rows.
void decode_cut_pictures() {
    const auto whole = encode(scene({8, 8000, 1, 90}), {8, 8000, 1, 90});
    const Bytes cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(whole.size() / 2));
    Rectangle rectangle;
    rectangle.width = 8;
    rectangle.height = 8000;
    long before = 0;
    for (int turn = 0; turn < 400; ++turn) {  // 64 kB of row pointers each
        if (turn == 100) before = peak_kilobytes();
        if (rectangle.draw(cut) != refused) _exit(2);
    }
    _exit(peak_kilobytes() - before < 4096 ? 0 : 1);
}

TEST(TightJpegDeathTest, DamagedPicturesLeakNothing) {
    if (ecsview::sanitizing) GTEST_SKIP() << "a sanitizer keeps what is freed";
    EXPECT_EXIT(decode_cut_pictures(), testing::ExitedWithCode(0), "");
}

}  // namespace

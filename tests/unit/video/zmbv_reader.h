// SPDX-License-Identifier: GPL-2.0-or-later
// Reads frames of Zip Motion Blocks Video as its definition has them, by other code than what
// writes them: a picture that any player would show. A part that is wrong throws.
#pragma once

#include <zlib.h>

#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace ecsview::video {

class ZmbvReader {
public:
    ZmbvReader(int wide, int high)
        : width(wide), height(high), pixels(static_cast<std::size_t>(wide * high)) {}
    ~ZmbvReader() { end_stream(); }

    const int width, height;
    std::vector<std::uint32_t> pixels;
    bool was_key = false;
    int moved = 0, different = 0;  // blocks of the last change

    void read(std::string_view frame) {
        was_key = byte(frame) & 1;
        if (was_key) {
            need(byte(frame) == 0 && byte(frame) == 1, "version 0.1");
            need(byte(frame) == 1, "zlib");
            need(byte(frame) == 8, "32 bits a pixel");
            block_width_ = byte(frame);
            block_height_ = byte(frame);
            end_stream();
            zlib_ = {};
            need(inflateInit(&zlib_) == Z_OK, "zlib");
            begun_ = true;
        }
        need(begun_, "a key comes first");
        const std::string data = inflated(frame);
        was_key ? read_key(data) : read_change(data);
    }

private:
    static void need(bool truth, const char* what) {
        if (!truth) throw std::runtime_error(what);
    }
    static int byte(std::string_view& bytes) {
        need(!bytes.empty(), "cut short");
        const auto value = static_cast<unsigned char>(bytes.front());
        bytes.remove_prefix(1);
        return value;
    }
    void end_stream() {
        if (begun_) inflateEnd(&zlib_);
        begun_ = false;
    }

    // All that can be known of it when the frame has come: nothing may be left for the next.
    std::string inflated(std::string_view bytes) {
        std::string out(static_cast<std::size_t>(5 * width * height + 4096), '\0');
        zlib_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
        zlib_.avail_in = static_cast<uInt>(bytes.size());
        zlib_.next_out = reinterpret_cast<Bytef*>(out.data());
        zlib_.avail_out = static_cast<uInt>(out.size());
        need(inflate(&zlib_, Z_SYNC_FLUSH) == Z_OK, "deflated");
        need(zlib_.avail_in == 0 && zlib_.avail_out > 0, "as long as it says");
        out.resize(out.size() - zlib_.avail_out);
        return out;
    }

    static std::uint32_t pixel(const std::string& data, std::size_t at) {
        need(at + 4 <= data.size(), "cut short");
        std::uint32_t value = 0;
        for (std::size_t i = 4; i-- > 0;)
            value = value << 8 | static_cast<unsigned char>(data[at + i]);
        return value;
    }
    std::size_t at(int x, int y) const {
        need(x >= 0 && y >= 0 && x < width && y < height, "outside");
        return static_cast<std::size_t>(y * width + x);
    }

    void read_key(const std::string& data) {
        need(data.size() == 4 * pixels.size(), "all pixels");
        for (std::size_t i = 0; i < pixels.size(); ++i) pixels[i] = pixel(data, 4 * i);
    }

    void read_change(const std::string& data) {
        const int columns = (width + block_width_ - 1) / block_width_;
        const int rows = (height + block_height_ - 1) / block_height_;
        std::size_t from = (static_cast<std::size_t>(columns * rows * 2) + 3) / 4 * 4;
        need(data.size() >= from, "all vectors");
        const auto last = pixels;
        moved = different = 0;
        for (int number = 0; number < columns * rows; ++number) {
            const auto* vector = reinterpret_cast<const signed char*>(data.data()) + 2 * number;
            const bool differs = vector[0] & 1;
            const int across = vector[0] >> 1, down = vector[1] >> 1;
            moved += across != 0 || down != 0;
            different += differs;
            const int left = number % columns * block_width_,
                      top = number / columns * block_height_;
            for (int y = top; y < std::min(height, top + block_height_); ++y)
                for (int x = left; x < std::min(width, left + block_width_); ++x) {
                    auto& now = pixels[at(x, y)];
                    now = last[at(x + across, y + down)];
                    if (!differs) continue;
                    now ^= pixel(data, from);
                    from += 4;
                }
        }
        need(from == data.size(), "nothing else");
    }

    int block_width_ = 0, block_height_ = 0;
    z_stream zlib_{};
    bool begun_ = false;
};

}  // namespace ecsview::video

// SPDX-License-Identifier: GPL-2.0-or-later
// Reads FramebufferUpdates of DesktopSize and Tight rectangles, as the RFB specification has them,
// by other code than what writes them: a picture that anybody would see. A part that is wrong
// throws.
#pragma once

#include <zlib.h>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace ecsview::record {

class TightPicture {
public:
    ~TightPicture() { end_stream(); }

    int width = 0, height = 0;
    std::vector<std::uint32_t> pixels;
    int rectangles = 0;

    // Whole updates.
    void read(std::string_view bytes) {
        bytes_ = bytes;
        at_ = 0;
        while (at_ < bytes_.size()) read_update();
    }

private:
    int byte() {
        if (at_ >= bytes_.size()) throw std::runtime_error("cut short");
        return static_cast<unsigned char>(bytes_[at_++]);
    }
    int word() {
        const int high = byte();
        return high << 8 | byte();
    }
    std::uint32_t colour() {
        std::uint32_t value = 0;
        for (int i = 0; i < 3; ++i) value = value << 8 | static_cast<std::uint32_t>(byte());
        return value;
    }
    std::uint32_t& pixel(int x, int y) {
        if (x >= width || y >= height) throw std::runtime_error("outside");
        return pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                      static_cast<std::size_t>(x)];
    }
    void end_stream() {
        if (open_) inflateEnd(&stream_);
        open_ = false;
    }

    void read_update() {
        if (byte() != 0 || byte() != 0) throw std::runtime_error("no FramebufferUpdate");
        for (int left = word(); left > 0; --left) read_rectangle();
    }
    void read_rectangle() {
        const int x = word(), y = word(), w = word(), h = word();
        const int encoding = static_cast<int>(static_cast<std::uint32_t>(word()) << 16 |
                                              static_cast<std::uint32_t>(word()));
        if (encoding == -223) return resize(w, h);
        if (encoding != 7) throw std::runtime_error("another encoding");
        ++rectangles;
        read_tight(x, y, w, h);
    }
    void resize(int w, int h) {
        if (w == width && h == height) return;
        width = w;
        height = h;
        pixels.assign(static_cast<std::size_t>(w) * static_cast<std::size_t>(h), 0xdddddd);
    }

    void read_tight(int x, int y, int w, int h) {
        const int control = byte();
        if (control & 1) end_stream();
        if (control >> 4 == 8) return fill(x, y, w, h, colour());
        if (control >> 4 != 0 && control >> 4 != 4) throw std::runtime_error("another control");
        std::vector<std::uint32_t> palette;
        if (control >> 4 == 4) {
            if (byte() != 1) throw std::runtime_error("another filter");
            for (int left = byte() + 1; left > 0; --left) palette.push_back(colour());
        }
        const std::size_t row = palette.empty()       ? static_cast<std::size_t>(w) * 3
                                : palette.size() == 2 ? static_cast<std::size_t>(w + 7) / 8
                                                      : static_cast<std::size_t>(w);
        const std::string data = read_data(row * static_cast<std::size_t>(h));
        for (int j = 0; j < h; ++j)
            for (int i = 0; i < w; ++i)
                pixel(x + i, y + j) =
                    of(palette, data.substr(row * static_cast<std::size_t>(j), row),
                       static_cast<std::size_t>(i));
    }
    static std::uint32_t of(const std::vector<std::uint32_t>& palette, const std::string& row,
                            std::size_t i) {
        const auto at = [&](std::size_t index) {
            return static_cast<std::uint32_t>(static_cast<unsigned char>(row.at(index)));
        };
        if (palette.empty()) return at(3 * i) << 16 | at(3 * i + 1) << 8 | at(3 * i + 2);
        if (palette.size() == 2) return palette[at(i / 8) >> (7 - i % 8) & 1];
        return palette.at(at(i));
    }
    void fill(int x, int y, int w, int h, std::uint32_t colour) {
        for (int j = 0; j < h; ++j)
            for (int i = 0; i < w; ++i) pixel(x + i, y + j) = colour;
    }
    std::string read_data(std::size_t size) {
        std::string out(size, '\0');
        if (size < 12) {
            for (char& c : out) c = static_cast<char>(byte());
            return out;
        }
        std::size_t length = 0;
        for (int shift = 0; shift <= 14; shift += 7) {
            const auto next = static_cast<std::size_t>(byte());
            length |= (shift < 14 ? next & 0x7f : next) << shift;
            if (next < 0x80) break;
        }
        inflate_into(out, bytes_.substr(at_, length));
        at_ += length;
        return out;
    }
    void inflate_into(std::string& out, std::string_view deflated) {
        if (!open_) {
            stream_ = {};
            if (inflateInit(&stream_) != Z_OK) throw std::bad_alloc();
            open_ = true;
        }
        stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(deflated.data()));
        stream_.avail_in = static_cast<uInt>(deflated.size());
        stream_.next_out = reinterpret_cast<Bytef*>(out.data());
        stream_.avail_out = static_cast<uInt>(out.size());
        const int result = inflate(&stream_, Z_SYNC_FLUSH);
        if (result != Z_OK || stream_.avail_out > 0) throw std::runtime_error("no such data");
    }

    std::string_view bytes_;
    std::size_t at_ = 0;
    z_stream stream_{};
    bool open_ = false;
};

}  // namespace ecsview::record

// SPDX-License-Identifier: GPL-2.0-or-later
#include "screen/png_reader.h"

#include <zlib.h>

#include <cstdlib>
#include <optional>
#include <utility>

#include "base/language.h"

namespace ecsview::screen {
namespace {

constexpr std::string_view signature{"\x89PNG\r\n\x1a\n", 8};
constexpr std::size_t around_data = 12;  // length, type and checksum of a chunk
constexpr int rgb = 2, rgba = 6;

using Bytes = std::string;

unsigned byte_at(std::string_view bytes, std::size_t at) {
    return static_cast<unsigned char>(bytes[at]);
}

std::uint32_t read32(std::string_view bytes, std::size_t at) {
    std::uint32_t value = 0;
    for (std::size_t i = at; i < at + 4; ++i) value = value << 8 | byte_at(bytes, i);
    return value;
}

struct Chunk {
    std::string_view type, data;
};

// Takes the next one off; nothing: there is none, or it is damaged.
std::optional<Chunk> next_chunk(std::string_view& rest) {
    if (rest.size() < around_data) return std::nullopt;
    const std::size_t length = read32(rest, 0);
    if (length > rest.size() - around_data) return std::nullopt;
    const auto checked = rest.substr(4, 4 + length);
    const auto sum = crc32_z(0, reinterpret_cast<const Bytef*>(checked.data()), checked.size());
    if (sum != read32(rest, 8 + length)) return std::nullopt;
    rest.remove_prefix(around_data + length);
    return Chunk{checked.substr(0, 4), checked.substr(4)};
}

struct Header {
    DesktopSize size;
    int channels = 3;
};

// Nothing: of another kind.
std::optional<Header> read_header(std::string_view data) {
    if (data.size() != 13) return std::nullopt;
    const auto width = read32(data, 0), height = read32(data, 4);
    const DesktopSize size{static_cast<int>(width), static_cast<int>(height)};
    if (!acceptable(size)) return std::nullopt;
    const int type = static_cast<int>(byte_at(data, 9));
    const bool plain = byte_at(data, 8) == 8 && byte_at(data, 12) == 0;
    if (!plain || (type != rgb && type != rgba)) return std::nullopt;
    return Header{size, type == rgb ? 3 : 4};
}

// Which of left, above and the corner between is nearest to what they point to.
int paeth(int left, int above, int corner) {
    const int guess = left + above - corner;
    const int by_left = std::abs(guess - left), by_above = std::abs(guess - above),
              by_corner = std::abs(guess - corner);
    if (by_left <= by_above && by_left <= by_corner) return left;
    return by_above <= by_corner ? above : corner;
}

// What a row's filter has taken away from each of its bytes; nothing: there is no such filter.
std::optional<int> guess_of(unsigned filter, int left, int above, int corner) {
    switch (filter) {
        case 0: return 0;
        case 1: return left;
        case 2: return above;
        case 3: return (left + above) / 2;
        case 4: return paeth(left, above, corner);
        default: return std::nullopt;
    }
}

// Undoes the filters in place. The first byte of each row is its filter.
bool unfilter(Bytes& rows, std::size_t row_size, std::size_t pixel_size) {
    const auto value = [&rows](std::size_t at) { return static_cast<int>(byte_at(rows, at)); };
    for (std::size_t row = 0; row < rows.size(); row += row_size) {
        const unsigned filter = byte_at(rows, row);
        for (std::size_t i = 1; i < row_size; ++i) {
            const bool first = i <= pixel_size, top = row == 0;
            const auto at = row + i;
            const auto guess =
                guess_of(filter, first ? 0 : value(at - pixel_size), top ? 0 : value(at - row_size),
                         first || top ? 0 : value(at - row_size - pixel_size));
            if (!guess) return false;
            rows[at] = static_cast<char>(value(at) + *guess);
        }
    }
    return true;
}

std::optional<Bytes> inflated(const Bytes& packed, std::size_t size) {
    Bytes out(size, '\0');
    uLongf length = size;
    const auto done = uncompress(reinterpret_cast<Bytef*>(out.data()), &length,
                                 reinterpret_cast<const Bytef*>(packed.data()), packed.size());
    return done == Z_OK && length == size ? std::optional(std::move(out)) : std::nullopt;
}

StillPicture picture_of(const Bytes& rows, const Header& header) {
    StillPicture picture{{}, header.size};
    picture.pixels.reserve(static_cast<std::size_t>(header.size.area()));
    std::size_t at = 0;
    for (int y = 0; y < header.size.height; ++y) {
        ++at;  // the filter
        for (int x = 0; x < header.size.width; ++x, at += static_cast<std::size_t>(header.channels))
            picture.pixels.push_back(byte_at(rows, at) << 16 | byte_at(rows, at + 1) << 8 |
                                     byte_at(rows, at + 2));
    }
    return picture;
}

}  // namespace

Result<StillPicture, std::string> read_png(std::string_view bytes) {
    if (!bytes.starts_with(signature)) return tr("it is no PNG");
    bytes.remove_prefix(signature.size());
    const auto head = next_chunk(bytes);
    if (!head || head->type != "IHDR") return tr("it is damaged");
    const auto header = read_header(head->data);
    if (!header)
        return tr(
            "it is not of 8 bits for red, green and blue, without interlacing, as the "
            "command shot writes it");
    Bytes packed;
    for (;;) {
        const auto chunk = next_chunk(bytes);
        if (!chunk) return tr("it is damaged");
        if (chunk->type == "IEND") break;
        if (chunk->type == "IDAT") packed += chunk->data;
    }
    const auto pixel_size = static_cast<std::size_t>(header->channels);
    const auto row_size = 1 + pixel_size * static_cast<std::size_t>(header->size.width);
    auto rows = inflated(packed, row_size * static_cast<std::size_t>(header->size.height));
    if (!rows || !unfilter(*rows, row_size, pixel_size)) return tr("it is damaged");
    return picture_of(*rows, *header);
}

}  // namespace ecsview::screen

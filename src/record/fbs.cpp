// SPDX-License-Identifier: GPL-2.0-or-later
#include "record/fbs.h"

#include <algorithm>

#include "rfb/big_endian.h"

namespace ecsview::record {
namespace {

constexpr std::string_view version = "RFB 003.003\n";
constexpr std::uint32_t no_authentication = 1;
constexpr auto desktop_size_encoding = static_cast<std::uint32_t>(-223);
constexpr std::size_t max_name_bytes = 200;
// 32 bits a pixel of which 24 count, the lowest byte first, true colour, 255 of each; red from bit
// 16, green from 8, blue from 0; padding.
constexpr std::string_view pixel_format{
    "\x20\x18\x00\x01\x00\xff\x00\xff\x00\xff\x10\x08\x00\0\0\0", 16};
// The words of RFB that come before the name, and where its length is.
constexpr std::size_t size_at = version.size() + 4, length_at = size_at + 4 + 16,
                      name_at = length_at + 4;

std::uint32_t number(std::string_view bytes, std::size_t at, std::size_t count) {
    std::uint32_t value = 0;
    for (const char byte : bytes.substr(at, count))
        value = value << 8 | static_cast<unsigned char>(byte);
    return value;
}

}  // namespace

std::string greeting(screen::DesktopSize size, std::string_view name) {
    std::string out(version);
    rfb::put32(out, no_authentication);
    rfb::put16(out, size.width);
    rfb::put16(out, size.height);
    out += pixel_format;
    name = name.substr(0, max_name_bytes);
    rfb::put32(out, static_cast<std::uint32_t>(our_mark.size() + name.size()));
    return out.append(our_mark).append(name);
}

void put_block(std::string& out, std::string_view bytes, Milliseconds at) {
    rfb::put32(out, static_cast<std::uint32_t>(bytes.size()));
    out += bytes;
    out.append((4 - bytes.size() % 4) % 4, '\0');
    rfb::put32(out, static_cast<std::uint32_t>(at.count()));
}

std::string file_head(screen::DesktopSize size, std::string_view name) {
    std::string out(fbs_magic);
    put_block(out, greeting(size, name), Milliseconds{0});
    return out;
}

// FramebufferUpdate, padding, one rectangle; its place and size; DesktopSize.
std::string desktop_size(screen::DesktopSize size) {
    std::string out;
    rfb::put32(out, 1);
    for (const int number : {0, 0, size.width, size.height}) rfb::put16(out, number);
    rfb::put32(out, desktop_size_encoding);
    return out;
}

std::optional<screen::DesktopSize> size_of_key(std::string_view bytes) {
    if (bytes.size() <= 16 || number(bytes, 0, 4) != 1 ||
        number(bytes, 12, 4) != desktop_size_encoding)
        return std::nullopt;
    return screen::DesktopSize{static_cast<int>(number(bytes, 8, 2)),
                               static_cast<int>(number(bytes, 10, 2))};
}

std::optional<Greeting> read_greeting(std::string_view bytes) {
    if (!bytes.starts_with(version) || bytes.size() < name_at ||
        number(bytes, version.size(), 4) != no_authentication)
        return std::nullopt;
    const std::size_t length = number(bytes, length_at, 4);
    if (length > bytes.size() - name_at) return std::nullopt;
    return Greeting{{static_cast<int>(number(bytes, size_at, 2)),
                     static_cast<int>(number(bytes, size_at + 2, 2))},
                    std::string(bytes.substr(name_at, length)),
                    name_at + length};
}

}  // namespace ecsview::record

// SPDX-License-Identifier: GPL-2.0-or-later
// A script is what a server does, in a few bytes: a head, then records of a kind, a length and a
// payload. It becomes the bytes of a session whose handshake is valid, whose rectangles lie in the
// desktop and whose compressed data is compressed, so that a mutation of the script reaches what
// decodes. The kind's highest bit spoils the record: then its form is wrong, too. Pure.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace ecsview::fuzz {

constexpr std::size_t head_bytes = 4;  // how the decoder is ordered, width, height, the handshake
constexpr std::size_t most_records = 24;
constexpr std::size_t most_payload = 255;
constexpr std::uint8_t kinds = 24, spoilt = 0x80;

struct Record {
    std::uint8_t kind = 0;
    std::vector<std::uint8_t> payload;
};
struct Script {
    std::uint8_t head[head_bytes]{};
    std::vector<Record> records;
};

Script read_script(std::span<const std::uint8_t> bytes);
std::vector<std::uint8_t> written(const Script& script);
// What the server sends.
std::string played(const Script& script);

}  // namespace ecsview::fuzz

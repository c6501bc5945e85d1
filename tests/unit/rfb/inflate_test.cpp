// SPDX-License-Identifier: GPL-2.0-or-later
// What unpacks a server's streams beside zlib's own inflate: the same pieces of the same streams,
// sound and damaged, and the same outcome. Where ISA-L is not built, zlib is all there is.
#include "rfb/decoder/inflate.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <algorithm>
#include <initializer_list>
#include <random>
#include <string>

#if __has_include(<igzip_lib.h>)

namespace {

using Dice = std::mt19937;

struct Calls {
    int (*init)(z_stream*, const char*, int);
    int (*inflate)(z_stream*, int);
    int (*end)(z_stream*);
};
constexpr Calls zlibs{inflateInit_, inflate, inflateEnd};
constexpr Calls ours{ecsview_inflate_init, ecsview_inflate, ecsview_inflate_end};

struct Outcome {
    int last = Z_OK;
    std::string data;
    bool refused() const { return last < 0 || last == Z_NEED_DICT; }
};

// As libvncclient does it: some of what has come, until no output is left in it; then more.
Outcome unpacked(const Calls& calls, const std::string& bytes, Dice dice) {
    z_stream stream{};
    EXPECT_EQ(calls.init(&stream, ZLIB_VERSION, sizeof stream), Z_OK);
    Outcome outcome;
    for (std::size_t at = 0; at < bytes.size() && outcome.last == Z_OK;) {
        const auto length =
            std::min(bytes.size() - at, std::size_t{1} + dice() % (dice() % 3 ? 40'000 : 9));
        std::string in = bytes.substr(at, length);
        at += length;
        std::string out(1 + dice() % (dice() % 3 ? 140'000 : 300), '\0');
        stream.next_in = reinterpret_cast<Bytef*>(in.data());
        stream.avail_in = static_cast<uInt>(length);
        do {
            stream.next_out = reinterpret_cast<Bytef*>(out.data());
            stream.avail_out = static_cast<uInt>(out.size());
            outcome.last = calls.inflate(&stream, Z_SYNC_FLUSH);
            outcome.data.append(out, 0, out.size() - stream.avail_out);
        } while (outcome.last == Z_OK && stream.avail_out == 0);
        if (outcome.last == Z_BUF_ERROR) outcome.last = Z_OK;  // all of it was taken
    }
    calls.end(&stream);
    return outcome;
}

// Noise, few values, runs, or repetitions from up to 32 kB before.
std::string some_data(Dice& dice) {
    std::string data;
    const std::size_t size = dice() % (dice() % 4 ? 3000 : 150'000);
    const auto kind = dice() % 4;
    while (data.size() < size) {
        if (kind == 1) {
            data.append(dice() % 500, static_cast<char>(dice() % 5));
        } else if (kind == 2 && data.size() > 300 && dice() % 2) {
            const std::size_t distance = 1 + dice() % std::min<std::size_t>(data.size(), 32'768);
            for (auto left = 3 + dice() % 300; left > 0; --left)
                data += data[data.size() - distance];
        } else {
            data += static_cast<char>(dice() >> (kind == 0 ? 28 : 24));
        }
    }
    return data;
}

// One stream of some pieces, each of which ends at a byte; it may have an end, too.
std::string packed(Dice& dice, std::string& data) {
    z_stream stream{};
    deflateInit2(&stream, static_cast<int>(dice() % 10), Z_DEFLATED,
                 dice() % 5 ? 15 : 9 + static_cast<int>(dice() % 7),
                 1 + static_cast<int>(dice() % 9), static_cast<int>(dice() % 5));
    std::string bytes;
    for (auto left = 1 + dice() % 4; left > 0; --left) {
        std::string piece = some_data(dice);
        data += piece;
        std::string out(deflateBound(&stream, piece.size()) + 64, '\0');
        stream.next_in = reinterpret_cast<Bytef*>(piece.data());
        stream.avail_in = static_cast<uInt>(piece.size());
        stream.next_out = reinterpret_cast<Bytef*>(out.data());
        stream.avail_out = static_cast<uInt>(out.size());
        deflate(&stream, left == 1 && dice() % 2 ? Z_FINISH : Z_SYNC_FLUSH);
        bytes.append(out, 0, out.size() - stream.avail_out);
    }
    deflateEnd(&stream);
    return bytes;
}

void damage(std::string& bytes, Dice& dice) {
    const std::size_t where =
        dice() % (dice() % 3 ? bytes.size() : std::min<std::size_t>(bytes.size(), 80));
    switch (dice() % 4) {
        case 0: bytes[where] = static_cast<char>(dice()); break;
        case 1: bytes.erase(where, 1 + dice() % 3); break;
        default: bytes[where] = static_cast<char>(bytes[where] ^ 1 << dice() % 8);
    }
}

TEST(Inflate, TakesWhatZlibTakes) {
    for (unsigned seed = 1; seed <= 150; ++seed) {
        Dice dice(seed);
        std::string data;
        const std::string bytes = packed(dice, data);
        const Outcome zlib = unpacked(zlibs, bytes, dice), own = unpacked(ours, bytes, dice);
        EXPECT_EQ(own.last, zlib.last) << seed;
        EXPECT_TRUE(own.data == data) << seed;
    }
}

TEST(Inflate, RefusesWhatZlibRefuses) {
    int refused = 0;
    for (unsigned seed = 1000; seed <= 1500; ++seed) {
        Dice dice(seed);
        std::string data, bytes = packed(dice, data);
        damage(bytes, dice);
        const Outcome zlib = unpacked(zlibs, bytes, dice), own = unpacked(ours, bytes, dice);
        EXPECT_EQ(own.refused(), zlib.refused()) << seed;
        refused += own.refused();
        if (own.refused() || zlib.refused()) continue;
        // Up to three symbols are looked up at once, and wait for the bits of the last of them.
        EXPECT_TRUE(zlib.data.starts_with(own.data)) << seed;
        EXPECT_LE(zlib.data.size() - own.data.size(), 2U) << seed;
    }
    EXPECT_GT(refused, 200);
}

TEST(Inflate, RefusesHeadersThatZlibRefuses) {
    std::string data;
    for (int first = 0; first < 256; ++first)
        for (int second = 0; second < 256; ++second) {
            // An empty block behind it, all in one piece or byte by byte.
            const std::string bytes{static_cast<char>(first), static_cast<char>(second), 0, 0, 0,
                                    static_cast<char>(0xff),  static_cast<char>(0xff)};
            const Dice dice(static_cast<unsigned>(first));
            ASSERT_EQ(unpacked(ours, bytes, dice).refused(), unpacked(zlibs, bytes, dice).refused())
                << first << ' ' << second;
        }
}

TEST(Inflate, HoldsTheEndAgainstTheChecksum) {
    std::string packed_end(64, '\0');
    uLongf size = packed_end.size();
    const std::string data = "the same words, the same words";
    compress(reinterpret_cast<Bytef*>(packed_end.data()), &size,
             reinterpret_cast<const Bytef*>(data.data()), data.size());
    packed_end.resize(size);
    EXPECT_EQ(unpacked(ours, packed_end, Dice(1)).last, Z_STREAM_END);
    packed_end.back() = static_cast<char>(packed_end.back() ^ 1);
    EXPECT_EQ(unpacked(ours, packed_end, Dice(1)).last, Z_DATA_ERROR);
}

// A block with codes of its own (RFC 1951, 3.2.7): lengths are told by 18, 1 and 2; the end of the
// block is its only literal and there is one distance.
std::string block(int length_of_2, int end_length, int distance_length) {
    std::string bytes{0x78, static_cast<char>(0x9c)};
    unsigned used = 0;
    const auto put = [&](unsigned value, int count) {
        for (int bit = 0; bit < count; ++bit, ++used) {
            if (used % 8 == 0) bytes += '\0';
            bytes.back() = static_cast<char>(bytes.back() | (value >> bit & 1) << used % 8);
        }
    };
    put(0b100, 3);
    put(0, 5), put(0, 5), put(14, 4);
    for (const int length : {0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, length_of_2, 0, 2})
        put(static_cast<unsigned>(length), 3);
    const auto put_length = [&](int length) { put(length == 1 ? 0b01 : 0b11, 2); };
    put(0, 1), put(127, 7), put(0, 1), put(107, 7);  // 138 and 118 literals are not used
    put_length(end_length);
    put_length(distance_length);
    put(0, 2 * end_length);
    return bytes + std::string(20, '\0');
}

TEST(Inflate, RefusesIncompleteCodes) {
    const auto refused = [](const std::string& bytes) {
        EXPECT_EQ(unpacked(zlibs, bytes, Dice(1)).refused(),
                  unpacked(ours, bytes, Dice(1)).refused());
        return unpacked(ours, bytes.substr(0, bytes.size() - 20), Dice(1)).refused();
    };
    EXPECT_FALSE(refused(block(2, 1, 1)));  // one code of one bit
    EXPECT_TRUE(refused(block(0, 1, 1)));
    EXPECT_TRUE(refused(block(2, 2, 1)));
    EXPECT_TRUE(refused(block(2, 1, 2)));
}

TEST(Inflate, LeavesInputWhereOutputDidNotFit) {
    Dice dice(7);
    std::string bytes(200, '\0'), zeros(5000, '\0');
    uLongf size = bytes.size();
    compress(reinterpret_cast<Bytef*>(bytes.data()), &size, reinterpret_cast<Bytef*>(zeros.data()),
             zeros.size());
    z_stream stream{};
    ecsview_inflate_init(&stream, ZLIB_VERSION, sizeof stream);
    Bytef out[100];
    stream.next_in = reinterpret_cast<Bytef*>(bytes.data());
    stream.avail_in = static_cast<uInt>(size);
    for (std::size_t left = zeros.size(); left > 0; left -= sizeof out) {
        stream.next_out = out;
        stream.avail_out = sizeof out;
        EXPECT_EQ(ecsview_inflate(&stream, Z_SYNC_FLUSH), left > sizeof out ? Z_OK : Z_STREAM_END);
        EXPECT_EQ(stream.avail_out, 0U);
        EXPECT_EQ(stream.avail_in > 0, left > sizeof out);
    }
    ecsview_inflate_end(&stream);
}

}  // namespace
#endif

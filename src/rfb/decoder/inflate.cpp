// SPDX-License-Identifier: GPL-2.0-or-later
#include "rfb/decoder/inflate.h"

#if __has_include(<igzip_lib.h>)
#include <igzip_lib.h>
#include <zlib.h>

#include <algorithm>
#include <cstdint>
#include <new>

// What ISA-L expects of the rest of itself, which is not built.
extern "C" {
int decode_huffman_code_block_stateless_base(inflate_state*, std::uint8_t* start);
int decode_huffman_code_block_stateless_01(inflate_state*, std::uint8_t* start);
int decode_huffman_code_block_stateless_04(inflate_state*, std::uint8_t* start);
std::uint32_t adler32_sse(std::uint32_t, const std::uint8_t*, std::uint64_t);
std::uint32_t adler32_avx2_4(std::uint32_t, const std::uint8_t*, std::uint64_t);

// Its own choice is a pointer that can be written to. A sanitizer sees nothing of what the
// assembler made, so there it is the one in C, which takes twice the time.
int decode_huffman_code_block_stateless(inflate_state* state, std::uint8_t* start) {
#ifdef ECSVIEW_SANITIZE
    return decode_huffman_code_block_stateless_base(state, start);
#else
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2")
               ? decode_huffman_code_block_stateless_04(state, start)
               : decode_huffman_code_block_stateless_01(state, start);
#endif
}

// It keeps the lower half less 1, so that each of its checksums begins with 0.
std::uint32_t isal_adler32_bam1(std::uint32_t sum, const std::uint8_t* start, std::uint64_t size) {
    constexpr std::uint32_t modulus = 65521, half = 0xffff;
    sum = (sum & ~half) | ((sum & half) + 1) % modulus;
#ifdef ECSVIEW_SANITIZE
    sum = static_cast<std::uint32_t>(adler32_z(sum, start, size));
#else
    if (__builtin_cpu_supports("avx2"))
        sum = adler32_avx2_4(sum, start, size);
    else if (__builtin_cpu_supports("sse4.1"))
        sum = adler32_sse(sum, start, size);
    else
        sum = static_cast<std::uint32_t>(adler32_z(sum, start, size));
#endif
    return (sum & ~half) | ((sum & half) + modulus - 1) % modulus;
}

// It asks for these in a format that is never set.
std::uint32_t crc32_gzip_refl(std::uint32_t, const std::uint8_t*, std::uint64_t) {
    return 0;
}
void isal_gzip_header_init(isal_gzip_header*) {}
void isal_zlib_header_init(isal_zlib_header*) {}
}

namespace {

constexpr uInt header_size = 2;

struct Inflater {
    inflate_state state;
    std::uint8_t header[header_size];
    uInt header_has = 0;
    // What was unpacked and did not fit is in ISA-L's own buffer. To the caller it is the last byte
    // of the input, which is left until all is delivered, as zlib leaves what it did not need.
    bool byte_left = false;
    bool refused = false;
};

int refuse(z_stream& stream, Inflater& inflater) {
    inflater.refused = true;
    stream.msg = const_cast<char*>("damaged");
    return Z_DATA_ERROR;
}

// RFC 1950, 2.2. ISA-L would take a smaller window at its word; zlib has always the largest, and a
// dictionary would have to be known.
bool can_be_read_on(const std::uint8_t (&header)[header_size]) {
    constexpr int method = 0x0f, dictionary = 0x20;
    return (header[0] << 8 | header[1]) % 31 == 0 && (header[0] & method) == Z_DEFLATED &&
           header[0] >> 4 <= MAX_WBITS - 8 && !(header[1] & dictionary);
}

int read_header(z_stream& stream, Inflater& inflater) {
    while (inflater.header_has < header_size && stream.avail_in > 0) {
        inflater.header[inflater.header_has++] = *stream.next_in++;
        --stream.avail_in;
        if (inflater.header_has == header_size && !can_be_read_on(inflater.header))
            return refuse(stream, inflater);
    }
    return Z_OK;
}

bool holds_output(const inflate_state& state) {
    return state.tmp_out_valid != state.tmp_out_processed;
}

int unpack(z_stream& stream, Inflater& inflater) {
    inflate_state& state = inflater.state;
    state.next_in = stream.next_in;
    state.avail_in = stream.avail_in;
    state.next_out = stream.next_out;
    state.avail_out = stream.avail_out;
    const int result = isal_inflate(&state);
    stream.next_in = state.next_in;
    stream.avail_in = state.avail_in;
    stream.next_out = state.next_out;
    stream.avail_out = state.avail_out;
    if (result != ISAL_DECOMP_OK) return refuse(stream, inflater);
    return state.block_state == ISAL_BLOCK_FINISH ? Z_STREAM_END : Z_OK;
}

}  // namespace

int ecsview_inflate_init(z_stream* stream, const char*, int) noexcept {
    auto* inflater = new (std::nothrow) Inflater;
    if (inflater == nullptr) return Z_MEM_ERROR;
    isal_inflate_init(&inflater->state);
    inflater->state.crc_flag = ISAL_ZLIB_NO_HDR_VER;
    stream->state = reinterpret_cast<internal_state*>(inflater);
    stream->msg = nullptr;
    return Z_OK;
}

int ecsview_inflate(z_stream* stream, int) noexcept {
    auto& inflater = *reinterpret_cast<Inflater*>(stream->state);
    if (inflater.refused) return Z_DATA_ERROR;
    const uInt before_in = stream->avail_in, before_out = stream->avail_out;
    const uInt taken = std::min<uInt>(inflater.byte_left, stream->avail_in);
    stream->next_in += taken;
    stream->avail_in -= taken;
    int result = read_header(*stream, inflater);
    if (result == Z_OK && inflater.header_has == header_size) result = unpack(*stream, inflater);
    inflater.byte_left =
        result == Z_OK && holds_output(inflater.state) && stream->avail_in == 0 && before_in > 0;
    stream->next_in -= inflater.byte_left;
    stream->avail_in += inflater.byte_left;
    const bool moved = stream->avail_in != before_in || stream->avail_out != before_out;
    return result == Z_OK && !moved ? Z_BUF_ERROR : result;
}

int ecsview_inflate_end(z_stream* stream) noexcept {
    delete reinterpret_cast<Inflater*>(stream->state);
    stream->state = nullptr;
    return Z_OK;
}
#endif

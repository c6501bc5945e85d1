// SPDX-License-Identifier: GPL-2.0-or-later
// The entry of every fuzz target and what most of them need. With libFuzzer (`make fuzz`) each
// target is a program of its own; without it all of them are in one, which plays the corpora
// (replay.cpp). An input is a finding when the program ends: by a sanitizer, by abort(), or by
// being slow.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>
#include <string_view>

namespace ecsview::fuzz {

using Play = int (*)(const std::uint8_t* data, std::size_t size);
// By the name of their folder in tests/corpus.
std::map<std::string, Play>& targets();

struct Target {
    Target(const char* name, Play play) { targets()[name] = play; }
};

inline void require(bool so, const char* what) {
    if (so) return;
    std::fprintf(stderr, "finding: %s\n", what);
    std::abort();
}

// The first byte of an input says which of several parsers it is for.
struct Choice {
    unsigned which;
    std::string_view text;
};
inline Choice choice(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return {0, {}};
    return {data[0], {reinterpret_cast<const char*>(data + 1), size - 1}};
}

}  // namespace ecsview::fuzz

#ifdef ECSVIEW_FUZZER
#define FUZZ_TARGET(name) \
    extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
#else
#define FUZZ_TARGET(name)                                                \
    static int play(const std::uint8_t* data, std::size_t size);         \
    static const ecsview::fuzz::Target target_of_this_file(name, &play); \
    static int play(const std::uint8_t* data, std::size_t size)
#endif

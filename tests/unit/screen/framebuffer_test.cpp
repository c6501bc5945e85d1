// SPDX-License-Identifier: GPL-2.0-or-later
#include "screen/framebuffer.h"

#include <gtest/gtest.h>
#include <sys/mman.h>

#include <fstream>
#include <sstream>
#include <string>

namespace ecsview::screen {
namespace {

// As the decoder has it.
class Decoder {
public:
    explicit Decoder(const Framebuffer& framebuffer)
        : map_(static_cast<std::uint32_t*>(mmap(nullptr, picture_bytes, PROT_READ | PROT_WRITE,
                                                MAP_SHARED, framebuffer.fd(), 0))) {}
    ~Decoder() { munmap(map_, picture_bytes); }
    Decoder(const Decoder&) = delete;
    Decoder& operator=(const Decoder&) = delete;
    std::uint32_t* pixels() { return map_; }

private:
    std::uint32_t* map_;
};

// kB of the mapping that begins there, which this process has mapped pages of.
int resident(const void* begin) {
    std::ostringstream wanted;
    wanted << std::hex << reinterpret_cast<std::uintptr_t>(begin) << '-';
    std::ifstream maps("/proc/self/smaps");
    std::string line;
    while (std::getline(maps, line) && !line.starts_with(wanted.str())) {
    }
    while (std::getline(maps, line))
        if (line.starts_with("Rss:")) return std::stoi(line.substr(4));
    return -1;
}

TEST(Framebuffer, KeepsItsPictureWhenItIsPutAway) {
    constexpr int count = 1 << 18;  // 1 MiB
    const Framebuffer framebuffer;
    Decoder decoder(framebuffer);
    for (int i = 0; i < count; ++i) decoder.pixels()[i] = static_cast<std::uint32_t>(i);
    std::uint32_t sum = 0;
    for (int i = 0; i < count; ++i) sum += framebuffer.pixels()[i];
    EXPECT_GE(resident(framebuffer.pixels()), 1024);
    framebuffer.put_away();
    EXPECT_EQ(resident(framebuffer.pixels()), 0);
    std::uint32_t again = 0;
    for (int i = 0; i < count; ++i) again += framebuffer.pixels()[i];
    EXPECT_EQ(again, sum);
}

}  // namespace
}  // namespace ecsview::screen

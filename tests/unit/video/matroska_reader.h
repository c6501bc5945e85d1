// SPDX-License-Identifier: GPL-2.0-or-later
// Reads a Matroska file as RFC 8794 and RFC 9559 have it, by other code than what writes it. A part
// that is wrong throws.
#pragma once

#include <bit>
#include <cstdint>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace ecsview::video {

struct Frame {
    std::uint64_t at = 0;  // milliseconds
    bool key = false;
    std::string bytes;
    std::uint64_t cluster = 0;  // where that begins in the segment
};

class MatroskaReader {
public:
    explicit MatroskaReader(std::string_view file) {
        const auto ebml = take(file);
        need(ebml.id == 0x1a45dfa3, "EBML");
        const auto segment = take(file);
        need(segment.id == 0x18538067 && file.empty(), "one segment, to the end");
        segment_ = segment.content;
        for (auto rest = segment_; !rest.empty();) {
            const auto at = static_cast<std::uint64_t>(rest.data() - segment_.data());
            const auto part = take(rest);
            read_part(part.id, part.content, at);
        }
    }

    std::vector<Frame> frames;
    std::map<std::uint64_t, std::uint64_t> cues;    // the cluster of each time
    std::map<std::uint32_t, std::uint64_t> places;  // that the seek head tells, by identity
    std::map<std::uint32_t, std::uint64_t> found;   // where they are
    double duration = -1;
    std::string title, codec, codec_private;
    std::uint64_t width = 0, height = 0;

private:
    struct Element {
        std::uint32_t id;
        std::string_view content;
    };

    static void need(bool truth, const char* what) {
        if (!truth) throw std::runtime_error(what);
    }
    static std::uint64_t number(std::string_view bytes) {
        std::uint64_t value = 0;
        for (const char byte : bytes) value = value << 8 | static_cast<unsigned char>(byte);
        return value;
    }
    // How many bytes a number has stands before its first one bit.
    static std::uint64_t take_number(std::string_view& bytes, bool with_mark) {
        need(!bytes.empty(), "cut short");
        const auto first = static_cast<unsigned char>(bytes.front());
        const auto length = static_cast<std::size_t>(std::countl_zero(first)) + 1;
        need(length <= 8 && length <= bytes.size(), "cut short");
        auto value = number(bytes.substr(0, length));
        if (!with_mark) value &= ~(std::uint64_t{1} << 7 * length);
        bytes.remove_prefix(length);
        return value;
    }
    static Element take(std::string_view& bytes) {
        const auto id = static_cast<std::uint32_t>(take_number(bytes, true));
        const auto size = take_number(bytes, false);
        need(size <= bytes.size(), "cut short");
        const Element element{id, bytes.substr(0, size)};
        bytes.remove_prefix(size);
        return element;
    }
    template <class Use>
    static void each(std::string_view content, Use use) {
        while (!content.empty()) {
            const auto part = take(content);
            use(part.id, part.content);
        }
    }

    void read_part(std::uint32_t id, std::string_view content, std::uint64_t at) {
        if (id == 0x1f43b675) return read_cluster(content, at);
        found[id] = at;
        if (id == 0x114d9b74) read_places(content);
        if (id == 0x1c53bb6b) read_cues(content);
        if (id == 0x1549a966) read_info(content);
        if (id == 0x1654ae6b) read_tracks(content);
    }
    void read_places(std::string_view content) {
        each(content, [&](auto, auto seek) {
            std::uint64_t id = 0, at = 0;
            each(seek, [&](auto what, auto value) { (what == 0x53ab ? id : at) = number(value); });
            places[static_cast<std::uint32_t>(id)] = at;
        });
    }
    void read_cues(std::string_view content) {
        each(content, [&](auto, auto point) {
            std::uint64_t time = 0, cluster = 0;
            each(point, [&](auto what, auto value) {
                if (what == 0xb3) time = number(value);
                if (what == 0xb7)
                    each(value, [&](auto place, auto told) {
                        if (place == 0xf1) cluster = number(told);
                    });
            });
            cues[time] = cluster;
        });
    }
    void read_info(std::string_view content) {
        each(content, [&](auto id, auto value) {
            if (id == 0x2ad7b1) need(number(value) == 1'000'000, "milliseconds");
            if (id == 0x4489) duration = std::bit_cast<double>(number(value));
            if (id == 0x7ba9) title = value;
        });
    }
    void read_tracks(std::string_view content) {
        each(content, [&](auto, auto entry) {
            each(entry, [&](auto id, auto value) {
                if (id == 0x86) codec = value;
                if (id == 0x63a2) codec_private = value;
                if (id == 0xe0)
                    each(value, [&](auto what, auto side) {
                        if (what == 0xb0) width = number(side);
                        if (what == 0xba) height = number(side);
                    });
            });
        });
    }
    void read_cluster(std::string_view content, std::uint64_t at) {
        std::uint64_t begin = 0;
        each(content, [&](auto id, auto value) {
            if (id == 0xe7) begin = number(value);
            if (id != 0xa3) return;
            need(value.size() >= 4 && value[0] == '\x81', "track 1");
            const auto later = static_cast<std::int16_t>(number(value.substr(1, 2)));
            need(later >= 0, "forwards");
            frames.push_back({begin + static_cast<std::uint64_t>(later), (value[3] & 0x80) != 0,
                              std::string(value.substr(4)), at});
        });
    }

    std::string_view segment_;
};

}  // namespace ecsview::video

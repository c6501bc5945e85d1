// SPDX-License-Identifier: GPL-2.0-or-later
#include "video/matroska.h"

#include <bit>
#include <utility>

namespace ecsview::video {
namespace {

// The elements' identities, as RFC 9559 has them, and RFC 8794 those of EBML.
enum Id : std::uint32_t {
    ebml = 0x1a45dfa3,
    ebml_version = 0x4286,
    ebml_read_version = 0x42f7,
    ebml_max_id = 0x42f2,
    ebml_max_size = 0x42f3,
    doc_type = 0x4282,
    doc_type_version = 0x4287,
    doc_type_read_version = 0x4285,
    segment = 0x18538067,
    seek_head = 0x114d9b74,
    seek = 0x4dbb,
    seek_id = 0x53ab,
    seek_position = 0x53ac,
    info = 0x1549a966,
    timestamp_scale = 0x2ad7b1,
    duration = 0x4489,
    title = 0x7ba9,
    muxing_app = 0x4d80,
    writing_app = 0x5741,
    tracks = 0x1654ae6b,
    track_entry = 0xae,
    track_number = 0xd7,
    track_uid = 0x73c5,
    track_type = 0x83,
    flag_lacing = 0x9c,
    language = 0x22b59c,
    codec_id = 0x86,
    codec_private = 0x63a2,
    video_settings = 0xe0,
    pixel_width = 0xb0,
    pixel_height = 0xba,
    cluster = 0x1f43b675,
    timestamp = 0xe7,
    simple_block = 0xa3,
    cues_list = 0x1c53bb6b,
    cue_point = 0xbb,
    cue_time = 0xb3,
    cue_track_positions = 0xb7,
    cue_track = 0xf7,
    cue_cluster_position = 0xf1,
};

constexpr std::uint64_t the_track = 1, is_video = 1, nanoseconds_in_millisecond = 1'000'000;
constexpr char lone_key = static_cast<char>(0x80);
// A frame's time counts from its cluster's, in 16 bits with a sign.
constexpr Milliseconds longest_cluster{30'000};
constexpr std::size_t largest_cluster = 1u << 20;

void put(std::string& out, std::uint64_t value, int bytes) {
    while (bytes-- > 0) out += static_cast<char>(value >> 8 * bytes & 0xff);
}

void put_id(std::string& out, Id id) {
    put(out, id, id > 0xffffff ? 4 : id > 0xffff ? 3 : id > 0xff ? 2 : 1);
}

// Its first one bit says how many bytes it has. Four are enough: the largest picture has 133 MB,
// and a cluster is closed at the first frame that makes it long.
void put_size(std::string& out, std::uint64_t size) {
    const int bytes = size < 0x7f ? 1 : size < 0x3fff ? 2 : 4;
    put(out, std::uint64_t{1} << 7 * bytes | size, bytes);
}

std::string element(Id id, std::string_view content) {
    std::string out;
    put_id(out, id);
    put_size(out, content.size());
    return out.append(content);
}

// As wide for each value: a head is as long with what is not known yet.
std::string element(Id id, std::uint64_t value) {
    std::string content;
    put(content, value, 8);
    return element(id, content);
}

std::string element(Id id, int value) {
    return element(id, static_cast<std::uint64_t>(value));
}

std::string element(Id id, double value) {
    return element(id, std::bit_cast<std::uint64_t>(value));
}

std::string little_endian(std::uint64_t value, int bytes) {
    std::string out;
    for (; bytes-- > 0; value >>= 8) out += static_cast<char>(value & 0xff);
    return out;
}

// BITMAPINFOHEADER, which tells a codec that Matroska has no name for.
std::string bitmap_info(screen::DesktopSize size) {
    const auto put4 = [](std::int64_t value) {
        return little_endian(static_cast<std::uint64_t>(value), 4);
    };
    return put4(40) + put4(size.width) + put4(size.height) + little_endian(1, 2) +
           little_endian(32, 2) + "ZMBV" + put4(4 * size.area()) + std::string(16, '\0');
}

std::string ebml_head() {
    return element(ebml, element(ebml_version, 1) + element(ebml_read_version, 1) +
                             element(ebml_max_id, 4) + element(ebml_max_size, 8) +
                             element(doc_type, std::string_view("matroska")) +
                             element(doc_type_version, 2) + element(doc_type_read_version, 2));
}

std::string info_of(std::string_view name, Milliseconds length) {
    const std::string_view app = "ecsview " ECSVIEW_VERSION;
    return element(info, element(timestamp_scale, nanoseconds_in_millisecond) +
                             element(duration, static_cast<double>(length.count())) +
                             element(title, name) + element(muxing_app, app) +
                             element(writing_app, app));
}

std::string tracks_of(screen::DesktopSize size) {
    const std::string pixels =
        element(pixel_width, size.width) + element(pixel_height, size.height);
    return element(
        tracks,
        element(track_entry, element(track_number, the_track) + element(track_uid, the_track) +
                                 element(track_type, is_video) + element(flag_lacing, 0) +
                                 element(language, std::string_view("und")) +
                                 element(codec_id, std::string_view("V_MS/VFW/FOURCC")) +
                                 element(codec_private, bitmap_info(size)) +
                                 element(video_settings, pixels)));
}

std::string place_of(Id id, std::uint64_t at) {
    std::string name;
    put_id(name, id);
    return element(seek, element(seek_id, name) + element(seek_position, at));
}

// Places are all as wide, so how long it is does not depend on them.
std::string places(std::uint64_t info_at, std::uint64_t tracks_at, std::uint64_t cues_at) {
    return element(seek_head, place_of(info, info_at) + place_of(tracks, tracks_at) +
                                  place_of(cues_list, cues_at));
}

}  // namespace

Matroska::Matroska(screen::DesktopSize size, std::string_view name) : size_(size), title_(name) {
    const std::string all = head({});
    written_ = all.size() - ebml_head().size() - 12;  // the segment's identity and size
}

std::string Matroska::head(const Known& known) const {
    const std::string about = info_of(title_, known.length), tracks = tracks_of(size_);
    const std::uint64_t info_at = places(0, 0, 0).size();
    std::string out = ebml_head();
    put_id(out, segment);
    put(out, std::uint64_t{1} << 56 | known.bytes, 8);
    out += places(info_at, info_at + about.size(), known.cues_at);
    return out + about + tracks;
}

std::string Matroska::close_cluster() {
    if (cluster_.empty()) return {};
    std::string out = element(
        cluster, element(timestamp, static_cast<std::uint64_t>(cluster_at_.count())) + cluster_);
    cluster_.clear();
    written_ += out.size();
    return out;
}

// Each key begins a cluster, for that is what a cue leads to.
std::string Matroska::frame(Milliseconds at, bool key, std::string_view bytes) {
    std::string out;
    if (key || at - cluster_at_ > longest_cluster || cluster_.size() > largest_cluster)
        out = close_cluster();
    if (cluster_.empty()) cluster_at_ = at;
    if (key) cues_.push_back({at, written_});
    std::string block;
    put(block, 0x80 | the_track, 1);
    put(block, static_cast<std::uint64_t>((at - cluster_at_).count()), 2);
    block += key ? lone_key : '\0';
    put_id(cluster_, simple_block);
    put_size(cluster_, block.size() + bytes.size());
    cluster_.append(block).append(bytes);
    return out;
}

std::string Matroska::cues() const {
    std::string points;
    for (const Cue& cue : cues_) {
        const std::string place =
            element(cue_track, the_track) + element(cue_cluster_position, cue.cluster);
        points += element(cue_point, element(cue_time, static_cast<std::uint64_t>(cue.at.count())) +
                                         element(cue_track_positions, place));
    }
    return element(cues_list, points);
}

Matroska::End Matroska::end(Milliseconds length) {
    std::string tail = close_cluster();
    const std::string list = cues();
    return {tail + list, head({written_ + list.size(), written_, length})};
}

}  // namespace ecsview::video

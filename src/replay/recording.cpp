// SPDX-License-Identifier: GPL-2.0-or-later
#include "replay/recording.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "base/language.h"
#include "base/log.h"

namespace ecsview::replay {
namespace {

constexpr std::size_t number_bytes = 4;
constexpr std::size_t key_bytes = 17;  // by which a key is known
// What one block may say: far more than a whole picture of the largest size takes.
constexpr std::uint32_t most_in_block = 256u << 20;
constexpr std::size_t most_blocks = 50'000'000;

std::uint32_t number(std::string_view bytes) {
    std::uint32_t value = 0;
    for (const char byte : bytes.substr(0, number_bytes))
        value = value << 8 | static_cast<unsigned char>(byte);
    return value;
}

std::uint64_t padded(std::uint32_t size) {
    return (std::uint64_t{size} + 3) & ~std::uint64_t{3};
}

Failure no_recording(const std::string& path) {
    return {ExitCode::usage,
            tr("{1} is no recording that ecsview has made.", log::printable(path))};
}

}  // namespace

Result<Recording> Recording::open(const std::string& path) {
    UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
    if (!file)
        return Failure{ExitCode::usage, tr("The recording {1} could not be opened ({2}).",
                                           log::printable(path), strerror(errno))};
    Recording recording(std::move(file));
    std::uint64_t at = record::fbs_magic.size();
    if (recording.read(0, record::fbs_magic.size()) != record::fbs_magic ||
        !recording.read_greeting(at))
        return no_recording(path);
    recording.find_blocks(at);
    if (recording.marks_.empty() || !recording.marks_.front().key) return no_recording(path);
    return recording;
}

std::optional<std::string> Recording::read(std::uint64_t at, std::size_t size) const {
    std::string bytes(size, '\0');
    std::size_t have = 0;
    while (have < size) {
        const auto count =
            pread(file_.get(), bytes.data() + have, size - have, static_cast<off_t>(at + have));
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return std::nullopt;
        have += static_cast<std::size_t>(count);
    }
    return bytes;
}

bool Recording::read_greeting(std::uint64_t& at) {
    const auto length = read(at, number_bytes);
    const std::uint32_t size = length ? number(*length) : 0;
    if (size == 0 || size > 4096) return false;
    auto bytes = read(at + number_bytes, size);
    const auto said = bytes ? record::read_greeting(*bytes) : std::nullopt;
    if (!said || said->bytes != size || !said->name.starts_with(record::our_mark) ||
        record::greeting(said->size, said->name.substr(record::our_mark.size())) != *bytes)
        return false;
    name_ = log::printable(said->name.substr(record::our_mark.size()));
    greeting_ = std::move(*bytes);
    at += number_bytes + padded(size) + number_bytes;
    return true;
}

// Times never run backwards, whatever the file says.
void Recording::find_blocks(std::uint64_t at) {
    record::Milliseconds last{0};
    while (marks_.size() < most_blocks) {
        const auto length = read(at, number_bytes);
        if (!length) {
            complete_ = !places_.empty() && places_.back().size == 0 && !read(at, 1);
            return;
        }
        const std::uint32_t size = number(*length);
        if (size > most_in_block) return;
        const auto time = read(at + number_bytes + padded(size), number_bytes);
        const auto begin = read(at + number_bytes, std::min<std::size_t>(size, key_bytes));
        if (!time || !begin) return;
        last = std::max(last, record::Milliseconds(number(*time)));
        const auto key = record::size_of_key(*begin);
        if (key)
            largest_ = {std::max(largest_.width, key->width),
                        std::max(largest_.height, key->height)};
        marks_.push_back({last, key.has_value()});
        places_.push_back({at + number_bytes, size});
        at += number_bytes + padded(size) + number_bytes;
    }
}

std::optional<std::string> Recording::bytes(std::size_t block) const {
    return read(places_[block].at, places_[block].size);
}

}  // namespace ecsview::replay

// SPDX-License-Identifier: GPL-2.0-or-later
#include "metrics/resident.h"

#include <fcntl.h>
#include <unistd.h>

#include <charconv>
#include <string>

#include "base/unique_fd.h"

namespace ecsview::metrics {

// "SIZE RESIDENT SHARED …", in pages.
std::optional<std::uint64_t> resident_of(std::string_view statm, std::uint64_t page_bytes) {
    const auto space = statm.find(' ');
    if (space == std::string_view::npos) return std::nullopt;
    statm.remove_prefix(space + 1);
    std::uint64_t pages = 0;
    const auto [end, error] = std::from_chars(statm.data(), statm.data() + statm.size(), pages);
    if (error != std::errc{}) return std::nullopt;
    return pages * page_bytes;
}

std::optional<std::uint64_t> resident_bytes(pid_t process) {
    const std::string path = "/proc/" + std::to_string(process) + "/statm";
    const UniqueFd file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
    char text[128];
    const auto size = file ? read(file.get(), text, sizeof text) : -1;
    if (size <= 0) return std::nullopt;
    return resident_of({text, static_cast<std::size_t>(size)},
                       static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE)));
}

}  // namespace ecsview::metrics

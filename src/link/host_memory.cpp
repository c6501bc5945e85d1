// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/host_memory.h"

namespace ecsview::link {
namespace {

// A name of 253, a colon, a port, a line break.
constexpr std::size_t max_bytes = 264;

}  // namespace

HostMemory::HostMemory(std::string_view neighbourhood,
                       const std::optional<std::string>& runtime_directory)
    : wanted_(!neighbourhood.empty()),
      folder_(wanted_ ? runtime_directory : std::nullopt),
      file_(RuntimeFolder::name_of("proxy " + std::string(neighbourhood))) {
    if (const auto text = folder_.recall(file_, max_bytes)) last_ = read(*text);
}

void HostMemory::served(const Authority& host) {
    if (!wanted_ || last_ == host) return;
    last_ = host;
    folder_.keep(file_, host.text() + "\n");
}

std::optional<Authority> HostMemory::read(std::string_view text) {
    if (!text.ends_with('\n')) return std::nullopt;
    text.remove_suffix(1);
    auto host = parse_authority(text, 443);
    if (!host || host->text() != text) return std::nullopt;
    return std::move(*host);
}

}  // namespace ecsview::link

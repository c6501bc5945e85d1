// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/pacer.h"

namespace ecsview::link {

rfb::ClientMessage Pacer::request(bool incremental) const {
    return rfb::framebuffer_update_request(incremental, {0, 0, size_.width, size_.height});
}

std::optional<rfb::ClientMessage> Pacer::resized(screen::DesktopSize size) {
    size_ = size;
    if (!live_) return std::nullopt;
    return request(false);
}

std::optional<rfb::ClientMessage> Pacer::live() {
    live_ = true;
    return request(false);
}

std::optional<rfb::ClientMessage> Pacer::update_complete() const {
    if (!live_) return std::nullopt;
    return request(true);
}

}  // namespace ecsview::link

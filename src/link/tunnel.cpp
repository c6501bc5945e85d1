// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/tunnel.h"

#include <utility>

#include "link/pump.h"

namespace ecsview::link {

Tunnel::Tunnel(const TrustedRoots& trusted_roots, const Limits& limits, std::function<void()> alive)
    : pump_(std::make_unique<Pump>(trusted_roots, limits, std::move(alive))) {}
Tunnel::~Tunnel() = default;

void Tunnel::open(const Destination& destination, const std::string& address, UniqueFd stream,
                  std::shared_ptr<const screen::Framebuffer> picture) {
    pump_->command(Open{destination.copy(), address, std::move(stream), std::move(picture)});
}
void Tunnel::go_live(bool keep_awake) {
    pump_->command(GoLive{keep_awake});
}
void Tunnel::close() {
    pump_->command(Close{});
}
void Tunnel::suspect() {
    pump_->command(Suspect{});
}
void Tunnel::prove_alive() {
    pump_->command(ProveAlive{});
}
void Tunnel::send(rfb::ClientMessage message) {
    pump_->send(std::move(message));
}
void Tunnel::drain(std::chrono::milliseconds patience) {
    pump_->drain(patience);
}
int Tunnel::event_fd() const noexcept {
    return pump_->event_fd();
}
TunnelStatus Tunnel::status() {
    return pump_->status();
}

}  // namespace ecsview::link

// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/tunnel/tunnel.h"

#include <utility>

#include "link/tunnel/pump.h"

namespace ecsview::link {
namespace {

class PumpedTunnel final : public Tunnel {
public:
    PumpedTunnel(const Trust& trust, const Limits& limits, std::function<void()> alive)
        : pump_(trust, limits, std::move(alive)) {}

    void prepare(const Destination& destination, Addresses addresses) override {
        pump_.command(Prepare{destination.copy(), std::move(addresses)});
    }
    std::uint64_t open(const Destination& destination, Addresses addresses, UniqueFd stream,
                       std::shared_ptr<const screen::DecoderLine> decoder, const rfb::Offer& offer,
                       Foreword foreword) override {
        pump_.command(Open{++links_, destination.copy(), std::move(addresses), std::move(stream),
                           std::move(decoder), offer, std::move(foreword)});
        return links_;
    }
    void go_live(bool keep_awake, IdleStep step) override {
        pump_.command(GoLive{keep_awake, step});
    }
    void tell(Told told) override { pump_.command(std::move(told)); }
    void close() override { pump_.command(Close{}); }
    void suspect() override { pump_.command(Suspect{}); }
    void prove_alive() override { pump_.command(ProveAlive{}); }
    void send(rfb::ClientMessage message) override { pump_.send(std::move(message)); }
    bool drain(std::chrono::milliseconds patience) override { return pump_.drain(patience); }
    screen::Meters meters() const override { return pump_.meters(); }
    int event_fd() const noexcept override { return pump_.event_fd(); }
    TunnelStatus status() override { return pump_.status(); }

private:
    Pump pump_;
    std::uint64_t links_ = 0;  // connection thread only
};

}  // namespace

std::unique_ptr<Tunnel> make_tunnel(const Trust& trust, const Limits& limits,
                                    std::function<void()> alive) {
    return std::make_unique<PumpedTunnel>(trust, limits, std::move(alive));
}

}  // namespace ecsview::link

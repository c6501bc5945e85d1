// SPDX-License-Identifier: GPL-2.0-or-later
// The path from what was asked for to a connection, and a visit of a console by it for a command
// without a window. Main thread.
#pragma once

#include <memory>
#include <stop_token>
#include <utility>

#include "base/certificates.h"
#include "console_source.h"
#include "ecs/credentials/environment.h"
#include "link/connection.h"
#include "link/tunnel/tunnel.h"
#include "options/options.h"
#include "rfb/decoder/spawner.h"
#include "screen/mailbox.h"

namespace ecsview {

inline link::Connection::Parts connection_parts(rfb::Spawner spawner, const ConsoleSource& source,
                                                const link::ConnectionSettings& settings) {
    return {std::make_unique<rfb::Spawner>(std::move(spawner)),
            link::make_tunnel(source.trust(), settings.limits, settings.alive)};
}

// Connects, has `use` do what it does there with what sends messages, and leaves.
template <class Use>
auto connected(const options::Options& options, rfb::Spawner spawner,
               link::ConnectionSettings settings, screen::Mailbox& mailbox, Use use) {
    ConsoleSource source(options, ConsoleSource::read_roots(options), ecs::Environment::take(),
                         mailbox);
    auto parts = connection_parts(std::move(spawner), source, settings);
    link::Connection connection(
        std::move(parts), [&](const std::stop_token& stop) { return source.ask(stop); },
        std::move(settings), mailbox);
    return use([&](rfb::ClientMessage message) { connection.send(std::move(message)); });
}

}  // namespace ecsview

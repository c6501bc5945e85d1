// SPDX-License-Identifier: GPL-2.0-or-later
// The part of Connection that tells of a loss: in the log, and to the window.
#include <string>

#include "base/log.h"
#include "link/connection.h"

namespace ecsview::link {

using screen::Phase;

// Whoever reads the log at its default level learns when the console went, why, and each other kind
// of reason why it stays away: a line a kind, for an outage may last for days.
void Connection::log_loss(const Ending& why) {
    const bool news = told_.insert(why.code()).second;
    log::write(news ? log::Level::warning : log::Level::info, "link",
               policy_.had_picture() ? "the console is lost" : "there is no console yet",
               {{"because", why.sentence}, {"cause", std::string(why.cause.name())}});
}

void Connection::log_return(bool again) {
    const auto away = std::chrono::round<std::chrono::seconds>(Clock::now() - *state_.lost_since);
    log::warning("link", again ? "the console is back" : "the console is there",
                 {{"after", std::to_string(away.count()) + " s"}});
    told_.clear();
}

void Connection::tell_loss(const Ending& why) {
    log_loss(why);
    if (!state_.lost_since) state_.lost_since = Clock::now();
    state_.loss = why.sentence;
    state_.can_take_over = why.cause.again() == Again::in_line;
    state_.attempts = policy_.attempts();
    enter(Phase::waiting, why.sentence);
}

void Connection::end(const Ending& why) {
    state_.ending = why.failure();
    state_.prompt.reset();
    enter(Phase::ended, why.sentence);
}

}  // namespace ecsview::link

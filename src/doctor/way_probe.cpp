// SPDX-License-Identifier: GPL-2.0-or-later
#include "doctor/way_probe.h"

#include <poll.h>
#include <sys/eventfd.h>

#include <algorithm>
#include <array>

#include "base/language.h"
#include "base/needed.h"
#include "base/tls_stream.h"
#include "doctor/judgement.h"
#include "link/tunnel/dial.h"
#include "link/tunnel/resolver.h"

namespace ecsview::doctor {
namespace {

using std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr std::string_view no_connection = tr_later(
    "{1} did not accept a connection in time; check the network, or give more time with "
    "--timeout.");
constexpr std::string_view no_handshake = tr_later(
    "{1} did not finish the TLS handshake in time; check the network, or give more time with "
    "--timeout.");

Milliseconds since(steady_clock::time_point begin) {
    return std::chrono::round<Milliseconds>(steady_clock::now() - begin);
}

std::string joined(const std::vector<std::string>& words) {
    std::string out;
    for (const auto& word : words) out += (out.empty() ? "" : ", ") + word;
    return out;
}

class Probe {
public:
    Probe(const Leg& leg, const link::Destination& to, const TrustedRoots& roots,
          const ProbeLimits& limits, const Tell& tell)
        : leg_(leg),
          to_(to),
          roots_(roots),
          limits_(limits),
          tell_(tell),
          wake_(needed_event()),
          on_cancel_(limits.cancel, [this] { eventfd_write(wake_.get(), 1); }) {}

    bool go() {
        const auto addresses = look_up();
        if (!addresses) return false;
        auto way = dial(*addresses);
        if (!way) return false;
        return !to_.tls || shake_hands(way->socket.get());
    }

private:
    // Until the descriptor is ready, or then; false: it is over.
    bool wait(int fd, short events, steady_clock::time_point until) const {
        const auto now = steady_clock::now();
        if (now >= limits_.deadline || limits_.cancel.stop_requested()) return false;
        const auto left = std::chrono::ceil<Milliseconds>(std::min(until, limits_.deadline) - now);
        std::array<pollfd, 2> waits{{{fd, events, 0}, {wake_.get(), POLLIN, 0}}};
        poll(waits.data(), waits.size(), static_cast<int>(std::clamp(left, 0ms, 60'000ms).count()));
        return !limits_.cancel.stop_requested();
    }

    bool refuse(Topic topic, const Failure& failure) const {
        tell_(failed(topic, failure));
        return false;
    }

    std::optional<link::Addresses> look_up() const {
        const auto begin = steady_clock::now();
        auto found = link::look_up(to_, limits_.deadline, limits_.cancel);
        if (!found) {
            refuse(leg_.name, found.failure().failure());
            return std::nullopt;
        }
        auto seen = to_.first_host() + ": " + joined(found->first);
        if (!found->beyond.empty()) seen += "; " + to_.host + ": " + joined(found->beyond);
        tell_({leg_.name, Verdict::ok, timed(seen, since(begin))});
        return std::move(*found);
    }

    std::optional<link::Way> dial(const link::Addresses& addresses) const {
        const auto begin = steady_clock::now();
        link::Dial dial(to_, addresses, roots_, link::limits(), begin);
        auto out = dial.go_on(begin);
        while (!out && wait(dial.fd(), POLLIN, dial.next())) out = dial.go_on(steady_clock::now());
        if (!out || !*out) {
            refuse(leg_.route, out ? out->failure().failure() : late(no_connection));
            return std::nullopt;
        }
        tell_({leg_.route, Verdict::ok, timed(to_.display(), since(begin))});
        return std::move(**out);
    }

    Failure late(std::string_view sentence) const {
        return {ExitCode::out_of_time, tr(sentence, to_.display())};
    }

    // What is wrong with a handshake that failed.
    Failure refused_by(const TlsStream& tls) const {
        const auto complaint = tls.complaint();
        if (complaint.empty()) return link::ending("no_tls", {.where = to_.display()}).failure();
        return link::ending("certificate", {.where = to_.display(), .words = complaint}).failure();
    }

    bool shake_hands(int fd) const {
        const auto begin = steady_clock::now();
        TlsStream tls(fd, to_.host, roots_);
        ShownTls shown;
        for (;;) {
            const auto progress = tls.shake_hands().progress;
            if (progress == TlsStream::Progress::made) break;
            const bool waits = progress == TlsStream::Progress::wants_read ||
                               progress == TlsStream::Progress::wants_write;
            const short events = progress == TlsStream::Progress::wants_write ? POLLOUT : POLLIN;
            if (waits && wait(fd, events, limits_.deadline)) continue;
            shown.failure = waits ? late(no_handshake) : refused_by(tls);
            break;
        }
        shown.time = since(begin);
        shown.chain = tls.chain();
        if (!shown.failure) shown.version = tls.version();
        tell_(of_tls(leg_.tls, shown, std::chrono::system_clock::now()));
        return !shown.failure;
    }

    const Leg& leg_;
    const link::Destination& to_;
    const TrustedRoots& roots_;
    const ProbeLimits& limits_;
    const Tell& tell_;
    const UniqueFd wake_;
    const std::stop_callback<std::function<void()>> on_cancel_;
};

}  // namespace

bool probe_way(const Leg& leg, const link::Destination& to, const TrustedRoots& roots,
               const ProbeLimits& limits, const Tell& tell) {
    return Probe(leg, to, roots, limits, tell).go();
}

}  // namespace ecsview::doctor

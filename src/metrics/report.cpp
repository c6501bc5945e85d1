// SPDX-License-Identifier: GPL-2.0-or-later
#include "metrics/report.h"

#include <iterator>

#include "metrics/exposition.h"

namespace ecsview::metrics {
namespace {

using screen::Phase;
using Seconds = std::chrono::duration<double>;

struct State {
    std::string_view name;
    Phase phase;
};

// What asks for a password waits for a person, whatever the phase.
constexpr std::string_view password = "password";
constexpr State states[] = {{"asking", Phase::asking},       {"connecting", Phase::connecting},
                            {"handshake", Phase::handshake}, {"live", Phase::live},
                            {"waiting", Phase::waiting},     {"ended", Phase::ended}};

void tell_program(Exposition& out, const Snapshot& seen) {
    out.family("ecsview_build_info", Kind::gauge, "Always 1; its label is the program's version.");
    out.sample(std::uint64_t{1}, {{"version", ECSVIEW_VERSION}});
    out.family("ecsview_resident_memory_bytes", Kind::gauge,
               "Resident memory of a process, as far as it may be seen.");
    for (const auto& [process, bytes] : seen.resident) out.sample(bytes, {{"process", process}});
}

void tell_state(Exposition& out, const screen::Counts& counts) {
    out.family("ecsview_state", Kind::gauge, "1 for the state that the console is in, else 0.");
    for (const auto& [name, phase] : states) {
        const bool is = counts.phase == phase && !counts.prompting;
        out.sample(std::uint64_t{is}, {{"state", name}});
    }
    out.sample(std::uint64_t{counts.prompting}, {{"state", password}});
}

void tell_screen(Exposition& out, const screen::Counts& counts) {
    out.family("ecsview_screen_state", Kind::gauge,
               "1 for what the screen has shown last, else 0.");
    for (const auto& row : screen::screen_states::table)
        out.sample(std::uint64_t{counts.shown == row.state}, {{"state", row.name}});
}

void tell_connections(Exposition& out, const screen::Counts& counts) {
    const std::uint64_t again = counts.connections > 0 ? counts.connections - 1 : 0;
    out.family("ecsview_attempts_total", Kind::counter, "Attempts to connect.");
    out.sample(counts.attempts);
    out.family("ecsview_connections_total", Kind::counter,
               "Attempts that came to a whole picture.");
    out.sample(counts.connections);
    out.family("ecsview_reconnects_total", Kind::counter, "Connections after the first one.");
    out.sample(again);
    // All of them, always: a series that begins at 1 has no increase.
    out.family("ecsview_losses_total", Kind::counter,
               "Attempts and connections that ended, by their cause.");
    for (std::size_t row = 0; row < counts.ends.size(); ++row)
        out.sample(counts.ends[row], {{"cause", screen::causes::table[row].name}});
    out.family("ecsview_decoder_restarts_total", Kind::counter,
               "Decoder processes that failed and were replaced.");
    out.sample(counts.ends_with(screen::Again::fresh_decoder));
}

double since_epoch(const Snapshot& seen, std::chrono::steady_clock::time_point when) {
    const auto ago = std::chrono::round<std::chrono::milliseconds>(seen.steady_now - when);
    const auto at = std::chrono::round<std::chrono::milliseconds>(seen.now - ago);
    return static_cast<double>(at.time_since_epoch().count()) / 1000;
}

void tell_picture(Exposition& out, const Snapshot& seen) {
    out.family("ecsview_changes_total", Kind::counter,
               "FramebufferUpdates that changed the picture.");
    out.sample(seen.counts.changes);
    out.family("ecsview_received_bytes_total", Kind::counter, "Bytes of RFB that came.");
    out.sample(seen.meters.bytes);
    out.family("ecsview_last_change_timestamp_seconds", Kind::gauge,
               "When the picture has changed the last time, since the epoch.");
    if (seen.counts.last_change) out.sample(since_epoch(seen, *seen.counts.last_change));
    out.family("ecsview_start_time_seconds", Kind::gauge,
               "When the program began, since the epoch.");
    out.sample(since_epoch(seen, seen.began));
}

// Of a link that lives: what was measured on the one before says nothing any more.
void tell_way(Exposition& out, const Snapshot& seen) {
    if (seen.counts.phase != Phase::live || seen.meters.round_trip.count() <= 0) return;
    out.family("ecsview_round_trip_seconds", Kind::gauge,
               "How long the server's newest answer took.");
    out.sample(Seconds(seen.meters.round_trip).count());
    out.family("ecsview_round_trip_fastest_seconds", Kind::gauge,
               "The same without what waited on the way.");
    out.sample(Seconds(seen.meters.fastest).count());
}

}  // namespace

std::string report(const Snapshot& seen) {
    Exposition out({"console", seen.console});
    tell_program(out, seen);
    tell_state(out, seen.counts);
    tell_screen(out, seen.counts);
    tell_connections(out, seen.counts);
    tell_picture(out, seen);
    tell_way(out, seen);
    return out.text();
}

}  // namespace ecsview::metrics

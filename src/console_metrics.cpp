// SPDX-License-Identifier: GPL-2.0-or-later
#include "console_metrics.h"

#include <unistd.h>

#include "console_name.h"
#include "metrics/resident.h"

namespace ecsview {
namespace {

metrics::Snapshot begin(const options::Options& options) {
    metrics::Snapshot seen;
    seen.console = title_of(options.target);
    seen.now = std::chrono::system_clock::now();
    seen.steady_now = seen.began = std::chrono::steady_clock::now();
    return seen;
}

metrics::Snapshot look(metrics::Snapshot seen, const link::Connection& connection) {
    seen.now = std::chrono::system_clock::now();
    seen.steady_now = std::chrono::steady_clock::now();
    seen.counts = connection.tally().counts();
    seen.meters = connection.meters();
    if (const auto bytes = metrics::resident_bytes(getpid()))
        seen.resident.push_back({"ecsview", *bytes});
    const pid_t decoder = connection.decoder();
    const auto bytes = decoder > 0 ? metrics::resident_bytes(decoder) : std::nullopt;
    if (bytes) seen.resident.push_back({"ecsview-decoder", *bytes});
    return seen;
}

}  // namespace

std::unique_ptr<metrics::File> begin_metrics(const options::Options& options) {
    if (!options.metrics_file) return nullptr;
    return std::make_unique<metrics::File>(*options.metrics_file, metrics::report(begin(options)));
}

std::unique_ptr<metrics::Writer> follow(const metrics::File* file, const options::Options& options,
                                        const link::Connection& connection) {
    if (file == nullptr) return nullptr;
    return std::make_unique<metrics::Writer>(
        *file, connection.tally(),
        [began = begin(options), &connection] { return look(began, connection); });
}

}  // namespace ecsview

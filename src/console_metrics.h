// SPDX-License-Identifier: GPL-2.0-or-later
// What --metrics does: the file is begun before anything else, so that a wrong place for it is
// told at once, and follows the connection while there is one. Main thread.
#pragma once

#include <memory>

#include "link/connection.h"
#include "metrics/writer.h"
#include "options/options.h"

namespace ecsview {

// Null: nobody wants it. Throws Error (ExitCode::usage) when it cannot be written.
std::unique_ptr<metrics::File> begin_metrics(const options::Options& options);

// Goes on until it is destroyed; file and connection are to outlive it. Null where the file is.
std::unique_ptr<metrics::Writer> follow(const metrics::File* file, const options::Options& options,
                                        const link::Connection& connection);

}  // namespace ecsview

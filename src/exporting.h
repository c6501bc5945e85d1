// SPDX-License-Identifier: GPL-2.0-or-later
// ecsview export: a recording becomes a video. Main thread; needs no display and no network.
#pragma once

#include <optional>
#include <stop_token>

#include "base/error.h"
#include "options/options.h"
#include "rfb/decoder/spawner.h"

namespace ecsview {

// Nothing: the video is there. Whatever else happens, there is none.
std::optional<Failure> export_recording(const options::Options& options, rfb::Spawner spawner,
                                        const std::stop_token& cancel);

}  // namespace ecsview

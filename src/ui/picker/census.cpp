// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/picker/census.h"

#include <algorithm>

#include "base/language.h"

namespace ecsview::ui {
namespace {

constexpr std::string_view statuses[] = {tr_later("Pending"), tr_later("Starting"),
                                         tr_later("Running"), tr_later("Stopping"),
                                         tr_later("Stopped")};

}  // namespace

std::string word_of_status(const std::string& status) {
    const bool known = std::ranges::find(statuses, status) != std::end(statuses);
    return known ? tr(status) : status;
}

}  // namespace ecsview::ui

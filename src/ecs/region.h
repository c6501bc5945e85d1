// SPDX-License-Identifier: GPL-2.0-or-later
// The platform's regions as far as they are known here. DescribeRegions knows them all; this table
// serves where that may not be asked, and tells from an instance ID where to look first. Pure.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace ecsview::ecs {

std::span<const std::string_view> known_regions() noexcept;

// The region that IDs with this beginning were seen in, such as i-bp… in cn-hangzhou. A hint, not
// a promise: whoever uses it asks.
std::optional<std::string_view> region_hint(std::string_view instance_id) noexcept;

}  // namespace ecsview::ecs

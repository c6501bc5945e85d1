// SPDX-License-Identifier: GPL-2.0-or-later
// The platform's regions as far as they are known here. DescribeRegions knows them all; this table
// is used if the keys may not ask that, and to guess from an instance ID where to look first. Pure.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace ecsview::ecs {

std::span<const std::string_view> known_regions() noexcept;

// The region in which IDs with this beginning were seen, such as i-bp… in cn-hangzhou. Only a hint:
// that region still has to be asked.
std::optional<std::string_view> region_hint(std::string_view instance_id) noexcept;

}  // namespace ecsview::ecs

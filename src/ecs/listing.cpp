// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/listing.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "base/log.h"

namespace ecsview::ecs {
namespace {

using Row = std::array<std::string, 4>;

Row row(const Instance& instance) {
    return {log::printable(instance.id, 64), log::printable(instance.status, 32),
            log::printable(instance.os_type, 32), log::printable(instance.name, 512)};
}

}  // namespace

std::string table(const std::vector<Instance>& instances) {
    std::vector<Row> rows{{"ID", "STATUS", "OS", "NAME"}};
    for (const auto& instance : instances) rows.push_back(row(instance));
    std::array<std::size_t, 4> widths{};
    for (const auto& cells : rows)
        for (std::size_t i = 0; i + 1 < cells.size(); ++i)
            widths[i] = std::max(widths[i], cells[i].size());
    std::string out;
    for (const auto& cells : rows) {
        for (std::size_t i = 0; i + 1 < cells.size(); ++i)
            out += cells[i] + std::string(widths[i] - cells[i].size() + 2, ' ');
        out += cells.back() + '\n';
    }
    return out;
}

std::string json_array(const std::vector<Instance>& instances) {
    auto array = nlohmann::json::array();
    for (const auto& instance : instances)
        array.push_back({{"id", instance.id},
                         {"name", instance.name},
                         {"status", instance.status},
                         {"os", instance.os_type},
                         {"os_name", instance.os_name},
                         {"region", instance.region}});
    return array.dump(1, ' ', true, nlohmann::json::error_handler_t::replace) + '\n';
}

}  // namespace ecsview::ecs

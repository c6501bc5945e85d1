// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/listing.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/cell_width.h"
#include "base/language.h"
#include "base/log.h"

namespace ecsview::ecs {
namespace {

// Shorter than this a name does not tell machines apart.
constexpr int least_name = 16;
constexpr int gap = 2;

struct Column {
    std::string heading;
    int worth;  // those of less go first; the ID and the name stay
    std::vector<std::string> cells = {};

    int width() const {
        int most = cell_width(heading);
        for (const auto& cell : cells) most = std::max(most, cell_width(cell));
        return most;
    }
};

constexpr int stays = 9, address_worth = 3;

constexpr std::string_view states[] = {tr_later("Pending"), tr_later("Starting"),
                                       tr_later("Running"), tr_later("Stopping"),
                                       tr_later("Stopped")};

std::string addresses(const Instance& instance, std::size_t most) {
    std::string out;
    for (std::size_t i = 0; i < std::min(most, instance.addresses.size()); ++i)
        out += (i > 0 ? "," : "") + log::printable(instance.addresses[i], 64);
    return out.empty() ? "-" : out;
}

std::vector<Column> columns_of(const std::vector<Instance>& instances, const Columns& wanted) {
    std::vector<Column> out{{tr("ID"), stays}, {tr("STATUS"), 4}, {tr("OS"), 1}};
    if (wanted.region) out.push_back({tr("REGION"), 2});
    if (wanted.address) out.push_back({tr("ADDRESS"), address_worth});
    out.push_back({tr("NAME"), stays});
    for (const auto& instance : instances) {
        auto column = out.begin();
        column++->cells.push_back(log::printable(instance.id, 64));
        column++->cells.push_back(word_of_state(instance.status));
        column++->cells.push_back(log::printable(instance.os_type, 32));
        if (wanted.region) column++->cells.push_back(log::printable(instance.region, 64));
        if (wanted.address)
            column++->cells.push_back(addresses(instance, instance.addresses.size()));
        column->cells.push_back(log::printable(instance.name, 512));
    }
    return out;
}

// Of all but the name.
int width_before_name(const std::vector<Column>& columns) {
    int width = 0;
    for (std::size_t i = 0; i + 1 < columns.size(); ++i) width += columns[i].width() + gap;
    return width;
}

void fit(std::vector<Column>& columns, const std::vector<Instance>& instances, int cells) {
    const int name = std::min(columns.back().width(), least_name);
    const auto fits = [&] { return width_before_name(columns) + name <= cells; };
    if (fits()) return;
    for (auto& column : columns)
        if (column.worth == address_worth)
            std::ranges::transform(instances, column.cells.begin(),
                                   [](const Instance& one) { return addresses(one, 1); });
    while (!fits() && columns.size() > 2)
        columns.erase(std::ranges::min_element(columns, {}, &Column::worth));
}

std::string padded(const std::string& cell, int width) {
    return cell + std::string(static_cast<std::size_t>(width - cell_width(cell)), ' ');
}

}  // namespace

std::string word_of_state(std::string_view status) {
    const bool known = std::ranges::find(states, status) != std::end(states);
    return known ? tr(status) : log::printable(status, 32);
}

std::string table(const std::vector<Instance>& instances, const Columns& wanted) {
    auto columns = columns_of(instances, wanted);
    if (wanted.cells > 0) fit(columns, instances, wanted.cells);
    const int room = std::max(1, wanted.cells - width_before_name(columns));
    std::vector<std::string> lines(instances.size() + 1);
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const bool last = i + 1 == columns.size();
        const int width = last ? 0 : columns[i].width() + gap;
        for (std::size_t row = 0; row < lines.size(); ++row) {
            const std::string cell = row == 0 ? columns[i].heading : columns[i].cells[row - 1];
            lines[row] += last && wanted.cells > 0 ? cut_to_cells(cell, room)
                          : last                   ? cell
                                                   : padded(cell, width);
        }
    }
    std::string out;
    for (const auto& line : lines) out += line + '\n';
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
                         {"region", instance.region},
                         {"addresses", instance.addresses}});
    return array.dump(1, ' ', true, nlohmann::json::error_handler_t::replace) + '\n';
}

}  // namespace ecsview::ecs

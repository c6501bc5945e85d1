// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/credentials/fields.h"

#include "ecs/tree.h"

namespace ecsview::ecs {
namespace {

// A number that is no integer is nothing here.
bool is_field(const Node& node) {
    using Kind = Node::Kind;
    return node.kind == Kind::text || node.kind == Kind::boolean ||
           (node.kind == Kind::number &&
            node.text.reveal().find_first_of(".eE") == std::string_view::npos);
}

Fields fields_of(const Node& object) {
    Fields out;
    for (const auto& [name, node] : object.members)
        if (is_field(node)) out.set(name, std::string(node.text.reveal()));
    return out;
}

}  // namespace

void Fields::set(std::string name, std::string value) {
    auto& place = values_[std::move(name)];
    wipe(place);
    place = std::move(value);
}

std::string_view Fields::text(std::string_view name) const noexcept {
    const auto found = values_.find(name);
    return found == values_.end() ? std::string_view() : found->second;
}

bool Fields::flag(std::string_view name) const noexcept {
    const auto value = text(name);
    return value == "true" || value == "True" || value == "TRUE";
}

std::optional<Fields> json_fields(std::string_view text, const char* inside) {
    const auto root = parse_json(text);
    const Node* object = root && inside ? root->find(inside) : root ? &*root : nullptr;
    if (object == nullptr || object->kind != Node::Kind::object) return std::nullopt;
    return fields_of(*object);
}

std::vector<Fields> json_list(std::string_view text, const char* name) {
    std::vector<Fields> out;
    const auto root = parse_json(text);
    const Node* list = root ? root->find(name) : nullptr;
    if (list == nullptr || list->kind != Node::Kind::list) return out;
    for (const auto& [none, entry] : list->members)
        if (entry.kind == Node::Kind::object) out.push_back(fields_of(entry));
    return out;
}

}  // namespace ecsview::ecs

// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/tree.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <pugixml.hpp>

#include "ecs/json_depth.h"

namespace ecsview::ecs {
namespace {

using nlohmann::json;

// Calls itself a level; there are deepest_nesting at most.
void convert(json& from, Node& to) {  // NOLINT(misc-no-recursion)
    if (from.is_string()) {
        to.kind = Node::Kind::text;
        to.text = Secret(std::move(from.get_ref<std::string&>()));
    } else if (from.is_number() || from.is_boolean()) {
        to.kind = from.is_number() ? Node::Kind::number : Node::Kind::boolean;
        to.text = Secret(from.dump());
    } else if (from.is_structured()) {
        to.kind = from.is_object() ? Node::Kind::object : Node::Kind::list;
        for (auto item = from.begin(); item != from.end(); ++item) {
            auto& [name, node] = to.members.emplace_back();
            if (from.is_object()) name = item.key();
            convert(*item, node);
        }
    }
}

bool is_element(const pugi::xml_node& node) {
    return node.type() == pugi::node_element;
}

// False: too deep.
bool convert(const pugi::xml_node& from, Node& to, int depth) {  // NOLINT(misc-no-recursion)
    const auto inside = from.children();
    if (std::none_of(inside.begin(), inside.end(), is_element)) {
        to.kind = Node::Kind::text;
        std::string text;
        for (const auto& piece : inside) text += piece.value();  // also of CDATA
        to.text = Secret(std::move(text));
        return true;
    }
    to.kind = Node::Kind::object;
    if (depth == 0) return false;
    for (const auto& child : inside) {
        if (!is_element(child)) continue;
        auto& [name, node] = to.members.emplace_back();
        name = child.name();
        if (!convert(child, node, depth - 1)) return false;
    }
    return true;
}

// A sign-in page may be well-formed, too.
bool is_answer(std::string_view root) {
    return root == "Error" || root == "error" || root.ends_with("Response");
}

// pugixml resolves no entities but the five of XML and characters by number, and reads no DTD.
std::optional<Node> parse_xml(std::string_view body) {
    std::string text(body);
    pugi::xml_document document;
    const auto result = document.load_buffer_inplace(text.data(), text.size(), pugi::parse_default,
                                                     pugi::encoding_utf8);
    const auto element = document.document_element();
    Node root;
    const bool read = result && !element.next_sibling() && is_answer(element.name()) &&
                      convert(element, root, deepest_nesting);
    wipe(text);
    if (!read) return std::nullopt;
    root.kind = Node::Kind::object;
    return root;
}

std::string shown(const Node& node) {
    const bool has_text = node.kind == Node::Kind::text || node.kind == Node::Kind::number;
    return has_text ? std::string(node.text.reveal()) : std::string();
}

// What convert() has not taken over. Calls itself a level; there are deepest_nesting at most.
void wipe_texts(json& value) {  // NOLINT(misc-no-recursion)
    if (value.is_string()) wipe(value.get_ref<std::string&>());
    if (value.is_structured())
        for (auto& member : value) wipe_texts(member);
}

}  // namespace

const Node* Node::find(std::string_view name) const {
    const auto found = std::find_if(members.begin(), members.end(),
                                    [&](const auto& member) { return member.name == name; });
    return found == members.end() ? nullptr : &found->node;
}

std::string Node::text_of(std::string_view name) const {
    const Node* member = find(name);
    return member == nullptr ? std::string() : shown(*member);
}

std::vector<const Node*> Node::items(std::string_view names, std::string_view name) const {
    std::vector<const Node*> out;
    const Node* outer = find(names);
    if (outer == nullptr) return out;
    for (const auto& [key, member] : outer->members) {
        if (key != name) continue;
        if (member.kind != Kind::list)
            out.push_back(&member);
        else
            for (const auto& [none, item] : member.members) out.push_back(&item);
    }
    return out;
}

std::optional<Node> parse_json(std::string_view text) {
    if (nested_too_deep(text)) return std::nullopt;
    json value = json::parse(text, nullptr, false);
    Node root;
    if (value.is_object()) convert(value, root);
    wipe_texts(value);
    if (root.kind != Node::Kind::object) return std::nullopt;
    return root;
}

std::optional<Node> parse_answer(std::string_view body) {
    constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
    if (body.starts_with(byte_order_mark)) body.remove_prefix(byte_order_mark.size());
    const auto first = std::min(body.find_first_not_of(" \t\r\n"), body.size());
    return body.substr(first).starts_with('<') ? parse_xml(body.substr(first)) : parse_json(body);
}

}  // namespace ecsview::ecs

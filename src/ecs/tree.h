// SPDX-License-Identifier: GPL-2.0-or-later
// A text of somebody else's as a tree: JSON, or XML where the members are elements. The API, the
// services and commands that have keys, and aliyun's configuration write such. Texts wipe
// themselves: one of them may be a VncUrl or a key. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/secret.h"

namespace ecsview::ecs {

struct Member;

struct Node {
    enum class Kind {
        nothing,  // null
        text,     // in XML whatever has no elements in it
        number,   // JSON only; its digits are in `text`
        boolean,  // JSON only; true or false is in `text`
        object,
        list,  // JSON only; its items are members without a name. XML repeats the member instead
    };
    Kind kind = Kind::nothing;
    Secret text;
    std::vector<Member> members;

    // The first member of that name.
    const Node* find(std::string_view name) const;
    // Text or digits of a member; empty when there is none.
    std::string text_of(std::string_view name) const;
    // The items of <names><name/>…</names>, or of "names": {"name": […]}.
    std::vector<const Node*> items(std::string_view names, std::string_view name) const;
};

struct Member {
    std::string name;
    Node node;
};

// A JSON object, or nothing when it is none, is cut off or is nested deeper than any answer.
std::optional<Node> parse_json(std::string_view text);

// XML when the first visible byte is '<', else JSON; an object, or nothing when it is neither, is
// cut off or is nested deeper than any answer. XML's root is Error or ends in Response.
std::optional<Node> parse_answer(std::string_view body);

}  // namespace ecsview::ecs

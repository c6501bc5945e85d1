// SPDX-License-Identifier: GPL-2.0-or-later
#include "console_name.h"

#include "ecs/region.h"

namespace ecsview {

std::string title_of(const options::Target& target) {
    if (const auto* instance = std::get_if<options::InstanceId>(&target)) return instance->text;
    if (const auto* name = std::get_if<options::InstanceName>(&target)) return name->text;
    if (const auto* url = std::get_if<ecs::WebsocketUrl>(&target)) return url->authority.host;
    if (const auto* page = std::get_if<ecs::PageLink>(&target))
        return page->instance_id.empty() ? page->url->authority.host : page->instance_id;
    return std::get<options::VncTarget>(target).address.text();
}

std::string console_name(const options::Target& target,
                         const std::optional<ecs::Endpoint>& endpoint) {
    if (const auto* url = std::get_if<ecs::WebsocketUrl>(&target)) return url->authority.text();
    if (std::holds_alternative<options::VncTarget>(target)) return title_of(target);
    const std::string api = endpoint ? endpoint->authority.text() : "";
    return api + "/" + title_of(target);
}

std::string neighbourhood_of(const options::Options& options) {
    const auto& target = options.target;
    const auto* page = std::get_if<ecs::PageLink>(&target);
    if (std::holds_alternative<ecs::WebsocketUrl>(target) ||
        std::holds_alternative<options::VncTarget>(target) || (page && page->instance_id.empty()))
        return {};
    const auto hint = ecs::region_hint(title_of(target));
    const std::string api = options.endpoint ? options.endpoint->authority.text() : "";
    if (!options.region.empty()) return api + "/" + options.region;
    if (hint) return api + "/" + std::string(*hint);
    return api + "/" + title_of(target);
}

}  // namespace ecsview

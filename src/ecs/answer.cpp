// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/answer.h"

#include <optional>

#include "base/language.h"
#include "base/log.h"
#include "ecs/tree.h"

namespace ecsview::ecs {
namespace {

// The answer did not come from the API. {1} is the HTTP status.
constexpr std::string_view leads_elsewhere = tr_later(
    "The answer of the API leads elsewhere (HTTP {1}); check --endpoint and whether a proxy or a "
    "sign-in page stands in between.");
constexpr std::string_view is_empty = tr_later(
    "The answer of the API is empty (HTTP {1}); check --endpoint and whether a proxy or a sign-in "
    "page stands in between.");
constexpr std::string_view is_too_long = tr_later(
    "The answer of the API is too long (HTTP {1}); check --endpoint and whether a proxy or a "
    "sign-in page stands in between.");
constexpr std::string_view is_of_no_api = tr_later(
    "The answer of the API is neither JSON nor XML of the API (HTTP {1}); check --endpoint and "
    "whether a proxy or a sign-in page stands in between.");

// Or it did, and lacks something.
constexpr std::string_view has_no_url =
    tr_later("The answer of the API has no VncUrl (HTTP {1}); try again.");
constexpr std::string_view has_no_text =
    tr_later("The answer of the API has a VncUrl that is not text (HTTP {1}); try again.");
constexpr std::string_view has_empty_url =
    tr_later("The answer of the API has an empty VncUrl (HTTP {1}); try again.");
constexpr std::string_view has_no_instances =
    tr_later("The answer of the API has no Instances (HTTP {1}); try again.");
constexpr std::string_view has_no_regions =
    tr_later("The answer of the API has no Regions (HTTP {1}); try again.");
constexpr std::string_view has_no_arn =
    tr_later("The answer of the API has no Arn (HTTP {1}); try again.");

Refusal foreign(std::string_view sentence, const HttpReply& reply) {
    return {{ExitCode::network,
             with_request_id(tr(sentence, reply.status), reply.request_id),
             {Retry::later}}};
}

Refusal incomplete(std::string_view sentence, const HttpReply& reply) {
    return {{ExitCode::api,
             with_request_id(tr(sentence, reply.status), reply.request_id),
             {Retry::later}}};
}

// The member under its documented name or, as some gateways write it, in lower case.
std::string text_of(const Node& object, const char* name, const char* lower_case) {
    auto text = object.text_of(name);
    return text.empty() ? object.text_of(lower_case) : text;
}

bool means_success(std::string_view code) {
    return code.empty() || code == "200" || code == "OK" || code == "Success";
}

// The right that the question needs, for when the platform does not say which one is missing.
std::string right_to(std::string_view action) {
    const bool of_ecs = action.find(':') == std::string_view::npos;
    return (of_ecs ? "ecs:" : "") + std::string(action);
}

// A 200 may carry an error, and an error status may come without a code.
std::optional<Refusal> refusal_in(const Node& object, const HttpReply& reply, const char* action) {
    RefusedAnswer refused;
    refused.http_status = reply.status;
    refused.code = text_of(object, "Code", "code");
    refused.message = text_of(object, "Message", "message");
    refused.request_id = log::printable(text_of(object, "RequestId", "requestId"), 64);
    if (refused.request_id.empty()) refused.request_id = reply.request_id;
    refused.asked_action = right_to(action);
    refused.retry_after = reply.retry_after;
    const bool accepted = reply.status >= 200 && reply.status < 300;
    if (accepted && means_success(refused.code)) return std::nullopt;
    if (means_success(refused.code)) refused.code.clear();
    if (const Node* detail = object.find("AccessDeniedDetail")) {
        refused.denied_action = detail->text_of("AuthAction");
        refused.denied_reason = detail->text_of("NoPermissionType");
    }
    return refusal(refused);
}

Answer<Node> read(const HttpReply& reply, const char* action) {
    const auto body = reply.body.reveal();
    if (reply.status >= 300 && reply.status < 400) return foreign(leads_elsewhere, reply);
    if (body.empty()) return foreign(is_empty, reply);
    if (body.size() > max_reply_body) return foreign(is_too_long, reply);
    auto object = parse_answer(body);
    if (!object) return foreign(is_of_no_api, reply);
    if (auto refused = refusal_in(*object, reply, action)) return std::move(*refused);
    return std::move(*object);
}

// An elastic one and a public one first, then those within the VPC or the classic network.
std::vector<std::string> read_addresses(const Node& from) {
    std::vector<std::string> all;
    const auto add = [&all](const Node& place, const char* name) {
        for (const Node* item : place.items(name, "IpAddress"))
            if (item->kind == Node::Kind::text && !item->text.empty())
                all.emplace_back(item->text.reveal());
    };
    add(from, "EipAddress");
    add(from, "PublicIpAddress");
    if (const Node* vpc = from.find("VpcAttributes")) add(*vpc, "PrivateIpAddress");
    add(from, "InnerIpAddress");
    return all;
}

Instance read_instance(const Node& from) {
    auto os_name = from.text_of("OSNameEn");
    return {
        from.text_of("InstanceId"), from.text_of("InstanceName"),
        from.text_of("Status"),     from.text_of("RegionId"),
        from.text_of("OSType"),     os_name.empty() ? from.text_of("OSName") : std::move(os_name),
        read_addresses(from)};
}

}  // namespace

Answer<Secret> read_vnc_url(const HttpReply& reply) {
    auto answer = read(reply, "DescribeInstanceVncUrl");
    if (auto* refused = std::get_if<Refusal>(&answer)) return std::move(*refused);
    const Node* url = std::get<Node>(answer).find("VncUrl");
    if (url == nullptr) return incomplete(has_no_url, reply);
    if (url->kind != Node::Kind::text) return incomplete(has_no_text, reply);
    if (url->text.empty()) return incomplete(has_empty_url, reply);
    return url->text.copy();
}

Answer<InstancePage> read_instances(const HttpReply& reply) {
    auto answer = read(reply, "DescribeInstances");
    if (auto* refused = std::get_if<Refusal>(&answer)) return std::move(*refused);
    const Node& object = std::get<Node>(answer);
    if (object.find("Instances") == nullptr) return incomplete(has_no_instances, reply);
    InstancePage page;
    for (const Node* item : object.items("Instances", "Instance"))
        page.instances.push_back(read_instance(*item));
    page.next_token = object.text_of("NextToken");
    return page;
}

Answer<std::vector<Region>> read_regions(const HttpReply& reply) {
    auto answer = read(reply, "DescribeRegions");
    if (auto* refused = std::get_if<Refusal>(&answer)) return std::move(*refused);
    std::vector<Region> regions;
    for (const Node* item : std::get<Node>(answer).items("Regions", "Region"))
        regions.push_back({item->text_of("RegionId"), item->text_of("RegionEndpoint")});
    if (regions.empty()) return incomplete(has_no_regions, reply);
    return regions;
}

Answer<Identity> read_caller_identity(const HttpReply& reply) {
    auto answer = read(reply, "sts:GetCallerIdentity");
    if (auto* refused = std::get_if<Refusal>(&answer)) return std::move(*refused);
    const Node& object = std::get<Node>(answer);
    Identity identity{object.text_of("AccountId"), object.text_of("Arn")};
    if (identity.arn.empty()) return incomplete(has_no_arn, reply);
    return identity;
}

}  // namespace ecsview::ecs

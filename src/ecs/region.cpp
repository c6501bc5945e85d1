// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/region.h"

namespace ecsview::ecs {
namespace {

// The regions of the platform's table of endpoints (aliyun-openapi-meta, products.json), those with
// the most machines first: a search ends with the first find.
constexpr std::string_view regions[] = {
    "cn-hangzhou",
    "cn-shanghai",
    "cn-beijing",
    "cn-shenzhen",
    "cn-qingdao",
    "cn-zhangjiakou",
    "cn-huhehaote",
    "cn-wulanchabu",
    "cn-heyuan",
    "cn-guangzhou",
    "cn-chengdu",
    "cn-hongkong",
    "ap-southeast-1",
    "ap-southeast-2",
    "ap-southeast-3",
    "ap-southeast-5",
    "ap-southeast-6",
    "ap-south-1",
    "ap-northeast-1",
    "ap-northeast-2",
    "us-east-1",
    "us-west-1",
    "eu-central-1",
    "eu-west-1",
    "me-east-1",
    "me-central-1",
    "ap-southeast-7",
    "cn-beijing-finance-1",
    "cn-fuzhou",
    "cn-hangzhou-finance",
    "cn-heyuan-acdr-1",
    "cn-nanjing",
    "cn-shanghai-finance-1",
    "cn-shenzhen-finance-1",
    "cn-wuhan-lr",
    "cn-zhengzhou-jva",
    "cn-zhongwei",
    "na-south-1",
    "us-southeast-1",
};

struct Hint {
    std::string_view beginning, region;  // of what follows "i-"
};

// As seen in IDs that the platform's documentation and its users show.
constexpr Hint hints[] = {
    {"bp", "cn-hangzhou"},     {"uf", "cn-shanghai"},     {"2ze", "cn-beijing"},
    {"wz", "cn-shenzhen"},     {"m5e", "cn-qingdao"},     {"8vb", "cn-zhangjiakou"},
    {"hp3", "cn-huhehaote"},   {"0jl", "cn-wulanchabu"},  {"f8z", "cn-heyuan"},
    {"7xv", "cn-guangzhou"},   {"2vc", "cn-chengdu"},     {"j6c", "cn-hongkong"},
    {"t4n", "ap-southeast-1"}, {"p0w", "ap-southeast-2"}, {"8ps", "ap-southeast-3"},
    {"k1a", "ap-southeast-5"}, {"5ts", "ap-southeast-6"}, {"a2d", "ap-south-1"},
    {"6we", "ap-northeast-1"}, {"mj7", "ap-northeast-2"}, {"0xi", "us-east-1"},
    {"rj9", "us-west-1"},      {"gw8", "eu-central-1"},   {"d7o", "eu-west-1"},
    {"eb3", "me-east-1"},      {"l4v", "me-central-1"},
};

}  // namespace

std::span<const std::string_view> known_regions() noexcept {
    return regions;
}

std::optional<std::string_view> region_hint(std::string_view instance_id) noexcept {
    if (!instance_id.starts_with("i-")) return std::nullopt;
    for (const auto& hint : hints)
        if (instance_id.substr(2).starts_with(hint.beginning)) return hint.region;
    return std::nullopt;
}

}  // namespace ecsview::ecs

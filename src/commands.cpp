// SPDX-License-Identifier: GPL-2.0-or-later
#include "commands.h"

#include <iterator>
#include <map>
#include <vector>

#include "account.h"
#include "base/certificates.h"
#include "base/language.h"
#include "base/log.h"
#include "ecs/listing.h"
#include "options/password.h"

namespace ecsview {
namespace {

ecs::Patience patience_of(const options::Options& options, const std::stop_token& cancel) {
    return {std::chrono::steady_clock::now() + options.timeout, cancel};
}

Secret line(std::string text) {
    text += '\n';
    return Secret(std::move(text));
}

Secret plain(const ecs::WebsocketUrl& url) {
    return line((url.tls ? "wss://" : "ws://") + url.host_header() +
                std::string(url.target.reveal()));
}

Result<std::string> instance_of(const options::Target& target, ecs::Cloud& cloud,
                                const ecs::Patience& patience) {
    if (const auto* id = std::get_if<options::InstanceId>(&target)) return id->text;
    if (const auto* page = std::get_if<ecs::PageLink>(&target)) return page->instance_id;
    auto found = cloud.named(std::get<options::InstanceName>(target).text, patience);
    if (!found) return found.failure();
    return std::move(found->id);
}

Result<bool> is_windows(const options::Options& options, ecs::Cloud& cloud, const std::string& id,
                        const ecs::Patience& patience) {
    if (options.os) return *options.os == screen::OsType::windows;
    const auto instance = cloud.describe(id, patience);
    if (!instance) {
        auto failure = instance.failure();
        failure.sentence =
            tr("The kind of the instance is not known; give --os. {1}", failure.sentence);
        return failure;
    }
    return instance->os_type == "windows";
}

Result<Secret> page_password(const options::Options& options) {
    auto password = options::vnc_password(options.password_file, options.strict);
    if (!password) return Secret();
    if (!ecs::valid_vnc_password(password->reveal()))
        return Failure{ExitCode::usage,
                       tr("The web console takes a VNC password of six letters or digits, and the "
                          "one that was given is not; leave it out and type it there.")};
    return std::move(*password);
}

Result<Secret> page(const options::Options& options, ecs::Cloud& cloud, const std::string& id,
                    const ecs::Patience& patience) {
    const auto password = page_password(options);
    if (!password) return password.failure();
    auto url = cloud.vnc_url(id, patience);
    if (!url) return url.failure();
    // Only now it is known where the instance is.
    const auto windows = is_windows(options, cloud, id, patience);
    if (!windows) return windows.failure();
    // That search may have taken longer than the URL is good for.
    if (url->age() > ecs::url_life) url = cloud.vnc_url(id, patience);
    if (!url) return url.failure();
    const auto text = url->text.reveal();
    auto usable = ecs::decode_vnc_url(text);
    if (usable) usable = options.console_hosts.require(std::move(*usable));
    if (!usable) return usable.failure();
    return line(std::string(ecs::page_link(text, id, *windows, password->reveal()).reveal()));
}

struct Found {
    std::vector<ecs::Instance> instances;
    std::optional<Failure> missing = {};
};

Result<Found> here(ecs::Cloud& cloud, const ecs::Patience& patience) {
    auto instances = cloud.list(patience);
    if (!instances) return instances.failure();
    return Found{std::move(*instances)};
}

// Why regions are missing from the list: the first refusal, and how many there were.
Failure missing_regions(const ecs::RegionList& first, std::size_t refused, std::size_t all) {
    auto failure = first.refused->failure;
    failure.sentence = tr("{1} of {2} regions did not tell their instances; {3}: {4}", refused, all,
                          log::printable(first.region.id, 64), failure.sentence);
    return failure;
}

// Region by region in the order that the platform tells.
Result<Found> everywhere(ecs::Cloud& cloud, const ecs::Patience& patience) {
    auto told = cloud.regions(patience);
    if (auto* refused = std::get_if<ecs::Refusal>(&told)) return std::move(refused->failure);
    const auto& regions = std::get<std::vector<ecs::Region>>(told);
    std::map<std::string, ecs::RegionList> lists;
    cloud.list(regions, patience,
               [&](ecs::RegionList list) { lists.insert_or_assign(list.region.id, list); });
    Found out;
    const ecs::RegionList* first = nullptr;
    std::size_t refused = 0;
    for (const auto& region : regions) {
        const auto at = lists.find(region.id);
        if (at == lists.end()) return Failure{ExitCode::done, tr("The request was cancelled.")};
        auto& list = at->second;
        if (list.refused && ++refused == 1) first = &list;
        std::move(list.instances.begin(), list.instances.end(), std::back_inserter(out.instances));
    }
    if (first != nullptr && refused == regions.size()) return first->refused->failure;
    if (first != nullptr) out.missing = missing_regions(*first, refused, regions.size());
    return out;
}

// TARGET has the URL already, so there is nothing to ask for.
std::optional<Result<Secret>> without_api(const options::Options& options) {
    const auto refuse = [](std::string sentence) {
        return Result<Secret>(Failure{ExitCode::usage, std::move(sentence)});
    };
    if (std::holds_alternative<options::VncTarget>(options.target))
        return refuse(tr("A vnc:// address has no VncUrl; give an instance ID."));
    const auto* url = std::get_if<ecs::WebsocketUrl>(&options.target);
    const auto* link = std::get_if<ecs::PageLink>(&options.target);
    if (link && link->url && !options.page) url = &*link->url;
    if (url == nullptr) {
        if (link && link->instance_id.empty())
            return refuse(tr("The link has no instanceId; give an instance ID."));
        return std::nullopt;
    }
    if (options.page)
        return refuse(tr("A console's URL alone has no page; give --page an instance ID or name."));
    return Result<Secret>(plain(*url));
}

}  // namespace

Result<Listed> run_list(const options::Options& options, int cells, const std::stop_token& cancel) {
    const auto roots = trusted_roots(options.ca_file);
    Account account(options, ecs::Environment::take(), roots);
    const auto patience = patience_of(options, cancel);
    const auto found = options.all_regions ? everywhere(account.cloud(), patience)
                                           : here(account.cloud(), patience);
    if (!found) return found.failure();
    // What reads a pipe counts on the columns that there have always been.
    const ecs::Columns columns{options.all_regions, options.all_regions || cells > 0, cells};
    return Listed{
        options.json ? ecs::json_array(found->instances) : ecs::table(found->instances, columns),
        found->missing};
}

Result<Secret> run_url(const options::Options& options, const std::stop_token& cancel) {
    const auto roots = trusted_roots(options.ca_file);
    Account account(options, ecs::Environment::take(), roots);
    if (auto text = without_api(options)) return std::move(*text);
    auto& cloud = account.cloud();
    const auto patience = patience_of(options, cancel);
    const auto id = instance_of(options.target, cloud, patience);
    if (!id) return id.failure();
    if (options.page) return page(options, cloud, *id, patience);
    const auto found = cloud.vnc_url(*id, patience);
    if (!found) return found.failure();
    auto url = ecs::decode_vnc_url(found->text.reveal());
    if (url) url = options.console_hosts.require(std::move(*url));
    if (!url) return url.failure();
    return plain(*url);
}

}  // namespace ecsview

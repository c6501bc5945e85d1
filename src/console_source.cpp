// SPDX-License-Identifier: GPL-2.0-or-later
#include "console_source.h"

#include <sys/resource.h>
#include <unistd.h>

#include "account.h"
#include "base/certificates.h"
#include "base/environment.h"
#include "base/language.h"
#include "base/log.h"
#include "base/proxy.h"
#include "console_name.h"
#include "link/use_memory.h"

namespace ecsview {
namespace {

using std::chrono::steady_clock;
using namespace std::chrono_literals;

// The platform takes the URL in a link for 15 s, so asking for a fresh one first may not take
// longer than this.
constexpr auto link_limit = 4s;

void warn_about_plain_text(const options::Target& target) {
    const auto* vnc = std::get_if<options::VncTarget>(&target);
    if (vnc && !vnc->address.loopback())
        log::warning("link", "vnc:// is plain text: others on the way can read and change it");
}

std::string id_in(const options::Target& target) {
    if (const auto* id = std::get_if<options::InstanceId>(&target)) return id->text;
    if (const auto* page = std::get_if<ecs::PageLink>(&target)) return page->instance_id;
    return {};
}

screen::OsType os_of(const options::Options& options) {
    if (options.os) return *options.os;
    const auto* page = std::get_if<ecs::PageLink>(&options.target);
    if (page == nullptr || !page->windows) return screen::OsType::unknown;
    return *page->windows ? screen::OsType::windows : screen::OsType::linux;
}

Failure no_key(const std::string& where) {
    return {ExitCode::usage,
            tr("The console at {1} is without TLS, so it has no key for --pin; leave --pin out, or "
               "use a wss:// console.",
               where)};
}

}  // namespace

std::future<TrustedRoots> ConsoleSource::read_roots(const options::Options& options) {
    if (options::is_plain_vnc(options.target))
        return std::async(std::launch::deferred, [] { return TrustedRoots(); });
    // Deferred where there is no thread for it.
    return std::async(std::launch::async | std::launch::deferred,
                      [&options] { return trusted_roots(options.ca_file); });
}

ConsoleSource::ConsoleSource(const options::Options& options, std::future<TrustedRoots> roots,
                             ecs::Environment environment, screen::Mailbox& mailbox)
    : options_(options),
      mailbox_(mailbox),
      trusted_roots_(roots.get()),
      account_(options, std::move(environment), trusted_roots_),
      instance_id_(id_in(options.target)) {
    begin();
}

ConsoleSource::ConsoleSource(const options::Options& options, TrustedRoots roots,
                             std::shared_ptr<AccountKeys> keys, screen::Mailbox& mailbox)
    : options_(options),
      mailbox_(mailbox),
      trusted_roots_(std::move(roots)),
      account_(options, std::move(keys), trusted_roots_),
      instance_id_(id_in(options.target)) {
    begin();
}

void ConsoleSource::begin() {
    warn_about_plain_text(options_.target);
    mailbox_.post(screen::Machine{instance_id_, {}, os_of(options_)});
}

ConsoleSource::~ConsoleSource() = default;

Result<link::Destination> ConsoleSource::ask(const std::stop_token& cancel) {
    const auto* vnc = std::get_if<options::VncTarget>(&options_.target);
    if (vnc != nullptr && !options_.pins.empty()) return no_key(vnc->address.shown());
    if (vnc != nullptr)
        return link::Destination{false, false,   vnc->address.host, vnc->address.port,
                                 false, Secret()};
    return tunnel_to(websocket_url(cancel));
}

Result<link::Destination> ConsoleSource::tunnel_to(Result<Aged> found) const {
    if (!found) return found.failure();
    auto url = ecs::require_privacy(std::move(found->url), options_.allow_plain_ws);
    if (!url) return url.failure();
    if (!url->tls && !options_.pins.empty()) return no_key(url->authority.shown());
    const bool expires = !std::holds_alternative<ecs::WebsocketUrl>(options_.target);
    link::Destination destination{
        true, url->tls, url->authority.host, url->authority.port, expires, std::move(url->target)};
    destination.age = found->age;
    // Plain text stays on this machine, or the user has allowed it.
    if (!url->tls) return destination;
    auto proxy = proxy_for(url->authority);
    if (!proxy) return proxy.failure();
    destination.proxy = std::move(*proxy);
    return destination;
}

Result<ConsoleSource::Aged> ConsoleSource::websocket_url(const std::stop_token& cancel) {
    if (const auto* url = std::get_if<ecs::WebsocketUrl>(&options_.target))
        return Aged{url->copy()};
    if (const auto* page = std::get_if<ecs::PageLink>(&options_.target))
        if (page->url) return url_of_page(*page, cancel);
    return url_of_instance({steady_clock::now() + options_.timeout, cancel});
}

// The URL in a link is often too old, and it serves one connection. So a fresh one is asked for
// first; if the keys may not do that, the URL in the link is used.
Result<ConsoleSource::Aged> ConsoleSource::url_of_page(const ecs::PageLink& page,
                                                       const std::stop_token& cancel) {
    if (page.instance_id.empty()) return Aged{page.url->copy()};
    const auto limit = std::min<std::chrono::milliseconds>(options_.timeout, link_limit);
    auto fresh = url_of_instance({steady_clock::now() + limit, cancel});
    if (fresh || std::exchange(link_used_, true)) return fresh;
    log::info("ecs", "there is no fresh URL; using the one in the link",
              {{"because", fresh.failure().sentence}});
    return Aged{page.url->copy()};
}

Result<ConsoleSource::Aged> ConsoleSource::url_of_instance(const ecs::Patience& patience) {
    auto& cloud = account_.cloud();
    if (instance_id_.empty())
        if (auto failure = find_by_name(cloud, patience)) return std::move(*failure);
    begin_to_describe(cloud);
    const auto found = cloud.vnc_url(instance_id_, patience);
    if (!found) return found.failure();
    begin_to_describe(cloud);
    remember_use();
    auto url = ecs::decode_vnc_url(found->text.reveal());
    if (url) url = options_.console_hosts.require(std::move(*url));
    if (!url) return url.failure();
    return Aged{std::move(*url), found->age()};
}

std::optional<Failure> ConsoleSource::find_by_name(ecs::Cloud& cloud,
                                                   const ecs::Patience& patience) {
    auto found = cloud.named(std::get<options::InstanceName>(options_.target).text, patience);
    if (!found) return found.failure();
    if (!ecs::valid_instance_id(found->id))
        return Failure{ExitCode::api, tr("The platform's answer has no instance ID; try again.")};
    instance_id_ = found->id;
    tell(*found);
    return std::nullopt;
}

void ConsoleSource::tell(const ecs::Instance& instance) {
    screen::Machine machine{instance_id_, log::printable(instance.name, 128), os_of(options_)};
    if (!options_.os && instance.os_type == "windows") machine.os = screen::OsType::windows;
    if (!options_.os && instance.os_type == "linux") machine.os = screen::OsType::linux;
    mailbox_.post(std::move(machine));
    described_ = true;
}

// For the picker, which begins with what was used last.
void ConsoleSource::remember_use() {
    if (options_.command != options::Command::window || std::exchange(use_remembered_, true))
        return;
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    link::UseMemory(environment("XDG_RUNTIME_DIR"))
        .used(console_name(options::InstanceId{instance_id_}, options_.endpoint),
              std::chrono::duration_cast<std::chrono::seconds>(now).count());
}

// Asked a second time only if the instance was found in another region meanwhile.
void ConsoleSource::begin_to_describe(ecs::Cloud& cloud) {
    if (described_ || describing_ || descriptions_ == 2) return;
    if (options_.command != options::Command::window || !cloud.has_region_for(instance_id_)) return;
    ++descriptions_;
    describing_ = true;
    describer_ = std::jthread([this, &cloud](const std::stop_token& stop) {
        describe(cloud, {steady_clock::now() + options_.timeout, stop});
        describing_ = false;
    });
}

void ConsoleSource::describe(ecs::Cloud& cloud, const ecs::Patience& patience) {
    // The picture comes first.
    setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), 10);
    const auto instance = cloud.describe(instance_id_, patience);
    if (instance) return tell(*instance);
    log::debug("ecs", "nothing more is known of the instance",
               {{"because", instance.failure().sentence}});
}

}  // namespace ecsview

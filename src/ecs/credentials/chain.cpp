// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/credentials/chain.h"

#include "base/language.h"
#include "base/log.h"
#include "base/ownership.h"
#include "ecs/credentials/cli_profile.h"
#include "ecs/credentials/ini_file.h"
#include "ecs/credentials/private_file.h"
#include "ecs/credentials/uri.h"

namespace ecsview::ecs {
namespace {

using std::chrono::steady_clock;
using std::chrono::system_clock;

// Keys that are good for less than this are fetched anew: they must still be good when a request
// arrives.
constexpr std::chrono::seconds reserve{180};
// How long keys are used that do not say when they end: long enough for the questions of one
// attempt.
constexpr std::chrono::seconds unbounded_life{10};

Failure cancelled() {
    return {ExitCode::done, tr("The request for credentials was cancelled.")};
}

bool is_network(ExitCode code) {
    return code == ExitCode::network || code == ExitCode::out_of_time ||
           code == ExitCode::tls_identity;
}

}  // namespace

// The order of the official SDKs.
constexpr CredentialChain::Place CredentialChain::all_places[] = {
    {tr_later("the environment"), &CredentialChain::in_environment},
    {tr_later("OIDC"), &CredentialChain::in_oidc},
    {tr_later("the profiles"), &CredentialChain::in_cli_profile},
    {tr_later("the ini file"), &CredentialChain::in_ini_file},
    {tr_later("the metadata service"), &CredentialChain::in_metadata},
    {tr_later("the credentials URI"), &CredentialChain::in_uri},
};

CredentialChain::CredentialChain(Environment environment, std::string profile, bool strict)
    : environment_(std::move(environment)), profile_(std::move(profile)), strict_(strict) {}

// --- the places ----------------------------------------------------------------------------------

std::span<const CredentialChain::Place> CredentialChain::places() const {
    const std::span all(all_places);
    // A profile that is named on the command line is the only place to look.
    return profile_.empty() ? all : all.subspan(2, 2);
}

const std::string& CredentialChain::profile_name() const {
    return profile_.empty() ? environment_.profile : profile_;
}

CredentialChain::Kept::Kept(Credentials keys)
    : id(std::move(keys.access_key_id)),
      secret(std::move(keys.access_key_secret)),
      token(std::move(keys.security_token)),
      expires(keys.expires) {}

Credentials CredentialChain::Kept::open() const {
    return {id, secret.open(), token.open(), expires};
}

bool CredentialChain::open_to_others(const std::string& path, const PrivateFile& file) const {
    return !file.concern.empty() && !is_credential(path, environment_.service_credentials);
}

// Nothing if there is no such file.
Result<std::optional<Secret>> CredentialChain::read(const std::string& path) {
    auto file = read_private_file(path);
    if (!file) return file.failure();
    if (!*file) return std::optional<Secret>();
    const bool open = open_to_others(path, **file);
    if (open && strict_) return too_open(**file);
    if (open && warned_.insert(path).second)
        log::warning("ecs", log::printable(path) + " " + (*file)->concern);
    return std::optional<Secret>(std::move((*file)->text));
}

Found CredentialChain::in_cli_profile() {
    if (environment_.without_profiles && profile_.empty())
        return Absent{tr("{1} is set", "ALIBABA_CLOUD_CLI_PROFILE_DISABLED")};
    if (environment_.config_file.empty()) return Absent{tr("{1} is not set", "HOME")};
    const auto text = read(environment_.config_file);
    if (!text) return text.failure();
    if (!*text) return Absent{tr("there is no such file")};
    return cli_profile((*text)->reveal(), profile_name(), environment_, system_clock::now());
}

Found CredentialChain::in_ini_file() {
    if (environment_.credentials_file.empty()) return Absent{tr("{1} is not set", "HOME")};
    const auto text = read(environment_.credentials_file);
    if (!text) return text.failure();
    if (!*text) return Absent{tr("there is no such file")};
    return ini_section((*text)->reveal(), profile_name(), environment_);
}

Found CredentialChain::in_metadata() {
    if (environment_.without_metadata)
        return Absent{tr("{1} is set", "ALIBABA_CLOUD_ECS_METADATA_DISABLED")};
    return ProviderConfig{InstanceRole{environment_.instance_role}};
}

Found CredentialChain::in_uri() {
    if (environment_.credentials_uri.empty())
        return Absent{tr("{1} is not set", "ALIBABA_CLOUD_CREDENTIALS_URI")};
    auto config = credentials_uri(environment_.credentials_uri);
    if (!config) return config.failure();
    return std::move(*config);
}

std::string CredentialChain::name_of(const Place& place) const {
    if (place.look == &CredentialChain::in_cli_profile && !environment_.config_file.empty())
        return log::printable(environment_.config_file);
    if (place.look == &CredentialChain::in_ini_file && !environment_.credentials_file.empty())
        return log::printable(environment_.credentials_file);
    return tr(place.name);
}

// --- asking them ---------------------------------------------------------------------------------

std::variant<CredentialChain::Fetched, CredentialChain::Tried> CredentialChain::try_place(
    const Place& place, const Asking& asking) {
    auto found = (this->*place.look)();
    if (const auto* absent = std::get_if<Absent>(&found))
        return Tried{absent->clause, ExitCode::done};
    if (const auto* failure = std::get_if<Failure>(&found))
        return Tried{failure->sentence, failure->code};
    Fetcher fetcher(
        {asking.http, asking.trusted_roots, environment_, asking.deadline, asking.cancel, strict_});
    const auto& config = std::get<ProviderConfig>(found);
    const auto& part = config.part;
    auto keys = fetcher.fetch(config);
    if (keys)
        return Fetched{std::move(*keys), &place,
                       part ? tr(part->origin, part->name, name_of(place)) : name_of(place)};
    // Only an ECS machine has a metadata service; elsewhere it is no fault that there is none.
    const bool guess = place.look == &CredentialChain::in_metadata;
    const auto& clause = keys.failure().sentence;
    return Tried{part ? tr(part->complaint, part->name, clause) : clause,
                 guess ? ExitCode::done : keys.failure().code};
}

Result<CredentialChain::Fetched> CredentialChain::walk(const Asking& asking) {
    std::string list, unusable;
    nothing_there_ = false;
    ExitCode code = ExitCode::credentials;
    int number = 0;
    for (const auto& place : places()) {
        auto tried = try_place(place, asking);
        if (asking.cancel.stop_requested()) return cancelled();
        if (auto* fetched = std::get_if<Fetched>(&tried)) {
            log::info("ecs", "there are credentials", {{"from", fetched->origin}});
            if (!unusable.empty())
                log::warning("ecs", "credentials that cannot be used are passed over",
                             {{"these", unusable}});
            return std::move(*fetched);
        }
        const auto& [clause, why] = std::get<Tried>(tried);
        if (is_network(why)) code = why;
        const auto entry = tr("({1}) {2}: {3}", ++number, name_of(place), clause);
        list = list.empty() ? entry : tr("{1}; {2}", list, entry);
        if (why != ExitCode::done)
            unusable += (unusable.empty() ? "" : "; ") + name_of(place) + ": " + clause;
        log::debug("ecs", "no credentials", {{"in", name_of(place)}, {"because", clause}});
    }
    nothing_there_ = unusable.empty() && profile_.empty();
    return Failure{code, tr("There are no Alibaba Cloud credentials: {1}. Run aliyun configure, or "
                            "set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET.",
                            list)};
}

Result<CredentialChain::Fetched> CredentialChain::ask_again(const Place& winner,
                                                            const Asking& asking) {
    auto tried = try_place(winner, asking);
    if (asking.cancel.stop_requested()) return cancelled();
    if (auto* fetched = std::get_if<Fetched>(&tried)) return std::move(*fetched);
    const auto& [clause, why] = std::get<Tried>(tried);
    return Failure{is_network(why) ? why : ExitCode::credentials,
                   tr("There are no new credentials in {1}: {2}. See whether they are still to be "
                      "had there.",
                      name_of(winner), clause)};
}

// --- when ----------------------------------------------------------------------------------------

// Keys that do not say when they end are asked for again after a while: that costs nothing (a file
// that may have been edited) or is what their owner wants (a command without an expiration).
bool CredentialChain::due(system_clock::time_point now) const {
    if (!keys_ || refused_) return true;
    if (!keys_->expires) return steady_clock::now() - fetched_ > unbounded_life;
    return *keys_->expires - now <= reserve;
}

// A thread that asks while another one fetches waits for it and takes its result.
Result<Credentials> CredentialChain::keys(const Asking& asking) {
    std::unique_lock lock(mutex_);
    const bool shares = fetching_;
    if (!settled_.wait_until(lock, asking.cancel, asking.deadline, [this] { return !fetching_; }))
        return cancelled();
    if (!due(system_clock::now())) return keys_->open();
    if (shares && failure_ && failure_->code != ExitCode::done) return *failure_;
    fetching_ = true;
    const auto* winner = winner_;
    lock.unlock();
    try {
        auto fetched = winner == nullptr ? walk(asking) : ask_again(*winner, asking);
        lock.lock();
        return settle(std::move(fetched));
    } catch (const Error& error) {
        lock.lock();
        return settle(error.failure());
    }
}

// Called with the mutex held.
Result<Credentials> CredentialChain::settle(Result<Fetched> fetched) {
    fetching_ = false;
    settled_.notify_all();
    if (fetched) {
        failure_.reset();
        keys_.emplace(std::move(fetched->keys));
        winner_ = fetched->place;
        origin_ = std::move(fetched->origin);
        fetched_ = steady_clock::now();
        refused_ = false;
        return keys_->open();
    }
    failure_ = fetched.failure();
    const bool still_good =
        keys_ && keys_->expires && *keys_->expires > system_clock::now() && !refused_;
    if (!still_good || failure_->code == ExitCode::done) return *failure_;
    log::warning("ecs", "the old credentials are used on, for new ones cannot be had",
                 {{"because", failure_->sentence}});
    return keys_->open();
}

bool CredentialChain::renew() noexcept {
    const std::lock_guard lock(mutex_);
    if (winner_ == nullptr || winner_->look == &CredentialChain::in_environment) return false;
    refused_ = true;
    return true;
}

std::string CredentialChain::origin() const {
    const std::lock_guard lock(mutex_);
    const bool plain = winner_ == nullptr || winner_->look == &CredentialChain::in_environment;
    return plain ? "" : origin_;
}

// --- regions -------------------------------------------------------------------------------------

std::optional<std::string> CredentialChain::machine_region(const Asking& asking) const {
    if (environment_.without_metadata) return std::nullopt;
    Fetcher fetcher(
        {asking.http, asking.trusted_roots, environment_, asking.deadline, asking.cancel, strict_});
    auto region = fetcher.machine_region();
    if (region) return std::move(*region);
    log::debug("ecs", "this machine has no region", {{"because", region.failure().sentence}});
    return std::nullopt;
}

std::optional<std::string> CredentialChain::profile_region() const {
    if (environment_.config_file.empty()) return std::nullopt;
    if (environment_.without_profiles && profile_.empty()) return std::nullopt;
    const auto file = read_private_file(environment_.config_file);
    if (!file || !*file) return std::nullopt;
    if (strict_ && open_to_others(environment_.config_file, **file)) return std::nullopt;
    return cli_profile_region((*file)->text.reveal(), profile_name());
}

}  // namespace ecsview::ecs

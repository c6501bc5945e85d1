// SPDX-License-Identifier: GPL-2.0-or-later
// The default chain of credentials providers, in the order of the official SDKs: the first that has
// keys is kept, and asked again before they run out. Made in main (it holds what was in the
// environment). Any thread asks; while one fetches, the others wait for its result.
#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <string>

#include "base/sealed.h"
#include "ecs/credentials/fetcher.h"
#include "ecs/credentials/private_file.h"
#include "ecs/credentials_provider.h"

namespace ecsview::ecs {

class CredentialChain final : public CredentialsProvider {
public:
    // `profile` is --profile: then profiles of that name are the only places. Without it
    // ALIBABA_CLOUD_PROFILE names the profile, and the environment's own keys come first. `strict`:
    // files that others could have read or written are as good as none.
    explicit CredentialChain(Environment environment, std::string profile = {},
                             bool strict = false);
    CredentialChain(const CredentialChain&) = delete;

    Result<Credentials> keys(const Asking& asking) override;
    bool renew() noexcept override;
    std::string origin() const override;

    // No place has anything that looks like keys, as far as the last search has seen.
    bool nothing_there() const noexcept { return nothing_there_; }

    // What it was made with, for another chain. The last call; nobody asks any more.
    Environment give_back() && { return std::move(environment_); }

    // The region that the selected profile is for, if it names one. Reads the file, asks nobody.
    std::optional<std::string> profile_region() const;
    // That of the ECS machine that we run on, if it is one. Asks its metadata service.
    std::optional<std::string> machine_region(const Asking& asking) const;

private:
    struct Place {
        std::string_view name;
        Found (CredentialChain::*look)();
    };
    static const Place all_places[];

    Found in_environment() { return keys_of(environment_); }
    Found in_oidc() { return oidc_of(environment_); }
    Found in_cli_profile();
    Found in_ini_file();
    Found in_metadata();
    Found in_uri();

    struct Tried {
        std::string clause;
        ExitCode code;  // done: there is no provider in this place
    };
    std::span<const Place> places() const;
    struct Fetched {
        Credentials keys;
        const Place* place;
        std::string origin;
    };
    // Keys between two questions.
    struct Kept {
        explicit Kept(Credentials keys);
        Credentials open() const;

        std::string id;
        Sealed secret, token;
        std::optional<std::chrono::system_clock::time_point> expires;
    };
    std::variant<Fetched, Tried> try_place(const Place& place, const Asking& asking);
    Result<Fetched> walk(const Asking& asking);
    Result<Fetched> ask_again(const Place& winner, const Asking& asking);
    bool due(std::chrono::system_clock::time_point now) const;
    Result<Credentials> settle(Result<Fetched> fetched);
    Result<std::optional<Secret>> read(const std::string& path);
    bool open_to_others(const std::string& path, const PrivateFile& file) const;
    std::string name_of(const Place& place) const;
    const std::string& profile_name() const;

    Environment environment_;  // fixed until it is given back
    const std::string profile_;
    const bool strict_;

    // Files about whose owner or mode a warning was given; used by the thread that fetches.
    std::set<std::string> warned_;
    std::atomic<bool> nothing_there_{false};

    mutable std::mutex mutex_;  // guards the rest
    std::condition_variable_any settled_;
    bool fetching_ = false;           // one thread does, without the mutex
    std::optional<Failure> failure_;  // of the last fetch
    const Place* winner_ = nullptr;   // where the first walk found keys
    std::optional<Kept> keys_;
    std::chrono::steady_clock::time_point fetched_{};
    bool refused_ = false;  // the platform did not take keys_
    std::string origin_;
};

}  // namespace ecsview::ecs

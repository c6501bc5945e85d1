// SPDX-License-Identifier: GPL-2.0-or-later
// Where the console of TARGET is: asked by the connection thread for each attempt anew. Made in
// main, holds what the answer needs; a thread of its own asks once what is known of the instance,
// beside the way to the console, and posts it to the mailbox, which must outlive it.
#pragma once

#include <atomic>
#include <chrono>
#include <future>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>

#include "account.h"
#include "link/tunnel/destination.h"
#include "options/options.h"
#include "screen/mailbox.h"

namespace ecsview {

class ConsoleSource {
public:
    // Who is trusted to say who TARGET's servers are. Reading them takes a while: it is begun here,
    // on a thread of its own, and waited for in the constructor.
    static std::future<TrustedRoots> read_roots(const options::Options& options);
    // `environment` as for Account. Throws Error, also that of the roots.
    ConsoleSource(const options::Options& options, std::future<TrustedRoots> roots,
                  ecs::Environment environment, screen::Mailbox& mailbox);
    // With keys that others use, too.
    ConsoleSource(const options::Options& options, TrustedRoots roots,
                  std::shared_ptr<AccountKeys> keys, screen::Mailbox& mailbox);
    ~ConsoleSource();

    // No roots when TARGET needs no trust.
    Trust trust() const { return {trusted_roots_, options_.pins}; }

    // The account that TARGET is looked for in.
    Account& account() noexcept { return account_; }
    // The way to a console whose URL was found: with TLS and the proxy that TARGET's options allow.
    Result<link::Destination> way_to(ecs::WebsocketUrl url) const {
        return tunnel_to(Aged{std::move(url)});
    }

    // Connection thread.
    Result<link::Destination> ask(const std::stop_token& cancel);

private:
    void begin();
    // A URL and how old it is at most; the age of one from the command line is not known.
    struct Aged {
        ecs::WebsocketUrl url;
        std::chrono::milliseconds age{0};
    };
    Result<link::Destination> tunnel_to(Result<Aged> found) const;
    Result<Aged> websocket_url(const std::stop_token& cancel);
    Result<Aged> url_of_page(const ecs::PageLink& page, const std::stop_token& cancel);
    Result<Aged> url_of_instance(const ecs::Patience& patience);
    std::optional<Failure> find_by_name(ecs::Cloud& cloud, const ecs::Patience& patience);
    void begin_to_describe(ecs::Cloud& cloud);
    void remember_use();
    void describe(ecs::Cloud& cloud, const ecs::Patience& patience);
    void tell(const ecs::Instance& instance);

    const options::Options& options_;
    screen::Mailbox& mailbox_;
    const TrustedRoots trusted_roots_;
    Account account_;
    std::string instance_id_;  // of TARGET, or found by its name; fixed before the describer starts
    bool use_remembered_ = false;  // connection thread only
    bool link_used_ = false;       // the URL of a link was; connection thread only
    int descriptions_ = 0;         // how often it was begun; connection thread only
    std::atomic<bool> describing_{false}, described_{false};
    std::jthread describer_;  // last: it uses the rest
};

}  // namespace ecsview

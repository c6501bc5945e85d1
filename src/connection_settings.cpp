// SPDX-License-Identifier: GPL-2.0-or-later
#include "connection_settings.h"

#include <stdlib.h>

#include <cstdio>

#include "base/environment.h"
#include "console_name.h"
#include "console_password.h"

namespace ecsview {
namespace {

link::Limits limits_of(const options::Options& options) {
    link::Limits limits = link::limits();
    if (options.idle_limit) limits.idle_limit = *options.idle_limit;
    return limits;
}

}  // namespace

link::ConnectionSettings connection_settings(const options::Options& options) {
    link::ConnectionSettings settings;
    settings.take_over = options.take_over;
    settings.limits = limits_of(options);
    settings.patience.forever = options.retry && !options.retry->count;
    if (options.retry) settings.patience.count = options.retry->count;
    settings.console = console_name(options.target, options.endpoint);
    settings.neighbourhood = neighbourhood_of(options);
    settings.may_begin_at = [hosts = options.console_hosts](const Authority& host) {
        return hosts.has(host);
    };
    settings.runtime_directory = environment("XDG_RUNTIME_DIR");
#ifdef ECSVIEW_TESTING
    if (const char* how = getenv("ECSVIEW_TEST_DECODER"))
        std::snprintf(settings.order.misbehave, sizeof settings.order.misbehave, "%s", how);
    settings.order.offer.raw_only = getenv("ECSVIEW_TEST_RAW") != nullptr;
#endif
    settings.order.offer.jpeg = options.may_lose && !settings.order.offer.raw_only;
    settings.order.offer.clipboard = options::clipboard_ways(options) != ui::ClipboardWays{};
    settings.attempt_limit = options.timeout;
    settings.stays = options.stay;
    settings.password = password_of(options.target, options.password_file, options.strict);
    return settings;
}

link::ConnectionSettings settings_without_a_person(const options::Options& options) {
    auto settings = connection_settings(options);
    settings.can_prompt = false;
    settings.order.offer.jpeg = false;
    settings.patience.after_picture = false;
    return settings;
}

}  // namespace ecsview

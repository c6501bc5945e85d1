// SPDX-License-Identifier: GPL-2.0-or-later
// What `ecsview doctor` looks at, one row each, in the order in which it is told, and what was seen
// there. docs/doctor.md has the same rows. Values; any thread.
#pragma once

#include <functional>
#include <string>

#include "base/error.h"

namespace ecsview::doctor {

enum class Topic {
    version,
    credentials,
    api_proxy,
    api_name,
    api_route,
    api_tls,
    api_answer,
    clock,
    identity,
    right_regions,
    right_instances,
    instance,
    right_console,
    console_proxy,
    console_name,
    console_route,
    console_tls,
    picture,
    sandbox,
    display,
};

struct TopicRow {
    Topic topic;
    const char* name;
};

inline constexpr TopicRow topics[] = {
    {Topic::version, "ecsview"},
    {Topic::credentials, "credentials"},
    {Topic::api_proxy, "API proxy"},
    {Topic::api_name, "API name"},
    {Topic::api_route, "API route"},
    {Topic::api_tls, "API TLS"},
    {Topic::api_answer, "API answer"},
    {Topic::clock, "clock"},
    {Topic::identity, "identity"},
    {Topic::right_regions, "right regions"},
    {Topic::right_instances, "right instances"},
    {Topic::instance, "instance"},
    {Topic::right_console, "right console"},
    {Topic::console_proxy, "console proxy"},
    {Topic::console_name, "console name"},
    {Topic::console_route, "console route"},
    {Topic::console_tls, "console TLS"},
    {Topic::picture, "picture"},
    {Topic::sandbox, "sandbox"},
    {Topic::display, "display"},
};

constexpr const char* name_of(Topic topic) {
    for (const auto& row : topics)
        if (row.topic == topic) return row.name;
    return "";
}

enum class Verdict { ok, warn, fail };

struct Check {
    Topic topic;
    Verdict verdict = Verdict::ok;
    std::string seen;                // printable, no secret
    std::string mend{};              // empty when there is nothing to mend
    ExitCode exit = ExitCode::done;  // of a failure
};

// Called as soon as something was looked at.
using Tell = std::function<void(Check)>;

}  // namespace ecsview::doctor

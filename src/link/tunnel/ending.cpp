// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/tunnel/ending.h"

#include <tuple>
#include <utility>

#include "base/language.h"

namespace ecsview::link {
namespace {

// What stands in a place may look like another place: it is not looked at again.
std::string filled(std::string_view text, const Facts& facts) {
    const std::pair<std::string_view, std::string_view> places[] = {
        {"{where}", facts.where}, {"{proxy}", facts.proxy}, {"{words}", facts.words}};
    std::string out;
    while (!text.empty()) {
        std::string_view name = text.substr(0, 1), value = name;
        for (const auto& [place, fact] : places)
            if (text.starts_with(place)) std::tie(name, value) = std::tie(place, fact);
        out += value;
        text.remove_prefix(name.size());
    }
    return out;
}

Cause of_api(const RetryAdvice& advice) {
    switch (advice.retry) {
        case Retry::never: return "platform_refused";
        case Retry::later:
            return advice.not_before.count() > 0 ? Cause("platform_throttled")
                                                 : Cause("platform_failed");
        default: return "platform_instance";
    }
}

Cause cause_of(const Failure& refusal) {
    switch (refusal.code) {
        case ExitCode::api: return of_api(refusal.advice);
        case ExitCode::credentials: return "credentials";
        case ExitCode::tls_identity: return "platform_certificate";
        case ExitCode::network: return "platform_unreachable";
        case ExitCode::out_of_time: return "platform_late";
        default: return "settings";
    }
}

}  // namespace

Ending ending(Cause cause, const Facts& facts) {
    return {cause, filled(tr(cause.says()), facts)};
}

Ending ending(const Failure& refusal) {
    Ending out = ending(cause_of(refusal), {.words = refusal.sentence});
    if (refusal.advice.not_before.count() > 0) out.wait = refusal.advice.not_before;
    return out;
}

}  // namespace ecsview::link

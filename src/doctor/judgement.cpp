// SPDX-License-Identifier: GPL-2.0-or-later
#include "doctor/judgement.h"

#include <time.h>

#include <algorithm>
#include <array>

#include "base/language.h"
#include "base/log.h"
#include "ecs/error_codes.h"
#include "ecs/listing.h"
#include "screen/messages.h"

namespace ecsview::doctor {
namespace {

using namespace std::chrono;
using namespace std::chrono_literals;

// Further off than that the platform refuses each first question; less is told before it grows.
constexpr auto refused_clock = 15min;
constexpr auto doubtful_clock = 60s;
// Certificates of the platform are renewed a month before they end.
constexpr auto soon = days(14);

// What stands between what happened and what to do, translated as it is in the sentences: Chinese
// has one mark for all orders.
constexpr std::string_view orders[] = {tr_later(". Run "), tr_later(". Check "), tr_later(". See "),
                                       tr_later(". Give ")};
constexpr std::string_view turn = tr_later("; ");

constexpr std::string_view chinese_stop = "\u3002", chinese_semicolon = "\uff1b",
                           chinese_bracket = "\uff08";

// Where what to do begins, with the mark before it; npos: it is not said.
std::size_t turn_of(std::string_view sentence) {
    for (const auto order : orders)
        if (const auto at = sentence.rfind(tr(order)); at != std::string_view::npos) return at;
    const auto mark = tr(turn);
    // "; (2)" goes on with a list.
    for (auto at = sentence.find(mark); at != std::string_view::npos;
         at = sentence.find(mark, at + 1)) {
        const auto rest = sentence.substr(at + mark.size());
        if (!rest.starts_with('(') && !rest.starts_with(chinese_bracket)) return at;
    }
    return std::string_view::npos;
}

std::string_view unbegun(std::string_view text) {
    for (const auto mark : {std::string_view(". "), std::string_view("; "), std::string_view(" "),
                            chinese_stop, chinese_semicolon})
        if (text.starts_with(mark)) return text.substr(mark.size());
    return text;
}

std::string_view unended(std::string_view text) {
    for (;;) {
        if (text.ends_with('.') || text.ends_with(' '))
            text.remove_suffix(1);
        else if (text.ends_with(chinese_stop))
            text.remove_suffix(chinese_stop.size());
        else
            return text;
    }
}

// Cuts one of the platform's remarks off that stands behind the sentences of others: its words, or
// nothing.
std::string cut_remark(std::string& text, std::string_view remark) {
    const auto words = tr(remark);
    const auto at = text.rfind(words.substr(0, words.find("{1}")));
    if (at == std::string::npos || at == 0) return {};
    const std::string_view before = std::string_view(text).substr(0, at);
    if (!before.ends_with('.') && !before.ends_with(chinese_stop)) return {};
    std::string cut(unbegun(unended(std::string_view(text).substr(at))));
    text.erase(at);
    return cut;
}

std::string day_of(sys_seconds time) {
    const time_t seconds = system_clock::to_time_t(time);
    tm utc{};
    gmtime_r(&seconds, &utc);
    std::array<char, 32> text{};
    return {text.data(), strftime(text.data(), text.size(), "%Y-%m-%d", &utc)};
}

std::string told(const ShownCertificate& certificate) {
    return tr("{1} by {2}, until {3}", certificate.subject, certificate.issuer,
              day_of(certificate.ends));
}

std::string length_of(system_clock::duration time) {
    const auto size = time < time.zero() ? -time : time;
    const auto number = [](auto of) { return static_cast<std::size_t>(of.count()); };
    if (size < 2min) return tr("{1} s", number(round<seconds>(size)));
    if (size < 2h) return tr_count(number(round<minutes>(size)), "{1} minute", "{1} minutes");
    if (size < 48h) return tr_count(number(round<hours>(size)), "{1} hour", "{1} hours");
    return tr_count(number(round<days>(size)), "{1} day", "{1} days");
}

std::string told(screen::Phase phase, milliseconds took) {
    const auto time = took.count();
    switch (phase) {
        case screen::Phase::asking: return tr("asking for the URL {1} ms", time);
        case screen::Phase::connecting: return tr("connecting {1} ms", time);
        case screen::Phase::handshake: return tr("RFB handshake {1} ms", time);
        case screen::Phase::live: return tr("picture {1} ms", time);
        case screen::Phase::waiting: return tr("waiting {1} ms", time);
        case screen::Phase::ended: break;
    }
    return tr("end {1} ms", time);
}

std::string named(const ecs::Instance& instance) {
    const auto id = log::printable(instance.id, 64), name = log::printable(instance.name, 128);
    return name.empty() ? id : tr("{1} ({2})", name, id);
}

}  // namespace

Parted parted(std::string_view sentence) {
    std::string text(sentence);
    const auto origin = cut_remark(text, ecs::told_origin);
    const auto request = cut_remark(text, ecs::told_request_id);
    const auto turn_at = turn_of(text);
    const std::string_view whole = text;
    Parted out{std::string(unended(whole.substr(0, turn_at))), ""};
    if (turn_at != std::string::npos) out.mend = unended(unbegun(whole.substr(turn_at)));
    if (!origin.empty()) out.seen = tr("{1}. {2}", out.seen, origin);
    if (!request.empty()) out.seen = tr("{1} ({2})", out.seen, request);
    return out;
}

Check failed(Topic topic, const Failure& failure) {
    auto [seen, mend] = parted(failure.sentence);
    if (mend.empty() && failure.code == ExitCode::api)
        mend =
            tr("look the code up in the platform's API Error Center, or ask its support by the "
               "RequestId");
    return {topic, Verdict::fail, std::move(seen), std::move(mend), failure.code};
}

Check doubtful(Topic topic, const Failure& failure) {
    auto check = failed(topic, failure);
    check.verdict = Verdict::warn;
    check.exit = ExitCode::done;
    return check;
}

std::string timed(std::string_view seen, Milliseconds took) {
    return tr("{1} ({2} ms)", seen, took.count());
}

Check of_proxy(Topic topic, const Result<std::optional<Proxy>>& proxy) {
    if (!proxy) return failed(topic, proxy.failure());
    if (!*proxy) return {topic, Verdict::ok, tr("none")};
    const bool login = !(*proxy)->user.empty() || !(*proxy)->password.empty();
    const auto url = (*proxy)->url();
    return {topic, Verdict::ok,
            login ? tr("{1}, with a login", url) : tr("{1}, without a login", url)};
}

Check of_tls(Topic topic, const ShownTls& shown, system_clock::time_point now) {
    const auto* own = shown.chain.empty() ? nullptr : &shown.chain.back();
    if (shown.failure) {
        auto check = failed(topic, *shown.failure);
        if (own != nullptr) check.seen = tr("{1} ({2})", check.seen, told(*own));
        return check;
    }
    std::string seen = shown.version;
    if (own != nullptr)
        seen = tr("{1}, {2} by {3}, until {4}", shown.version, own->subject, own->issuer,
                  day_of(own->ends));
    Check check{topic, Verdict::ok, timed(seen, shown.time)};
    const auto first =
        std::min_element(shown.chain.begin(), shown.chain.end(),
                         [](const auto& one, const auto& other) { return one.ends < other.ends; });
    if (first == shown.chain.end() || first->ends - now > soon) return check;
    check.verdict = Verdict::warn;
    if (&*first != own) check.seen = tr("{1}; {2}", check.seen, told(*first));
    check.mend = tr("have the certificate renewed: it ends in {1}", length_of(first->ends - now));
    return check;
}

Check of_clock(system_clock::duration ahead) {
    const auto off = ahead < ahead.zero() ? -ahead : ahead;
    // The answer's time has whole seconds, and it was on its way.
    if (off <= 2s) return {Topic::clock, Verdict::ok, tr("as the platform's")};
    Check check{Topic::clock, Verdict::ok,
                ahead > ahead.zero()
                    ? tr("this machine's clock is {1} behind the platform's", length_of(off))
                    : tr("this machine's clock is {1} ahead of the platform's", length_of(off))};
    if (off < doubtful_clock) return check;
    check.verdict = Verdict::warn;
    check.mend = tr("set the clock, for example with timedatectl set-ntp true");
    if (off < refused_clock) return check;
    check.verdict = Verdict::fail;
    check.exit = ExitCode::credentials;
    return check;
}

Check of_instance(const ecs::Instance& instance, std::string_view region) {
    const auto where = log::printable(instance.region, 64);
    const auto status = log::printable(instance.status, 32);
    Check check{Topic::instance, Verdict::ok,
                tr("{1} is {2} in {3}, {4}", named(instance), ecs::word_of_state(instance.status),
                   where, log::printable(instance.os_type, 32))};
    const auto refuse = [&](std::string mend) {
        check.verdict = Verdict::fail;
        check.exit = ExitCode::api;
        check.mend = std::move(mend);
        return check;
    };
    if (!region.empty() && instance.region != region) {
        check.seen = tr("{1} is in {2}, not in {3}", named(instance), where, region);
        return refuse(tr("give --region {1}, or leave --region out", where));
    }
    if (status == "Running") return check;
    if (status == "Starting" || status == "Pending")
        return refuse(tr("wait until it runs, which takes a minute, and try again"));
    return refuse(tr("start the instance; it has no console now"));
}

Check of_no_instance(std::string_view id, std::string_view region) {
    const auto shown = log::printable(id, 64);
    return {Topic::instance, Verdict::fail,
            region.empty()
                ? tr("there is no instance {1} in any region that these keys see", shown)
                : tr("there is no instance {1} in {2} or another region that these keys see", shown,
                     log::printable(region, 64)),
            tr("check the instance ID and whose account the keys are of (see identity); ecsview "
               "list shows what they see"),
            ExitCode::api};
}

Check of_right(Topic topic, const ecs::Refusal& refused, bool needed) {
    auto check = needed ? failed(topic, refused.failure) : doubtful(topic, refused.failure);
    if (!needed && ecs::means_forbidden(refused.code))
        check.mend = topic == Topic::right_regions
                         ? tr("{1}; without it give --region", check.mend)
                         : tr("{1}; without it names, list and --page do not work", check.mend);
    return check;
}

Check of_right(Topic topic, std::string_view action, std::string_view answer) {
    const auto right = "ecs:" + std::string(action);
    return {topic, Verdict::ok, answer.empty() ? right : tr("{1}: {2}", right, answer)};
}

Check of_picture(screen::DesktopSize size, const std::vector<Step>& steps,
                 steady_clock::time_point end) {
    const auto all = steps.empty() ? 0ms : round<milliseconds>(end - steps.front().began);
    std::string parts;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const auto until = i + 1 < steps.size() ? steps[i + 1].began : end;
        const auto part = told(steps[i].phase, round<milliseconds>(until - steps[i].began));
        parts = i == 0 ? part : tr("{1}, {2}", parts, part);
    }
    return {Topic::picture, Verdict::ok,
            parts.empty()
                ? tr("{1}x{2} after {3} ms", size.width, size.height, all.count())
                : tr("{1}x{2} after {3} ms: {4}", size.width, size.height, all.count(), parts)};
}

Check of_walls(unsigned missing, bool instrumented) {
    if (instrumented)
        return {Topic::sandbox, Verdict::warn, tr("this build has a sanitizer and no filter"),
                tr("do not use it for work")};
    std::string list;
    const auto add = [&](unsigned wall, const std::string& name) {
        if (missing & wall) list = list.empty() ? name : tr("{1}, {2}", list, name);
    };
    add(screen::wall_filter, tr("no filter of system calls"));
    add(screen::wall_landlock, tr("no Landlock"));
    add(screen::wall_layout, tr("no memory layout of its own"));
    if (list.empty())
        return {Topic::sandbox, Verdict::ok,
                tr("the decoder has a filter of system calls, Landlock and a memory layout of its "
                   "own")};
    return {Topic::sandbox, Verdict::warn, tr("the decoder has {1}", list),
            tr("use Linux 5.13 or newer with seccomp and Landlock, and no emulator")};
}

}  // namespace ecsview::doctor

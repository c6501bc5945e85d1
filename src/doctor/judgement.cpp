// SPDX-License-Identifier: GPL-2.0-or-later
#include "doctor/judgement.h"

#include <time.h>

#include <algorithm>
#include <array>

#include "base/log.h"
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

// Cuts "… MARK rest." off the end of a sentence: the rest, or nothing.
std::string cut_behind(std::string& sentence, std::string_view mark) {
    const auto at = sentence.find(mark);
    if (at == std::string::npos) return {};
    const auto begin = at + mark.size();
    const auto end = sentence.find('.', begin);
    auto rest = sentence.substr(begin, end == std::string::npos ? end : end - begin);
    sentence.erase(at, end == std::string::npos ? end : end + 1 - at);
    return rest;
}

// Where what to do begins; npos: it is not said.
std::pair<std::size_t, std::size_t> turn_of(std::string_view sentence) {
    for (const std::string_view verb : {". Run ", ". Check ", ". See ", ". Give "})
        if (const auto at = sentence.rfind(verb); at != std::string_view::npos) return {at, at + 2};
    // "; (2)" goes on with a list.
    for (auto at = sentence.find("; "); at != std::string_view::npos;
         at = sentence.find("; ", at + 1))
        if (!sentence.substr(at + 2).starts_with('(')) return {at, at + 2};
    return {std::string_view::npos, 0};
}

std::string unended(std::string_view text) {
    while (text.ends_with('.') || text.ends_with(' ')) text.remove_suffix(1);
    return std::string(text);
}

std::string day_of(sys_seconds time) {
    const time_t seconds = system_clock::to_time_t(time);
    tm utc{};
    gmtime_r(&seconds, &utc);
    std::array<char, 32> text{};
    return {text.data(), strftime(text.data(), text.size(), "%Y-%m-%d", &utc)};
}

std::string told(const ShownCertificate& certificate) {
    return certificate.subject + " by " + certificate.issuer + ", until " +
           day_of(certificate.ends);
}

std::string length_of(system_clock::duration time) {
    const auto size = time < time.zero() ? -time : time;
    if (size < 2min) return std::to_string(round<seconds>(size).count()) + " s";
    if (size < 2h) return std::to_string(round<minutes>(size).count()) + " minutes";
    if (size < 48h) return std::to_string(round<hours>(size).count()) + " hours";
    return std::to_string(round<days>(size).count()) + " days";
}

const char* word_of(screen::Phase phase) {
    switch (phase) {
        case screen::Phase::asking: return "asking for the URL";
        case screen::Phase::connecting: return "connecting";
        case screen::Phase::handshake: return "RFB handshake";
        case screen::Phase::live: return "picture";
        case screen::Phase::waiting: return "waiting";
        case screen::Phase::ended: break;
    }
    return "end";
}

std::string named(const ecs::Instance& instance) {
    const auto id = log::printable(instance.id, 64), name = log::printable(instance.name, 128);
    return name.empty() ? id : name + " (" + id + ")";
}

}  // namespace

Parted parted(std::string_view sentence) {
    std::string text(sentence);
    const auto request = cut_behind(text, " RequestId ");
    // A path has dots, so this is cut to the end.
    std::string origin;
    if (const auto at = text.find(" The keys come from "); at != std::string::npos) {
        origin = text.substr(at);
        text.erase(at);
    }
    const auto [end, begin] = turn_of(text);
    Parted out{unended(text.substr(0, end)), ""};
    if (end != std::string::npos) out.mend = unended(text.substr(begin));
    if (!origin.empty()) out.seen += "." + unended(origin);
    if (!request.empty()) out.seen += " (RequestId " + request + ")";
    return out;
}

Check failed(Topic topic, const Failure& failure) {
    auto [seen, mend] = parted(failure.sentence);
    if (mend.empty() && failure.code == ExitCode::api)
        mend =
            "look the code up in the platform's API Error Center, or ask its support by the "
            "RequestId";
    return {topic, Verdict::fail, std::move(seen), std::move(mend), failure.code};
}

Check doubtful(Topic topic, const Failure& failure) {
    auto check = failed(topic, failure);
    check.verdict = Verdict::warn;
    check.exit = ExitCode::done;
    return check;
}

std::string took(Milliseconds time) {
    return " (" + std::to_string(time.count()) + " ms)";
}

Check of_proxy(Topic topic, const Result<std::optional<Proxy>>& proxy) {
    if (!proxy) return failed(topic, proxy.failure());
    if (!*proxy) return {topic, Verdict::ok, "none"};
    const bool login = !(*proxy)->user.empty() || !(*proxy)->password.empty();
    return {topic, Verdict::ok, (*proxy)->url() + (login ? ", with a login" : ", without a login")};
}

Check of_tls(Topic topic, const ShownTls& shown, system_clock::time_point now) {
    const auto* own = shown.chain.empty() ? nullptr : &shown.chain.back();
    const std::string certificate = own == nullptr ? "" : " (" + told(*own) + ")";
    if (shown.failure) {
        auto check = failed(topic, *shown.failure);
        check.seen += certificate;
        return check;
    }
    std::string seen = shown.version;
    if (own != nullptr) seen += ", " + told(*own);
    Check check{topic, Verdict::ok, seen + took(shown.time)};
    const auto first =
        std::min_element(shown.chain.begin(), shown.chain.end(),
                         [](const auto& one, const auto& other) { return one.ends < other.ends; });
    if (first == shown.chain.end() || first->ends - now > soon) return check;
    check.verdict = Verdict::warn;
    if (&*first != own) check.seen += "; " + told(*first);
    check.mend = "have the certificate renewed: it ends in " + length_of(first->ends - now);
    return check;
}

Check of_clock(system_clock::duration ahead) {
    const auto off = ahead < ahead.zero() ? -ahead : ahead;
    // The answer's time has whole seconds, and it was on its way.
    if (off <= 2s) return {Topic::clock, Verdict::ok, "as the platform's"};
    Check check{Topic::clock, Verdict::ok,
                "this machine's clock is " + length_of(off) +
                    (ahead > ahead.zero() ? " behind" : " ahead of") + " the platform's"};
    if (off < doubtful_clock) return check;
    check.verdict = Verdict::warn;
    check.mend = "set the clock, for example with timedatectl set-ntp true";
    if (off < refused_clock) return check;
    check.verdict = Verdict::fail;
    check.exit = ExitCode::credentials;
    return check;
}

Check of_instance(const ecs::Instance& instance, std::string_view region) {
    const auto where = log::printable(instance.region, 64);
    const auto status = log::printable(instance.status, 32);
    Check check{Topic::instance, Verdict::ok,
                named(instance) + " is " + status + " in " + where + ", " +
                    log::printable(instance.os_type, 32)};
    const auto refuse = [&](std::string mend) {
        check.verdict = Verdict::fail;
        check.exit = ExitCode::api;
        check.mend = std::move(mend);
        return check;
    };
    if (!region.empty() && instance.region != region) {
        check.seen = named(instance) + " is in " + where + ", not in " + std::string(region);
        return refuse("give --region " + where + ", or leave --region out");
    }
    if (status == "Running") return check;
    if (status == "Starting" || status == "Pending")
        return refuse("wait until it runs, which takes a minute, and try again");
    return refuse("start the instance; it has no console now");
}

Check of_no_instance(std::string_view id, std::string_view region) {
    const bool one = !region.empty();
    return {Topic::instance, Verdict::fail,
            "there is no instance " + log::printable(id, 64) + " in " +
                (one ? log::printable(region, 64) + " or another region" : "any region") +
                " that these keys see",
            "check the instance ID and whose account the keys are of (see identity); ecsview list "
            "shows what they see",
            ExitCode::api};
}

Check of_right(Topic topic, const ecs::Refusal& refused, bool needed) {
    auto check = needed ? failed(topic, refused.failure) : doubtful(topic, refused.failure);
    if (!needed && ecs::means_forbidden(refused.code))
        check.mend += topic == Topic::right_regions
                          ? "; without it give --region"
                          : "; without it names, list and --page do not work";
    return check;
}

Check of_right(Topic topic, std::string_view action, std::string_view answer) {
    return {topic, Verdict::ok,
            "ecs:" + std::string(action) + (answer.empty() ? "" : ": " + std::string(answer))};
}

Check of_picture(screen::DesktopSize size, const std::vector<Step>& steps,
                 steady_clock::time_point end) {
    std::string parts;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const auto until = i + 1 < steps.size() ? steps[i + 1].began : end;
        const auto time = round<milliseconds>(until - steps[i].began).count();
        parts += (i == 0 ? ": " : ", ") + std::string(word_of(steps[i].phase)) + " " +
                 std::to_string(time) + " ms";
    }
    const auto all = steps.empty() ? 0ms : round<milliseconds>(end - steps.front().began);
    return {Topic::picture, Verdict::ok,
            std::to_string(size.width) + "x" + std::to_string(size.height) + " after " +
                std::to_string(all.count()) + " ms" + parts};
}

Check of_walls(unsigned missing, bool instrumented) {
    if (instrumented)
        return {Topic::sandbox, Verdict::warn, "this build has a sanitizer and no filter",
                "do not use it for work"};
    std::string list;
    const auto add = [&](unsigned wall, const char* name) {
        if (missing & wall) list += (list.empty() ? "" : ", ") + std::string(name);
    };
    add(screen::wall_filter, "no filter of system calls");
    add(screen::wall_landlock, "no Landlock");
    add(screen::wall_layout, "no memory layout of its own");
    if (list.empty())
        return {Topic::sandbox, Verdict::ok,
                "the decoder has a filter of system calls, Landlock and a memory layout of its "
                "own"};
    return {Topic::sandbox, Verdict::warn, "the decoder has " + list,
            "use Linux 5.13 or newer with seccomp and Landlock, and no emulator"};
}

}  // namespace ecsview::doctor

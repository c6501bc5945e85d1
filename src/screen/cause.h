// SPDX-License-Identifier: GPL-2.0-or-later
// Why a link to a console ended, or never was: one row a cause, with the exit code, what is tried
// next, and the sentence for a person. docs/endings.md shows the same table, and the house compares
// the two. A cause is named by its row, Cause("silent"); a name that is in no row does not compile.
// A new cause is a row here and the place that finds it. Values; any thread, any process.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string_view>

#include "base/error.h"
#include "base/language.h"

namespace ecsview::screen {

// What is tried next; link/policy.h does it, with the times of link/tunnel/limits.h.
enum class Again {
    back_off,   // after a loss at once, then after pauses at random, up to twice as long each time
    take_back,  // the same; nobody took the console from us, so it may be asked for exclusively
    fresh_url,  // at once with another URL, then as back_off
    throttled,  // when the platform said, or in a minute
    instance,   // slowly, until the instance is ready
    in_line,    // in a minute; never exclusively until a person says so
    fresh_decoder,  // at once with another, then as back_off; no picture from three, or too many
                    // that died in an hour: never
    person,         // every few minutes: somebody has to act first
    never,          // this process can make no attempt any more
};

namespace causes {

// What else the connection has to know of a cause; marks add up.
enum : unsigned {
    plain = 0,
    by_decoder = 1,  // the decoder process may say it: it read the server's words
    by_peer = 2,     // the other side ended an open link: the decoder may know better why
    certain = 4,     // no newcomer's doing: where a server hangs up in place of ServerInit
    guess = 16,      // what a server would see that tries, again and again, to take a decoder over
    no_way = 8,      // nobody answered a word: it tells nothing of what was offered
};

struct Row {
    std::string_view name;
    ExitCode exit;
    Again again;
    unsigned marks;
    // English. {where}: the console, {proxy}: that on the way, {words}: what was told.
    std::string_view says;
};

using enum ExitCode;
using enum Again;

// clang-format off
inline constexpr Row table[] = {
    // --- there is no way to it ---
    {"name_unknown", network, back_off, plain,
     tr_later("The name {where} does not resolve; check its spelling, the network and the name servers.")},
    {"name_late", network, back_off, plain,
     tr_later("The name {where} was not resolved in time; check the network and the name servers.")},
    {"unreachable", network, back_off, no_way,
     tr_later("Nothing answers at {where}; check the address, the network and the firewall.")},
    {"no_descriptor", network, back_off, no_way,
     tr_later("There is no descriptor or no memory left to connect; close some programs.")},
    {"no_memory", network, back_off, plain,
     tr_later("There is no memory or no thread left to connect; close some programs.")},
    {"proxy_unreachable", network, back_off, no_way,
     tr_later("The proxy at {proxy} does not answer; check --proxy, https_proxy and the network.")},
    {"proxy_login", network, back_off, no_way,
     tr_later("The proxy at {proxy} refused the way to {where} (HTTP {words}); give it a user name and a password with --proxy.")},
    {"proxy_other_login", network, back_off, no_way,
     tr_later("The proxy at {proxy} wants another user name or password; give it with --proxy.")},
    {"proxy_refused", network, back_off, no_way,
     tr_later("The proxy at {proxy} refused the way to {where} (HTTP {words}); check --proxy, https_proxy and no_proxy.")},
    {"proxy_forbids", network, back_off, no_way,
     tr_later("The proxy at {proxy} does not allow the way to {where}; check its rules and no_proxy.")},
    {"proxy_no_way", network, back_off, no_way,
     tr_later("The proxy at {proxy} refused the way to {where} (HTTP {words}); it cannot reach the console, try again later.")},
    {"proxy_cannot_reach", network, back_off, no_way,
     tr_later("The proxy at {proxy} cannot reach {where}; try again later.")},
    {"proxy_failed", network, back_off, no_way,
     tr_later("The proxy at {proxy} failed on the way to {where} (SOCKS {words}); try again later.")},
    {"proxy_other_speech", network, back_off, no_way,
     tr_later("The proxy at {proxy} answers what no proxy of its kind says; check --proxy and https_proxy: http://, https:// or socks5://, and the port.")},
    {"proxy_gone", network, back_off, no_way,
     tr_later("The proxy at {proxy} closed the connection and did not say why; check --proxy and https_proxy, or try again later.")},
    {"proxy_silent", network, back_off, no_way,
     tr_later("The proxy at {proxy} accepted the connection and did not answer; check --proxy and https_proxy, or try again later.")},
    {"proxy_silent_tls", network, back_off, no_way,
     tr_later("The proxy at {proxy} accepted the connection and did not answer; check --proxy and https_proxy: it may be http://.")},
    {"proxy_no_tls", network, back_off, no_way,
     tr_later("The proxy at {proxy} does not speak TLS 1.2 or 1.3 with us; check --proxy and https_proxy: it may be http://.")},
    {"proxy_certificate", tls_identity, person, no_way,
     tr_later("The certificate of the proxy at {proxy} {words}; check --proxy, this machine's clock and --ca-file.")},
    {"proxy_nobody_trusted", tls_identity, person, no_way,
     tr_later("There are no trusted certificate authorities for the proxy; install the package ca-certificates or use --ca-file.")},

    // --- TLS and the websocket are not opened ---
    {"closed_at_once", network, back_off, plain,
     tr_later("The connection to {where} was closed at once; check the address and the firewall.")},
    {"no_tls", network, back_off, plain,
     tr_later("TLS with {where} failed before its certificate could be judged; check that it is a TLS 1.2 or 1.3 server.")},
    {"certificate", tls_identity, person, plain,
     tr_later("The certificate of {where} {words}; check the address, this machine's clock and --ca-file.")},
    {"pinned_key", tls_identity, person, plain,
     tr_later("The key of {where} is not the one of --pin; if its owner has changed it, give the new one, else somebody is on the way.")},
    {"no_websocket", network, back_off, plain,
     tr_later("What answers at {where} opens no websocket; check the URL or the port.")},
    {"http_400", network, back_off, no_way,
     tr_later("The console's gateway at {where} refused the console with HTTP {words}; check that the URL is a console's.")},
    {"http_refused", network, back_off, plain,
     tr_later("The console's gateway at {where} refused the console with HTTP {words}; check that the URL is a console's.")},
    {"http_expired", network, back_off, plain,
     tr_later("The console's gateway at {where} refused the console with HTTP {words}; the VNC URL may have expired (15 s), ask for a new one.")},
    {"http_too_long", network, back_off, plain,
     tr_later("The console's gateway at {where} refused the console with HTTP {words}; its limit for the length of a URL is less than the VNC URL's; have it raised.")},
    {"http_too_many", network, back_off, plain,
     tr_later("The console's gateway at {where} refused the console with HTTP {words}; too many connections in a short time, wait a minute.")},
    {"http_failed", network, back_off, plain,
     tr_later("The console's gateway at {where} refused the console with HTTP {words}; its own side fails, try again later.")},
    {"url_old", network, fresh_url, plain,
     tr_later("The console's address was too old before {where} could be reached; check the network and the name servers, they are slow.")},
    {"out_of_time", out_of_time, back_off, plain,
     tr_later("No picture came from {where} in time; check the network, or give more time with --timeout.")},

    // --- the other side ends an open link ---
    {"greeting_changed", network, back_off, plain,
     tr_later("The console at {where} does not greet as it did the last time; connect again.")},
    {"closed", network, back_off, by_decoder | by_peer,
     tr_later("The server at {where} closed the connection; check that it is still in order, and connect again.")},
    {"reset", network, back_off, by_peer | certain,
     tr_later("The server at {where} closed the connection; check that it is still in order, and connect again.")},
    {"goodbye_unsaid", network, back_off, by_peer,
     tr_later("The console's gateway at {where} closed the console ({words}); check that the instance is running, and connect again.")},
    {"goodbye_hung_up", network, back_off, by_peer,
     tr_later("The console's gateway at {where} closed the console ({words}); its server has hung up: check that the instance is running, and connect again.")},
    {"goodbye_away", network, back_off, by_peer | certain,
     tr_later("The console's gateway at {where} closed the console ({words}); it goes away or has too much to do: connect again in a minute.")},
    {"goodbye_forbidden", network, back_off, by_peer | certain,
     tr_later("The console's gateway at {where} closed the console ({words}); its rules do not allow it: check who may use this console.")},
    {"goodbye_failed", network, back_off, by_peer | certain,
     tr_later("The console's gateway at {where} closed the console ({words}); it fails on its own side: check that the instance is running, and connect again later.")},
    {"goodbye_own", network, back_off, by_peer | certain,
     tr_later("The console's gateway at {where} closed the console ({words}); the code is its own: ask whoever runs it what that means.")},
    {"goodbye_confused", network, back_off, by_peer | certain,
     tr_later("The console's gateway at {where} closed the console ({words}); it did not understand what it was sent: check that the URL is a console's.")},
    {"text", protocol, back_off, by_peer,
     tr_later("The console's gateway at {where} sent text where RFB is binary; this is not a VNC tunnel. Check the URL.")},

    // --- we give a link up ---
    {"silent", network, take_back, plain,
     tr_later("Nothing comes from {where} any more, and it does not answer; check the network.")},
    {"stalled", network, take_back, plain,
     tr_later("The server at {where} stopped in the middle of a picture; check the network and the server.")},
    {"no_pump", network, never, plain,
     tr_later("The network part could not be set up, or go on; free some memory or descriptors.")},

    // --- what the server says in RFB ---
    {"in_use", in_use, in_line, by_decoder,
     tr_later("Another session has the console at {where} for itself; close that one, or take the console over (--take-over).")},
    {"not_rfb", protocol, back_off, by_decoder,
     tr_later("What answers at {where} does not speak RFB; check that it is a VNC console.")},
    {"no_security_type", protocol, back_off, by_decoder,
     tr_later("The server at {where} wants a kind of login that ecsview does not have; set it to None or VNC authentication.")},
    {"refused", protocol, back_off, by_decoder,
     tr_later("The server at {where} refused the connection{words}; try again later.")},
    {"password_refused", password, person, by_decoder,
     tr_later("The VNC password was refused{words}; check it and try again.")},
    {"password_missing", password, person, by_decoder,
     tr_later("The console asks for a VNC password; give it with --password-file or ECSVIEW_VNC_PASSWORD.")},
    {"password_unanswered", password, person, plain,
     tr_later("No VNC password was given, and the console asks for one.")},
    {"size_refused", protocol, back_off, by_decoder,
     tr_later("The server at {where} announced a screen beyond 8192 pixels a side or 33 megapixels; lower its resolution.")},
    {"protocol_fault", protocol, back_off, by_decoder,
     tr_later("The server at {where} sent what is not RFB, or was never agreed on{words}; if this goes on, report what the server is.")},

    // --- the decoder process ---
    {"decoder_gave_up", decoder, fresh_decoder, by_decoder,
     tr_later("The picture decoder could not go on; try again.")},
    {"decoder_died", decoder, fresh_decoder, guess,
     tr_later("The picture decoder failed ({words}); if this goes on, report what the server is.")},
    {"decoder_lied", decoder, fresh_decoder, guess,
     tr_later("The picture decoder broke its rules and was stopped; do not trust this server.")},
    {"decoder_stuck", decoder, fresh_decoder, guess,
     tr_later("The picture decoder did not go on and was stopped; if this goes on, report what the server is.")},
    {"decoder_unmade", decoder, fresh_decoder, plain,
     tr_later("No {words} for the decoder; close some programs.")},
    {"no_spawner", decoder, never, plain,
     tr_later("The process that starts picture decoders was ended from outside; start ecsview again.")},

    // --- where the console is cannot be told: the sentence is the platform's, or that of the keys ---
    {"platform_refused", api, person, plain, "{words}"},
    {"platform_failed", api, back_off, plain, "{words}"},
    {"platform_throttled", api, throttled, plain, "{words}"},
    {"platform_instance", api, instance, plain, "{words}"},
    {"platform_unreachable", network, back_off, plain, "{words}"},
    {"platform_late", out_of_time, back_off, plain, "{words}"},
    {"platform_certificate", tls_identity, person, plain, "{words}"},
    {"credentials", credentials, person, plain, "{words}"},
    {"settings", usage, person, plain, "{words}"},
};
// clang-format on

}  // namespace causes

class Cause {
public:
    consteval Cause(const char* name) : row_(row_of(name)) {}
    // Of another process, which may not say all of them. Nothing: there is none of that number.
    static std::optional<Cause> of_decoder(std::uint8_t number) {
        if (number >= std::size(causes::table)) return std::nullopt;
        const Cause cause(number);
        return cause.has(causes::by_decoder) ? std::optional(cause) : std::nullopt;
    }

    std::uint8_t number() const { return row_; }
    std::string_view name() const { return row().name; }
    ExitCode exit() const { return row().exit; }
    Again again() const { return row().again; }
    bool has(unsigned mark) const { return (row().marks & mark) != 0; }
    std::string_view says() const { return row().says; }

    friend bool operator==(Cause, Cause) = default;

private:
    explicit Cause(std::uint8_t row) : row_(row) {}
    static consteval std::uint8_t row_of(std::string_view name) {
        for (std::size_t row = 0; row < std::size(causes::table); ++row)
            if (causes::table[row].name == name) return static_cast<std::uint8_t>(row);
        throw "unknown cause";
    }
    const causes::Row& row() const { return causes::table[row_]; }

    std::uint8_t row_;
};

}  // namespace ecsview::screen

// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/credentials/fetcher.h"

#include <algorithm>

#include "base/language.h"
#include "base/log.h"
#include "ecs/credentials/external_command.h"
#include "ecs/credentials/metadata.h"
#include "ecs/credentials/private_file.h"
#include "ecs/credentials/reply.h"
#include "ecs/credentials/role.h"
#include "ecs/nonce.h"

namespace ecsview::ecs {
namespace {

using std::chrono::steady_clock;
using std::chrono::system_clock;
using namespace std::chrono_literals;

constexpr auto service_limit = 10s;  // for the STS and an address, as in the SDK
constexpr auto command_limit = 60s;  // as in the platform's command line tool

Failure refused(std::string clause) {
    return {ExitCode::credentials, std::move(clause)};
}

bool ok(const HttpReply& reply) {
    return reply.status >= 200 && reply.status < 300;
}

// As a clause: without its full stop, in whatever language it is.
std::string unended(std::string sentence) {
    for (const std::string_view stop : {".", "\u3002"})
        if (sentence.ends_with(stop)) sentence.resize(sentence.size() - stop.size());
    return sentence;
}

// The token that a cluster puts there and renews; often for others to read, so only a strict
// person hears of that.
Result<Secret> read_oidc_token(const std::string& path, bool strict) {
    auto file = read_private_file(path);
    const auto shown = log::printable(path);
    if (!file) return refused(tr("{1}: {2}", shown, file.failure().sentence));
    if (!*file) return refused(tr("{1} does not exist", shown));
    if (strict && !(*file)->concern.empty())
        return refused(tr("{1}: {2}", shown, too_open(**file).sentence));
    auto text = (*file)->text.reveal();
    while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
    if (text.empty()) return refused(tr("{1} is empty", shown));
    return Secret(std::string(text));
}

}  // namespace

// Calls itself for the provider whose keys assume a role; cli_profile's longest_chain limits that.
Result<Credentials> Fetcher::fetch(const ProviderConfig& config) {  // NOLINT(misc-no-recursion)
    return std::visit(
        [this](const auto& provider) { return ask(provider); },  // NOLINT(misc-no-recursion)
        config.provider);
}

Result<HttpReply> Fetcher::send(const HttpRequest& request) {
    const auto deadline = std::min(means_.deadline, steady_clock::now() + service_limit);
    auto reply = means_.http.perform(request, deadline, means_.trusted_roots, means_.cancel);
    if (reply) return reply;
    return Failure{reply.failure().code, unended(reply.failure().sentence)};
}

// --- the metadata service ------------------------------------------------------------------------

// Empty if the service knows no tokens. If it cannot be reached at all, that is a failure: the next
// questions would fail as well.
Result<Secret> Fetcher::metadata_token() {
    auto reply = send(metadata_token_request(means_.environment.metadata));
    if (!reply && reply.failure().code == ExitCode::done) return reply.failure();
    if (!reply) return refused(tr("nobody answers at {1}", means_.environment.metadata.substr(7)));
    if (ok(*reply) && is_metadata_token(reply->body.reveal())) return std::move(reply->body);
    if (!means_.environment.token_required) return Secret();
    return refused(
        tr("it gives no token (HTTP {1}), and ALIBABA_CLOUD_IMDSV1_DISABLED asks for one",
           reply->status));
}

Result<Credentials> Fetcher::ask(const InstanceRole& role) {
    const auto& base = means_.environment.metadata;
    if (means_.environment.without_metadata)
        return refused(
            tr("ALIBABA_CLOUD_ECS_METADATA_DISABLED forbids to ask the metadata service"));
    const auto token = metadata_token();
    if (!token) return token.failure();
    std::string name = role.name;
    if (name.empty()) {
        const auto list = send(metadata_role_request(base, *token, ""));
        if (!list) return list.failure();
        if (!ok(*list) && list->status != 404)
            return refused(tr("it does not tell its RAM role (HTTP {1})", list->status));
        if (ok(*list)) name = read_role_name(list->body.reveal());
        if (name.empty()) return refused(tr("this machine has no RAM role"));
    }
    const auto keys = send(metadata_role_request(base, *token, name));
    if (!keys) return keys.failure();
    if (keys->status == 404)
        return refused(tr("this machine has no RAM role {1}", log::printable(name, 64)));
    return read_service_reply(keys->status, keys->body.reveal());
}

Result<std::string> Fetcher::machine_region() {
    const auto token = metadata_token();
    if (!token) return token.failure();
    const auto reply = send(metadata_region_request(means_.environment.metadata, *token));
    if (!reply) return reply.failure();
    std::string region(reply->body.reveal());
    if (!ok(*reply) || !valid_region(region)) return refused(tr("it does not tell its region"));
    return region;
}

// --- roles ---------------------------------------------------------------------------------------

Result<Credentials> Fetcher::ask(const AssumedRole& role) {  // NOLINT(misc-no-recursion)
    const auto keys = fetch(*role.source);
    if (!keys) return keys.failure();
    system_clock::duration clock_error{};
    for (bool again = false;; again = true) {
        const Stamp stamp{system_clock::now() + clock_error, new_nonce()};
        const auto reply = send(assume_role_request(role.session, *keys, stamp));
        if (!reply) return reply.failure();
        // If our clock is wrong, the platform's is used, once.
        if (again || !reply->date || !is_about_time(reply->body.reveal()))
            return read_sts_reply(reply->status, reply->body.reveal());
        clock_error = *reply->date - system_clock::now();
    }
}

Result<Credentials> Fetcher::ask(const OidcRole& role) {
    const auto token = read_oidc_token(role.token_file, means_.strict);
    if (!token) return token.failure();
    const auto reply =
        send(oidc_request(role.session, role.provider_arn, *token, system_clock::now()));
    if (!reply) return reply.failure();
    return read_sts_reply(reply->status, reply->body.reveal());
}

// --- a command, an address -----------------------------------------------------------------------

Result<Credentials> Fetcher::ask(const ExternalCommand& command) {
    const auto words = split_words(command.line);
    if (!words)
        return refused(tr("its process_command is empty or has a quote that is not closed"));
    const auto deadline = std::min(means_.deadline, steady_clock::now() + command_limit);
    const auto output = run_command(*words, means_.environment.own_keys(), deadline, means_.cancel);
    if (!output) return output.failure();
    auto keys = read_command_output(output->reveal());
    if (!keys) return refused(tr("its command: {1}", keys.failure().sentence));
    return keys;
}

Result<Credentials> Fetcher::ask(const CredentialsUri& uri) {
    HttpRequest request;
    request.method = "GET";
    request.url = uri.url;
    request.named_by = tr("the credentials URI");
    request.headers = {{"accept", "application/json"}};
    const auto reply = send(request);
    if (!reply) return reply.failure();
    return read_service_reply(reply->status, reply->body.reveal());
}

}  // namespace ecsview::ecs

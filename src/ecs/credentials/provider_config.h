// SPDX-License-Identifier: GPL-2.0-or-later
// Which credentials provider gives the keys and with which settings, as the environment, a profile
// or an ini file say it. A value; Fetcher asks that provider. A role is assumed with the keys of
// another provider, so a config may have another one in it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "ecs/credentials.h"
#include "ecs/endpoint.h"

namespace ecsview::ecs {

struct ProviderConfig;

// The RAM role of the ECS machine that we run on; its metadata service gives the keys.
struct InstanceRole {
    std::string name;  // empty: the metadata service is asked for it
};

struct RoleSession {
    Endpoint sts;
    std::string role_arn;
    std::string session_name = "ecsview";
    int seconds = 3600;
    std::string policy, external_id;  // empty: none
};

struct AssumedRole {
    RoleSession session;
    std::unique_ptr<ProviderConfig> source;  // whose keys assume it
};

struct OidcRole {
    RoleSession session;
    std::string provider_arn, token_file;
};

// A program of the user's that prints keys.
struct ExternalCommand {
    std::string line;
};

struct CredentialsUri {
    std::string url;  // https, or http on this machine
};

// Which part of its file a config is, as sentences: {1} is its name.
struct FilePart {
    std::string_view origin;     // {2} is the file
    std::string_view complaint;  // {2} is the clause
    std::string name{};
};

struct ProviderConfig {
    std::variant<Credentials, InstanceRole, AssumedRole, OidcRole, ExternalCommand, CredentialsUri>
        provider;
    std::optional<FilePart> part{};  // nothing: all of its file, or no file at all
};

// There is no provider in this place; the clause says what is missing.
struct Absent {
    std::string clause;
};

// What is found in a place. A Failure, whose sentence is a clause, too: what is there cannot be
// used.
using Found = std::variant<ProviderConfig, Absent, Failure>;

}  // namespace ecsview::ecs

// SPDX-License-Identifier: GPL-2.0-or-later
// How keys are to be had, as a value: what the places (environment, profile, ini file) say and what
// Errand carries out. A recipe may need another one first: a role is assumed with somebody's keys.
#pragma once

#include <memory>
#include <string>
#include <variant>

#include "ecs/credentials.h"
#include "ecs/endpoint.h"

namespace ecsview::ecs {

struct Recipe;

// The RAM role that the ECS machine has; the metadata service gives its keys.
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
    std::unique_ptr<Recipe> by;  // the keys that assume it
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

struct Recipe {
    std::variant<Credentials, InstanceRole, AssumedRole, OidcRole, ExternalCommand, CredentialsUri>
        way;
    std::string label{};  // which of its file: "profile work"; empty: there is one only
};

// There is nothing in this place: a clause that says which nothing.
struct Absent {
    std::string clause;
};

// What a place says. A Failure is a clause, too: there is something, and it cannot be used.
using Found = std::variant<Recipe, Absent, Failure>;

}  // namespace ecsview::ecs

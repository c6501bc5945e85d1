// SPDX-License-Identifier: GPL-2.0-or-later
// What the API, the STS, the metadata service and a user's command answer, JSON and XML. The
// second byte chooses the HTTP status.
#include "ecs/answer.h"

#include <array>
#include <optional>
#include <utility>

#include "base/utf8.h"
#include "ecs/credentials/metadata.h"
#include "ecs/credentials/reply.h"
#include "ecs/listing.h"
#include "ecs/tree.h"
#include "ecs/vnc_url.h"
#include "entry.h"

using namespace ecsview;
using fuzz::require;

namespace {

constexpr std::array statuses{200, 400, 403, 404, 429, 500, 503, 0};

void printable(std::string_view text) {
    while (!text.empty()) {
        require(utf8_sequence_size(text) > 0, "a sentence that is no text");
        const auto c = utf8_next(text);
        require(*c >= ' ' && (*c < 0x7f || *c > 0x9f), "a control character in a sentence");
    }
}

template <class T>
std::optional<T> made(ecs::Answer<T> answer) {
    if (auto* what = std::get_if<T>(&answer)) return std::move(*what);
    const auto& refused = std::get<ecs::Refusal>(answer);
    printable(refused.failure.sentence);
    printable(refused.request_id);
    return std::nullopt;
}

void check(const Result<ecs::Credentials>& keys) {
    if (!keys) return printable(keys.failure().sentence);
    for (const auto part : {std::string_view(keys->access_key_id), keys->access_key_secret.reveal(),
                            keys->security_token.reveal()})
        require(part.find_first_of("\r\n") == part.npos, "a key that breaks a header");
}

}  // namespace

FUZZ_TARGET("answers") {
    if (size < 2) return 0;
    const auto [which, text] = fuzz::choice(data + 1, size - 1);
    const int status = statuses[data[0] % statuses.size()];
    ecs::HttpReply reply;
    reply.status = status;
    reply.body = Secret(std::string(text));
    switch (which % 9) {
        case 0:
            if (const auto url = made(ecs::read_vnc_url(reply)))
                (void)ecs::decode_vnc_url(url->reveal());
            break;
        case 1:
            if (const auto page = made(ecs::read_instances(reply))) {
                for (const char c : ecs::table(page->instances))
                    require(c == '\n' || static_cast<unsigned char>(c) >= ' ',
                            "a control character");
                for (const char c : ecs::json_array(page->instances))
                    require(c == '\n' || (c >= ' ' && c < 0x7f), "more than ASCII");
            }
            break;
        case 2: made(ecs::read_regions(reply)); break;
        case 3: check(ecs::read_service_reply(status, text)); break;
        case 4: check(ecs::read_sts_reply(status, text)); break;
        case 5: check(ecs::read_command_output(text)); break;
        case 6: ecs::parse_api_time(text); break;
        case 7: ecs::is_about_time(text); break;
        default: ecs::read_role_name(text);
    }
    return 0;
}

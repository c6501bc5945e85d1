// SPDX-License-Identifier: GPL-2.0-or-later
#include "doctor/decoder_probe.h"

#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <optional>
#include <utility>

#include "base/language.h"
#include "base/sanitizing.h"
#include "base/unique_fd.h"
#include "doctor/judgement.h"
#include "screen/framebuffer.h"
#include "screen/messages.h"

namespace ecsview::doctor {
namespace {

using std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr auto patience = 10s;  // it is a program that starts; an emulator takes seconds

struct Pair {
    UniqueFd ours, theirs;
};

std::optional<Pair> socket_pair(int type) {
    int ends[2];
    if (socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, ends) != 0) return std::nullopt;
    return Pair{UniqueFd(ends[0]), UniqueFd(ends[1])};
}

Check none(std::string seen) {
    return {Topic::sandbox, Verdict::fail, std::move(seen),
            tr("close some programs, and free some memory"), ExitCode::decoder};
}

// The next message; nothing when none comes any more.
std::optional<screen::FromDecoder> next_message(int messages, steady_clock::time_point deadline) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(deadline - steady_clock::now()).count();
    pollfd wait{messages, POLLIN, 0};
    if (left <= 0 || poll(&wait, 1, static_cast<int>(left)) <= 0) return std::nullopt;
    std::array<std::byte, screen::max_message_bytes> bytes{};
    const auto size = recv(messages, bytes.data(), bytes.size(), MSG_DONTWAIT);
    if (size <= 0) return std::nullopt;
    return screen::parse_from_decoder({bytes.data(), static_cast<std::size_t>(size)}, {});
}

}  // namespace

// Its walls are up before it reads, so what it says of them comes before it says that there is no
// server.
Check probe_decoder(rfb::Decoders& decoders) {
    auto stream = socket_pair(SOCK_STREAM), messages = socket_pair(SOCK_SEQPACKET);
    if (!stream || !messages) return none(tr("there are no sockets for the decoder"));
    const screen::Framebuffer memory;
    if (decoders.spawn({}, stream->theirs.get(), messages->theirs.get(), memory.fd()) == 0)
        return none(tr("no decoder process could be started"));
    stream->ours.reset();
    stream->theirs.reset();
    messages->theirs.reset();
    unsigned missing = 0;
    bool spoke = false;
    const auto deadline = steady_clock::now() + patience;
    while (const auto message = next_message(messages->ours.get(), deadline)) {
        if (const auto* told = std::get_if<screen::Unconfined>(&*message)) missing = told->missing;
        if (std::holds_alternative<screen::Stopped>(*message)) {
            spoke = true;
            break;
        }
    }
    decoders.kill_decoder();
    if (!spoke) return none(tr("the decoder process did not answer"));
    return of_walls(missing, sanitizing);
}

}  // namespace ecsview::doctor

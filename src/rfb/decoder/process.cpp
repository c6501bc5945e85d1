// SPDX-License-Identifier: GPL-2.0-or-later
#include "rfb/decoder/process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>
#include <string_view>

#include "base/sanitizing.h"
#include "rfb/decoder/sandbox.h"
#include "rfb/decoder/session.h"
#include "screen/framebuffer.h"

namespace ecsview::rfb {
namespace {

// Above the standard streams, in this order: nothing else is open in a decoder.
constexpr int stream_at = 3;
constexpr int messages_at = 4;

constexpr int exit_no_memory = 1;

// dup2 to the fixed places, by way of numbers that cannot collide with them.
void settle(UniqueFd& stream, UniqueFd& messages) {
    stream.reset(fcntl(stream.get(), F_DUPFD, 16));
    messages.reset(fcntl(messages.get(), F_DUPFD, 16));
    stream.reset(dup2(stream.get(), stream_at));
    messages.reset(dup2(messages.get(), messages_at));
    const int keep[] = {0, 1, 2, stream_at, messages_at};
    close_other_descriptors(keep, 5);
}

std::uint32_t* map_picture(UniqueFd memory) {
    void* map =
        mmap(nullptr, screen::shared_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, memory.get(), 0);
    if (map == MAP_FAILED) _exit(exit_no_memory);
    return static_cast<std::uint32_t*>(map);
}

#ifdef ECSVIEW_TESTING
void spin(int) {
    for (;;) asm volatile("");
}

// What a decoder that was taken over might try; the sandbox must end it.
void misbehave(std::string_view how) {
    if (how == "open") [[maybe_unused]]
        const int fd = open("/etc/passwd", O_RDONLY);
    if (how == "socket") [[maybe_unused]]
        const int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (how == "exec") execl("/bin/true", "true", nullptr);
    if (how == "map") [[maybe_unused]]
        const void* map = mmap(nullptr, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
                               MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (how == "die") _exit(3);
    if (how == "spin") spin(0);
}

// What main must not believe: see Attempt, which checks it, and Pump, which counts a handshake.
void lie(std::string_view how, Channel& channel, int stream) {
    const screen::DesktopSize size{64, 64};
    if (how.starts_with("lie")) channel.tell(screen::Resized{1, 1, size});
    if (how == "lie-number") channel.tell(screen::Resized{1, 2, size});
    if (how == "lie-generation") channel.tell(screen::Damaged{2, 0, true, {}});
    if (how == "lie-outside") {
        screen::Damage beyond;
        beyond.add({63, 63, 2, 2});
        channel.tell(screen::Damaged{2, 1, true, beyond});
    }
    const std::string words(1000, 'x');
    for (int times = how == "babble" ? 100 : 0; times > 0; --times)
        send(stream, words.data(), words.size(), MSG_NOSIGNAL);
}

// The same in the middle of a session, at a signal that the sandbox does not block.
void listen_for_cue(std::string_view how) {
    if (how == "spin-later") signal(SIGTRAP, &spin);
}
#endif

}  // namespace

void run_decoder(const DecoderOrder& order, UniqueFd stream, UniqueFd messages,
                 UniqueFd memory) noexcept {
    prctl(PR_SET_NAME, "ecsview-decoder");
    std::uint32_t* const pixels = map_picture(std::move(memory));
    settle(stream, messages);
#ifdef ECSVIEW_TESTING
    listen_for_cue(order.misbehave);
#endif
    const SandboxState sandbox = enter_sandbox();
    Channel channel(std::move(messages), pixels);
    if (sandbox == SandboxState::no_filter && !sanitizing) channel.tell(screen::Unconfined{});
#ifdef ECSVIEW_TESTING
    misbehave(order.misbehave);
    lie(order.misbehave, channel, stream.get());
#endif
    Session session(channel, std::move(stream), {order.shared, order.offer});
    channel.tell(session.run());
    _exit(0);
}

}  // namespace ecsview::rfb

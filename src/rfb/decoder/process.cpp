// SPDX-License-Identifier: GPL-2.0-or-later
#include "rfb/decoder/process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <string_view>

#include "base/language.h"
#include "base/output.h"
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
constexpr int exit_not_for_people = 2;

// dup2 to the fixed places, by way of numbers that cannot collide with them.
void settle(UniqueFd& stream, UniqueFd& messages) {
    stream.reset(fcntl(stream.get(), F_DUPFD, 16));
    messages.reset(fcntl(messages.get(), F_DUPFD, 16));
    stream.reset(dup2(stream.get(), stream_at));
    messages.reset(dup2(messages.get(), messages_at));
    close_other_descriptors({0, 1, 2, stream_at, messages_at});
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
    if (how == "fork") fork();
    if (how == "ptrace") syscall(SYS_ptrace, 0 /* PTRACE_TRACEME */, 0, 0, 0);
    if (how == "read-other") syscall(SYS_process_vm_readv, getppid(), nullptr, 0, nullptr, 0, 0);
    if (how == "uring") syscall(SYS_io_uring_setup, 1, nullptr);
    if (how == "userfault") syscall(SYS_userfaultfd, 0);
    if (how == "kill") kill(getppid(), 0);
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

std::uint32_t* shared_memory = nullptr;

// It says that it waits for main, which owes it nothing.
void wait_for_ever(int) {
    const auto word = screen::activity_word(1 << 20, screen::Activity::waiting);
    __atomic_store_n(shared_memory + screen::activity_at, word, __ATOMIC_RELAXED);
    spin(0);
}

// The same in the middle of a session, at a signal that the sandbox does not block.
void listen_for_cue(std::string_view how, std::uint32_t* memory) {
    shared_memory = memory;
    if (how == "spin-later") signal(SIGTRAP, &spin);
    if (how == "wait-later") signal(SIGTRAP, &wait_for_ever);
}

// Without the filter, which would hide it: what the other walls say to a new directory.
void test_walls(std::string_view how) {
    if (how != "walls") return;
    raise_walls();
    _exit(mkdir("/tmp/ecsview-walls", 0700) == 0 ? rmdir("/tmp/ecsview-walls") : errno);
}
#endif

[[noreturn]] void run_decoder(Handover handover, unsigned missing) noexcept {
    prctl(PR_SET_NAME, "ecsview-decoder");
    const DecoderOrder order = handover.order;
    std::uint32_t* const pixels = map_picture(std::move(handover.memory));
    UniqueFd stream = std::move(handover.stream), messages = std::move(handover.messages);
    settle(stream, messages);
#ifdef ECSVIEW_TESTING
    listen_for_cue(order.misbehave, pixels);
    test_walls(order.misbehave);
#endif
    missing |= raise_walls();
    missing |= install_filter();
    Channel channel(std::move(messages), pixels);
    if (missing != 0 && !sanitizing) channel.tell(screen::Unconfined{missing});
#ifdef ECSVIEW_TESTING
    misbehave(order.misbehave);
    lie(order.misbehave, channel, stream.get());
#endif
    Session session(channel, std::move(stream), {order.shared, order.offer});
    channel.tell(session.run());
    _exit(0);
}

}  // namespace

void become_decoder(Handover handover, const OwnProgram& program) noexcept {
    const int error = program.start_decoder(handover);
    if (is_passing(error)) _exit(exit_no_memory);
    run_decoder(std::move(handover), screen::wall_layout);
}

void run_started_decoder(int argc, char** argv) noexcept {
    // Before a byte is here that somebody could want; it was lost with the new program.
    if (!sanitizing) prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    auto handover = take_handover(argc, argv);
    if (handover) run_decoder(std::move(*handover), 0);
    write_all(STDERR_FILENO, tr("ecsview-decoder is started by ecsview alone; run ecsview.\n"), {});
    _exit(exit_not_for_people);
}

}  // namespace ecsview::rfb

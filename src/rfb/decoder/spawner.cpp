// SPDX-License-Identifier: GPL-2.0-or-later
#include "rfb/decoder/spawner.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <exception>
#include <set>
#include <span>
#include <utility>

#include "base/environment.h"
#include "base/error.h"
#include "base/language.h"
#include "base/sanitizing.h"
#include "rfb/decoder/handover.h"
#include "rfb/decoder/process.h"
#include "rfb/decoder/sandbox.h"

namespace ecsview::rfb {
namespace {

constexpr int descriptors_an_order = 3;  // stream, messages, memory

enum class Command : int { spawn, kill, twin };

struct Request {
    Command command;
    DecoderOrder order;
};

enum class Notice : int { spawned, exited };

struct Reply {
    Notice notice;
    DecoderExit exit;  // spawned: pid alone, 0 when fork failed
};

// --- the control socket, both ends ---

struct ControlBuffer {
    alignas(cmsghdr) char bytes[CMSG_SPACE(descriptors_an_order * sizeof(int))];
};

bool send_request(int socket, const Request& request, std::span<const int> descriptors = {}) {
    Request copy = request;
    iovec data{&copy, sizeof copy};
    ControlBuffer control{};
    msghdr message{};
    message.msg_iov = &data;
    message.msg_iovlen = 1;
    if (!descriptors.empty()) {
        message.msg_control = control.bytes;
        message.msg_controllen = CMSG_SPACE(descriptors.size_bytes());
        cmsghdr* header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(descriptors.size_bytes());
        std::memcpy(CMSG_DATA(header), descriptors.data(), descriptors.size_bytes());
    }
    return sendmsg(socket, &message, MSG_NOSIGNAL) == static_cast<ssize_t>(sizeof copy);
}

struct Received {
    Request request{};
    UniqueFd descriptors[descriptors_an_order];
};

std::optional<Received> receive_request(int socket) {
    Received received;
    iovec data{&received.request, sizeof received.request};
    ControlBuffer control{};
    msghdr message{};
    message.msg_iov = &data;
    message.msg_iovlen = 1;
    message.msg_control = control.bytes;
    message.msg_controllen = sizeof control.bytes;
    if (recvmsg(socket, &message, MSG_CMSG_CLOEXEC) != sizeof received.request) return std::nullopt;
    if (const cmsghdr* header = CMSG_FIRSTHDR(&message)) {
        const std::size_t count = (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        int numbers[descriptors_an_order];
        std::memcpy(numbers, CMSG_DATA(header), count * sizeof(int));
        for (std::size_t i = 0; i < count; ++i) received.descriptors[i].reset(numbers[i]);
    }
    return received;
}

// --- the spawner process ---

class SpawnerProcess {
public:
    SpawnerProcess(UniqueFd control, UniqueFd signals, const OwnProgram& program)
        : control_(std::move(control)), signals_(std::move(signals)), program_(program) {}

    [[noreturn]] void run() {
        for (;;) {
            pollfd waits[] = {{control_.get(), POLLIN, 0}, {signals_.get(), POLLIN, 0}};
            if (poll(waits, 2, -1) < 0 && errno != EINTR) stop();
            if (waits[1].revents) reap();
            if (waits[0].revents) serve();
        }
    }

private:
    void serve() {
        auto received = receive_request(control_.get());
        if (!received) stop();  // main is gone
        if (received->request.command == Command::twin) return twin(*received);
        kill_current();
        if (received->request.command == Command::spawn) spawn(*received);
    }

    // Another process like this one, with a control socket of its own and no decoder. If there is
    // none, its socket closes here, and main sees it go.
    void twin(Received& received) {
        const pid_t parent = getpid();
        const pid_t pid = fork();
        if (pid > 0) twins_.insert(pid);
        if (pid != 0) return;
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != parent) _exit(0);
        control_ = std::move(received.descriptors[0]);
        current_ = 0;
        twins_.clear();
    }

    void spawn(Received& received) {
        const pid_t parent = getpid();
        const pid_t pid = fork();
        if (pid == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            if (getppid() != parent) _exit(0);
            become_decoder({received.request.order, std::move(received.descriptors[0]),
                            std::move(received.descriptors[1]), std::move(received.descriptors[2])},
                           program_);
        }
        current_ = pid > 0 ? pid : 0;
        reply(Notice::spawned, {current_, 0});
    }

    void reap() {
        signalfd_siginfo info;
        if (read(signals_.get(), &info, sizeof info) < 0) return;
        int status = 0;
        for (pid_t pid; (pid = waitpid(-1, &status, WNOHANG)) > 0;) {
            if (twins_.erase(pid) > 0) continue;  // main has seen its socket close
            if (pid == current_) current_ = 0;
            reply(Notice::exited, {pid, status});
        }
    }

    void kill_current() {
        if (current_ > 0)
            kill(current_, SIGKILL);  // not reaped yet, so the number is still its own
    }

    void reply(Notice notice, DecoderExit exit) {
        const Reply message{notice, exit};
        if (send(control_.get(), &message, sizeof message, MSG_NOSIGNAL) < 0) stop();
    }

    [[noreturn]] void stop() {
        kill_current();
        _exit(0);
    }

    UniqueFd control_;
    const UniqueFd signals_;  // each process reads its own children's there
    const OwnProgram& program_;
    pid_t current_ = 0;
    std::set<pid_t> twins_;
};

void use_null_device_as_standard_streams() {
    if (sanitizing) return;  // its report must reach somebody
    const int null = open("/dev/null", O_RDWR);
    for (int fd = 0; fd <= 2; ++fd) dup2(null, fd);
}

[[noreturn]] void run_spawner(int argc, char** argv, UniqueFd control) {
    std::set_terminate([] { _exit(1); });  // main says that it is gone
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    prctl(PR_SET_NAME, "ecsview-spawner");
    if (!sanitizing) prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    setsid();          // a Ctrl+C in the terminal is main's business
    leave_language();  // libc's first error message would open a file, which ends a decoder
    const OwnProgram program;
    wipe_arguments_and_environment(argc, argv);
    use_null_device_as_standard_streams();
    close_other_descriptors({0, 1, 2, control.get(), program.fd()});
    sigset_t children;
    sigemptyset(&children);
    sigaddset(&children, SIGCHLD);
    sigprocmask(SIG_BLOCK, &children, nullptr);
    // A service manager sends it to all processes at once, but main still needs this one to end in
    // order.
    for (const int ending : {SIGTERM, SIGINT, SIGHUP}) signal(ending, SIG_IGN);
    UniqueFd signals(signalfd(-1, &children, SFD_CLOEXEC | SFD_NONBLOCK));
    if (!signals) _exit(1);  // it could not tell that a decoder has ended: main sees it go
    SpawnerProcess(std::move(control), std::move(signals), program).run();
}

// Main's, and the other one.
struct ControlEnds {
    UniqueFd ours, theirs;
};

ControlEnds control_ends() {
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
        throw Error(ExitCode::decoder,
                    tr("No socket for the decoder process; close some programs."));
    return {UniqueFd(ends[0]), UniqueFd(ends[1])};
}

}  // namespace

Spawner Spawner::start(int argc, char** argv) {
    const pid_t parent = getpid();
    ControlEnds ends = control_ends();
    const pid_t pid = fork();
    if (pid < 0)
        throw Error(ExitCode::decoder, tr("No process for the decoder; close some programs."));
    if (pid == 0) {
        if (getppid() != parent) _exit(0);
        ends.ours.reset();
        run_spawner(argc, argv, std::move(ends.theirs));
    }
    return Spawner(std::move(ends.ours));
}

Spawner Spawner::another() const {
    ControlEnds ends = control_ends();
    const int descriptors[] = {ends.theirs.get()};
    if (!send_request(control_.get(), {Command::twin, {}}, descriptors))
        throw Error(ExitCode::decoder, tr("No process for another decoder; close some programs."));
    return Spawner(std::move(ends.ours));
}

pid_t Spawner::spawn(const DecoderOrder& order, int stream, int messages, int memory) {
    const int descriptors[] = {stream, messages, memory};
    gone_ = gone_ || !send_request(control_.get(), {Command::spawn, order}, descriptors);
    while (!gone_) {
        Reply reply{};
        gone_ = recv(control_.get(), &reply, sizeof reply, 0) != sizeof reply;
        if (gone_) break;
        if (reply.notice == Notice::spawned) return reply.exit.pid;
        exit_ = reply.exit;
    }
    return 0;
}

void Spawner::kill_decoder() noexcept {
    send_request(control_.get(), {Command::kill, {}});
}

std::optional<DecoderExit> Spawner::take_exit() noexcept {
    if (exit_) return std::exchange(exit_, std::nullopt);
    Reply reply{};
    const auto size = recv(control_.get(), &reply, sizeof reply, MSG_DONTWAIT);
    gone_ = gone_ || size == 0;
    if (size != sizeof reply || reply.notice != Notice::exited) return std::nullopt;
    return reply.exit;
}

}  // namespace ecsview::rfb

// SPDX-License-Identifier: GPL-2.0-or-later
#include "rfb/decoder/handover.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <initializer_list>
#include <iterator>

#include "base/environment.h"
#include "base/sanitizing.h"

namespace ecsview::rfb {
namespace {

constexpr const char* name_of_a_decoder = "ecsview-decoder";

// Above the standard streams.
enum Place : int { stream_at = 3, messages_at, memory_at, order_at };
// Below the descriptors that are moved there, so that none is in another's place.
constexpr int high = 16;

// Where libraries are found, and which are loaded besides: as for the program that runs. A
// sanitizer's options are lost otherwise.
std::vector<std::string> what_the_loader_needs() {
    std::vector<std::string> found;
    const char* names[] = {"LD_LIBRARY_PATH", "LD_PRELOAD",   "ASAN_OPTIONS",
                           "LSAN_OPTIONS",    "TSAN_OPTIONS", "UBSAN_OPTIONS"};
    const std::size_t count = sanitizing ? std::size(names) : 2;
    for (std::size_t i = 0; i < count; ++i)
        if (const auto value = environment(names[i]))
            found.push_back(std::string(names[i]) + "=" + *value);
    return found;
}

// A pipe holds an order at once: nobody waits.
UniqueFd written_down(const DecoderOrder& order) noexcept {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return {};
    UniqueFd out(ends[0]);
    const UniqueFd in(ends[1]);
    if (write(in.get(), &order, sizeof order) != sizeof order) return {};
    return out;
}

// dup2 leaves the copies open over exec.
bool put(std::initializer_list<UniqueFd*> descriptors) noexcept {
    for (UniqueFd* fd : descriptors) {
        fd->reset(fcntl(fd->get(), F_DUPFD_CLOEXEC, high));
        if (!*fd) return false;
    }
    int place = stream_at;
    for (const UniqueFd* fd : descriptors)
        if (dup2(fd->get(), place++) < 0) return false;
    return true;
}

bool is_message_socket(int fd) noexcept {
    int type = 0;
    socklen_t size = sizeof type;
    return getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) == 0 && type == SOCK_SEQPACKET;
}

bool is_pipe(int fd) noexcept {
    struct stat what {};
    return fstat(fd, &what) == 0 && S_ISFIFO(what.st_mode);
}

}  // namespace

OwnProgram::OwnProgram() : environment_(what_the_loader_needs()) {
    const UniqueFd file(open("/proc/self/exe", O_PATH | O_CLOEXEC));
    if (file) file_.reset(fcntl(file.get(), F_DUPFD_CLOEXEC, high));
}

// The descriptor of the program is closed on exec, which also keeps an emulator that the kernel may
// have been told of from loading it: what it would start had lost the decoder's name.
int OwnProgram::start_decoder(Handover& handover) const noexcept {
    if (!file_) return ENOENT;
    UniqueFd order = written_down(handover.order);
    if (!order || !put({&handover.stream, &handover.messages, &handover.memory, &order}))
        return errno;
    char* const arguments[] = {const_cast<char*>(name_of_a_decoder), nullptr};
    std::array<char*, 8> environment{};
    for (std::size_t i = 0; i < environment_.size(); ++i)
        environment[i] = const_cast<char*>(environment_[i].c_str());
    fexecve(file_.get(), arguments, environment.data());
    return errno;
}

bool is_passing(int error) noexcept {
    switch (error) {
        case ENOMEM:
        case EAGAIN:
        case EMFILE:
        case ENFILE:
        case EIO: return true;
        default: return false;
    }
}

bool started_as_decoder(int argc, char** argv) noexcept {
    return argc == 1 && std::strcmp(argv[0], name_of_a_decoder) == 0;
}

std::optional<Handover> take_handover(int argc, char** argv) noexcept {
    wipe_arguments_and_environment(argc, argv);
    if (!is_message_socket(messages_at) || !is_pipe(order_at)) return std::nullopt;
    const UniqueFd order(order_at);
    Handover got{{}, UniqueFd(stream_at), UniqueFd(messages_at), UniqueFd(memory_at)};
    if (read(order.get(), &got.order, sizeof got.order) != sizeof got.order) return std::nullopt;
    return got;
}

}  // namespace ecsview::rfb

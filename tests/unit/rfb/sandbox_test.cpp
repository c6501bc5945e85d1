// SPDX-License-Identifier: GPL-2.0-or-later
// The walls around a decoder. What is there for good is tried in a child of the test.
#include "rfb/decoder/sandbox.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <linux/seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstring>
#include <functional>
#include <set>

#include "base/sanitizing.h"
#include "screen/messages.h"

namespace ecsview::rfb {
namespace {

// What the kernel does with a program of the few instructions that ours has.
std::uint32_t verdict(const std::vector<sock_filter>& program, const seccomp_data& call) {
    std::uint32_t accumulator = 0;
    for (std::size_t at = 0; at < program.size(); ++at) {
        const auto& step = program[at];
        switch (step.code) {
            case BPF_LD | BPF_W | BPF_ABS:
                std::memcpy(&accumulator, reinterpret_cast<const char*>(&call) + step.k,
                            sizeof accumulator);
                break;
            case BPF_JMP | BPF_JEQ | BPF_K: at += accumulator == step.k ? step.jt : step.jf; break;
            case BPF_JMP | BPF_JSET | BPF_K: at += accumulator & step.k ? step.jt : step.jf; break;
            case BPF_RET | BPF_K: return step.k;
            default: ADD_FAILURE() << "an instruction that this test does not know"; return 0;
        }
    }
    ADD_FAILURE() << "the program has no end";
    return 0;
}

seccomp_data call(int number, std::uint32_t architecture = filtered_architecture) {
    seccomp_data data{};
    data.nr = number;
    data.arch = architecture;
    return data;
}

// By number, as the kernel's tables have them, not by the names that the list is made from.
#if defined(__x86_64__)
const std::set<int> listed{0 /* read */,
                           1 /* write */,
                           3 /* close */,
                           7 /* poll */,
                           9 /* mmap */,
                           10 /* mprotect */,
                           11 /* munmap */,
                           12 /* brk */,
                           15 /* sigret */,
                           23 /* select */,
                           25 /* mremap */,
                           28 /* madvise */,
                           44 /* sendto */,
                           45 /* recvfrom */,
                           46 /* sendmsg */,
                           47 /* recvmsg */,
                           60 /* exit */,
                           96 /* gettimeofday */,
                           202 /* futex */,
                           219 /* restart_syscall */,
                           228 /* clock */,
                           231 /* exit_group */,
                           270 /* pselect6 */,
                           271 /* ppoll */,
                           318 /* getrandom */};
const std::set<int> mapping{9, 10};
const std::uint32_t other_architecture = 0x40000028;  // ARM
#elif defined(__aarch64__)
const std::set<int> listed{57 /* close */,
                           63 /* read */,
                           64 /* write */,
                           72 /* pselect6 */,
                           73 /* ppoll */,
                           93 /* exit */,
                           94 /* exit_group */,
                           98 /* futex */,
                           113 /* clock */,
                           128 /* restart */,
                           139 /* sigret */,
                           169 /* gettimeofday */,
                           206 /* sendto */,
                           207 /* recvfrom */,
                           211 /* sendmsg */,
                           212 /* recvmsg */,
                           214 /* brk */,
                           215 /* munmap */,
                           216 /* mremap */,
                           222 /* mmap */,
                           226 /* mprotect */,
                           233 /* madvise */,
                           278 /* getrandom */};
const std::set<int> mapping{222, 226};
const std::uint32_t other_architecture = 0x40000028;
#elif defined(__arm__)
const std::set<int> listed{
    0 /* restart */,       1 /* exit */,         3 /* read */,          4 /* write */,
    6 /* close */,         45 /* brk */,         78 /* gettimeofday */, 91 /* munmap */,
    125 /* mprotect */,    142 /* _newselect */, 163 /* mremap */,      168 /* poll */,
    173 /* sigret */,      192 /* mmap2 */,      220 /* madvise */,     240 /* futex */,
    248 /* exit_group */,  263 /* clock */,      289 /* send */,        290 /* sendto */,
    291 /* recv */,        292 /* recvfrom */,   296 /* sendmsg */,     297 /* recvmsg */,
    335 /* pselect6 */,    336 /* ppoll */,      384 /* getrandom */,   403 /* clock, 64 */,
    413 /* pselect6 64 */, 414 /* ppoll 64 */,   422 /* futex 64 */,    0x0f0002 /* cacheflush */};
const std::set<int> mapping{125, 192};
const std::uint32_t other_architecture = 0xc000003e;  // x86-64
#endif

#if defined(__x86_64__) || defined(__aarch64__) || defined(__arm__)

TEST(Filter, AllowsWhatIsListedHereAndNothingElse) {
    const auto program = filter_program();
    const auto check = [&](int from, int to) {
        for (int number = from; number < to; ++number)
            EXPECT_EQ(verdict(program, call(number)),
                      listed.contains(number) ? SECCOMP_RET_ALLOW : SECCOMP_RET_KILL_PROCESS)
                << "system call " << number;
    };
    check(0, 2048);
    check(0x0f0000, 0x0f0010);      // ARM's own
    check(0x40000000, 0x40000800);  // x86-64's 32 bit calls
    EXPECT_EQ(verdict(program, call(-1)), SECCOMP_RET_KILL_PROCESS);
}

TEST(Filter, NoExecutableMemory) {
    const auto program = filter_program();
    for (const int number : mapping) {
        auto asked = call(number);
        asked.args[2] = PROT_READ | PROT_WRITE;
        EXPECT_EQ(verdict(program, asked), SECCOMP_RET_ALLOW);
        for (const int more : {PROT_EXEC, PROT_EXEC | PROT_READ, PROT_EXEC | PROT_WRITE}) {
            asked.args[2] = static_cast<unsigned>(more);
            EXPECT_EQ(verdict(program, asked), SECCOMP_RET_KILL_PROCESS);
        }
    }
}

// The same number is another call there.
TEST(Filter, NoCallOfAnotherArchitecture) {
    for (const int number : listed)
        EXPECT_EQ(verdict(filter_program(), call(number, other_architecture)),
                  SECCOMP_RET_KILL_PROCESS);
}

#endif

// The status that a child ends with which does this.
int in_a_child(const std::function<int()>& what) {
    const pid_t child = fork();
    if (child == 0) _exit(what());
    int status = -1;
    waitpid(child, &status, 0);
    return status;
}

long landlock_version() {
    return syscall(444, nullptr, 0, 1u);
}

TEST(Landlock, ForbidsAllThatHasAName) {
    if (landlock_version() < 1) GTEST_SKIP() << "this kernel has no Landlock";
    const int status = in_a_child([] {
        prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
        if (!forbid_files()) return 1;
        if (open("/etc/passwd", O_RDONLY) >= 0 || errno != EACCES) return 2;
        if (open("/dev/null", O_WRONLY) >= 0 || errno != EACCES) return 3;
        if (open("/", O_RDONLY | O_DIRECTORY) >= 0 || errno != EACCES) return 4;
        if (mkdir("/tmp/ecsview-landlock", 0700) == 0 || errno != EACCES) return 5;
        if (truncate("/etc/passwd", 0) == 0 || (landlock_version() >= 3 && errno != EACCES))
            return 6;
        return 0;
    });
    ASSERT_TRUE(WIFEXITED(status));
    EXPECT_EQ(WEXITSTATUS(status), 0);
}

TEST(Walls, StandWithoutTheFilterToo) {
    if (sanitizing) GTEST_SKIP() << "a sanitizer's runtime needs what they forbid";
    const int status = in_a_child([] {
        const unsigned missing = raise_walls();
        if (missing & ~unsigned{screen::wall_landlock}) return 1;
        if ((missing & screen::wall_landlock) != 0 && landlock_version() >= 1) return 2;
        if (prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1) return 3;
        if (prctl(PR_GET_DUMPABLE) != 0) return 4;
        for (const auto what : {RLIMIT_CORE, RLIMIT_NOFILE, RLIMIT_NPROC, RLIMIT_FSIZE}) {
            rlimit both{1, 1};
            if (getrlimit(what, &both) != 0 || both.rlim_cur != 0 || both.rlim_max != 0) return 5;
        }
        rlimit memory{RLIM_INFINITY, RLIM_INFINITY};
        const bool emulated =
            prctl(PR_GET_SECCOMP, 0, 0, 0, 0) < 0;  // qemu-user sets no such limit
        if (getrlimit(RLIMIT_AS, &memory) != 0 || (memory.rlim_max == RLIM_INFINITY && !emulated))
            return 6;
        sigset_t blocked;
        sigprocmask(SIG_BLOCK, nullptr, &blocked);
        if (!sigismember(&blocked, SIGTERM) || sigismember(&blocked, SIGSEGV)) return 7;
        return 0;
    });
    ASSERT_TRUE(WIFEXITED(status));
    EXPECT_EQ(WEXITSTATUS(status), 0);
}

TEST(Descriptors, AllAreClosedButThoseToKeepInAnyOrder) {
    const int status = in_a_child([] {
        const auto is_open = [](int fd) { return fcntl(fd, F_GETFD) >= 0; };
        for (const int fd : {20, 30, 40, 41, 50}) dup2(0, fd);
        close_other_descriptors({41, -1, 2, 1, 0, 30});
        for (const int fd : {0, 1, 2, 30, 41})
            if (!is_open(fd)) return 1;
        for (const int fd : {20, 29, 31, 40, 42, 50})
            if (is_open(fd)) return 2;
        return 0;
    });
    ASSERT_TRUE(WIFEXITED(status));
    EXPECT_EQ(WEXITSTATUS(status), 0);
}

}  // namespace
}  // namespace ecsview::rfb

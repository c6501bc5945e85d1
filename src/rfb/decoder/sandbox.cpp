// SPDX-License-Identifier: GPL-2.0-or-later
// The filter is written by hand rather than with libseccomp: it is one list with one argument
// check, and the library would be one more thing to build for every target.
#include "rfb/decoder/sandbox.h"

#include <fcntl.h>
#include <linux/audit.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <iterator>

#include "base/sanitizing.h"
#include "base/unique_fd.h"
#include "screen/geometry.h"
#include "screen/messages.h"

namespace ecsview::rfb {
namespace {

// What a decoder may map beyond the picture, the program and its libraries. The most that an honest
// server needs is libvncclient's buffer for one ZRLE rectangle of the largest desktop, six bytes a
// pixel: 190 MiB, as measured with every encoding. The rest is for cut text, zlib and the heap.
constexpr rlim_t growth_bytes = rlim_t{screen::max_pixels} * 6 + (rlim_t{16} << 20);
// What is mapped at the start, if the kernel does not tell it: 152 MiB were measured on amd64.
constexpr rlim_t usual_start_bytes = rlim_t{256} << 20;

#if defined(__x86_64__)
constexpr std::uint32_t audit_arch = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t audit_arch = AUDIT_ARCH_AARCH64;
#elif defined(__arm__)
constexpr std::uint32_t audit_arch = AUDIT_ARCH_ARM;
#elif defined(__s390x__)
constexpr std::uint32_t audit_arch = AUDIT_ARCH_S390X;
#else
#error no system call filter for this architecture
#endif

// Seen with strace for every encoding, plus what libc may choose instead on other machines.
constexpr std::uint32_t allowed[] = {
    __NR_read,
    __NR_write,
    __NR_close,
    __NR_sendto,
    __NR_recvfrom,
    __NR_sendmsg,
    __NR_recvmsg,
    __NR_ppoll,
    __NR_pselect6,
    __NR_futex,
    __NR_munmap,
    __NR_mremap,
    __NR_madvise,
    __NR_brk,
    __NR_exit,
    __NR_exit_group,
    __NR_rt_sigreturn,
    __NR_restart_syscall,
    __NR_clock_gettime,
    __NR_gettimeofday,
    __NR_getrandom,
#ifdef __NR_poll
    __NR_poll,
#endif
#ifdef __NR_select
    __NR_select,
#endif
#ifdef __NR__newselect
    __NR__newselect,
#endif
#ifdef __NR_send
    __NR_send,
    __NR_recv,
#endif
#ifdef __NR_clock_gettime64
    __NR_clock_gettime64,
    __NR_futex_time64,
    __NR_ppoll_time64,
    __NR_pselect6_time64,
#endif
#ifdef __ARM_NR_cacheflush
    __ARM_NR_cacheflush,
#endif
};

// Allowed as long as no executable memory is asked for (third argument, PROT_EXEC).
constexpr std::uint32_t allowed_without_exec[] = {
#ifdef __NR_mmap
    __NR_mmap,
#endif
#ifdef __NR_mmap2
    __NR_mmap2,
#endif
    __NR_mprotect,
};

constexpr std::uint32_t data_offset(size_t field) {
    return static_cast<std::uint32_t>(field);
}

}  // namespace

const std::uint32_t filtered_architecture = audit_arch;

std::vector<sock_filter> filter_program() {
    constexpr auto arch_at = data_offset(offsetof(seccomp_data, arch));
    constexpr auto number_at = data_offset(offsetof(seccomp_data, nr));
    constexpr size_t low_word = std::endian::native == std::endian::little ? 0 : sizeof(__u32);
    constexpr auto protection_at =  // the low word of the third argument
        data_offset(offsetof(seccomp_data, args) + 2 * sizeof(__u64) + low_word);

    std::vector<sock_filter> program{
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, arch_at),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, audit_arch, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, number_at),
    };
    for (const auto number : allowed) {
        program.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1));
        program.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
    }
    for (const auto number : allowed_without_exec) {
        program.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 4));
        program.push_back(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, protection_at));
        program.push_back(BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, PROT_EXEC, 0, 1));
        program.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS));
        program.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
    }
    program.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS));
    return program;
}

unsigned install_filter() noexcept {
    if (sanitizing) return screen::wall_filter;
    auto program = filter_program();
    const sock_fprog filter{static_cast<unsigned short>(program.size()), program.data()};
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0 ? 0u : screen::wall_filter;
}

namespace {

// linux/landlock.h, which the headers of the distribution may not have, or not so new.
struct LandlockRules {
    std::uint64_t files;    // since version 1
    std::uint64_t network;  // since version 4: to bind and to connect TCP
    std::uint64_t scopes;   // since version 6: abstract sockets and signals
};
constexpr int create_landlock_rules = 444, enter_landlock_rules = 446;
constexpr unsigned ask_version = 1;

// One bit a right; each version knows more of them, and refuses those that it does not know.
std::uint64_t file_rights(long version) noexcept {
    constexpr int known[] = {13, 14, 15, 15, 16};  // of the versions 1 to 5, and later ones
    const auto newest = static_cast<long>(std::size(known));
    return (std::uint64_t{1} << known[std::min(version, newest) - 1]) - 1;
}

void limit(decltype(RLIMIT_CORE) what, rlim_t value) noexcept {
    const rlimit both{value, value};
    setrlimit(what, &both);
}

// The size of the address space: the first number in statm, in pages.
rlim_t mapped_bytes() noexcept {
    const UniqueFd statm(open("/proc/self/statm", O_RDONLY | O_CLOEXEC));
    std::array<char, 32> text{};
    if (!statm || read(statm.get(), text.data(), text.size() - 1) <= 0) return usual_start_bytes;
    return rlim_t{strtoul(text.data(), nullptr, 10)} * static_cast<rlim_t>(sysconf(_SC_PAGESIZE));
}

void set_limits(rlim_t mapped) noexcept {
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_NOFILE, 0);
    limit(RLIMIT_NPROC, 0);
    if (sanitizing) return;
    limit(RLIMIT_FSIZE, 0);
    limit(RLIMIT_AS, mapped + growth_bytes);
}

// If root runs us: a system call that the filter allows must not do more than for any other user.
void drop_capabilities() noexcept {
    __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
    const __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3]{};
    syscall(SYS_capset, &header, none);
}

// A signal would interrupt a read of libvncclient, which takes that for a lost connection.
void block_signals() noexcept {
    sigset_t all;
    sigfillset(&all);
    for (const int fault : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGSYS, SIGTRAP})
        sigdelset(&all, fault);
    sigprocmask(SIG_SETMASK, &all, nullptr);
}

}  // namespace

// Rules without a single exception: all that is named is forbidden.
bool forbid_files() noexcept {
    const long version = syscall(create_landlock_rules, nullptr, 0, ask_version);
    if (version < 1) return false;
    const LandlockRules rules{file_rights(version), version >= 4 ? 3u : 0u, version >= 6 ? 3u : 0u};
    const std::size_t size = version >= 6   ? sizeof rules
                             : version >= 4 ? offsetof(LandlockRules, scopes)
                                            : offsetof(LandlockRules, network);
    const UniqueFd made(static_cast<int>(syscall(create_landlock_rules, &rules, size, 0)));
    return made && syscall(enter_landlock_rules, made.get(), 0) == 0;
}

void close_other_descriptors(std::initializer_list<int> keep) noexcept {
    std::array<int, 8> sorted{};
    const auto last =
        std::partial_sort_copy(keep.begin(), keep.end(), sorted.begin(), sorted.end());
    unsigned from = 0;
    const auto close_until = [&](unsigned end) {
        if (from < end && syscall(SYS_close_range, from, end - 1, 0) != 0)
            for (unsigned fd = from; fd < end && fd < 4096; ++fd) close(static_cast<int>(fd));
    };
    for (auto fd = sorted.begin(); fd != last; ++fd) {
        if (*fd < 0) continue;
        close_until(static_cast<unsigned>(*fd));
        from = static_cast<unsigned>(*fd) + 1;
    }
    close_until(~0u);
}

unsigned raise_walls() noexcept {
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    if (!sanitizing) prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);  // no core file; leak checkers trace
    const rlim_t mapped = mapped_bytes();
    // Between the file that was read and the limit of descriptors, for it takes one for a moment. A
    // sanitizer's runtime opens files.
    const bool without_files = !sanitizing && forbid_files();
    set_limits(mapped);
    drop_capabilities();
    block_signals();
    return without_files ? 0u : screen::wall_landlock;
}

}  // namespace ecsview::rfb

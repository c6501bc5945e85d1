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
#include <stddef.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <bit>
#include <cstdint>
#include <vector>

#include "base/sanitizing.h"
#include "base/unique_fd.h"
#include "screen/geometry.h"

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
#error "no system call filter for this architecture"
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

SandboxState install_filter() noexcept {
    if (sanitizing) return SandboxState::no_filter;
    auto program = filter_program();
    const sock_fprog filter{static_cast<unsigned short>(program.size()), program.data()};
    if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) != 0) return SandboxState::no_filter;
    return SandboxState::enforced;
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

void set_limits() noexcept {
    const rlim_t mapped = mapped_bytes();
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

void close_other_descriptors(const int* keep, int count) noexcept {
    unsigned from = 0;
    const auto close_until = [&](unsigned end) {
        if (from < end && syscall(SYS_close_range, from, end - 1, 0) != 0)
            for (unsigned fd = from; fd < end && fd < 4096; ++fd) close(static_cast<int>(fd));
    };
    for (int i = 0; i < count; ++i) {
        close_until(static_cast<unsigned>(keep[i]));
        from = static_cast<unsigned>(keep[i]) + 1;
    }
    close_until(~0u);
}

SandboxState enter_sandbox() noexcept {
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    if (!sanitizing) prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);  // no core file; leak checkers trace
    set_limits();
    drop_capabilities();
    block_signals();
    return install_filter();
}

}  // namespace ecsview::rfb

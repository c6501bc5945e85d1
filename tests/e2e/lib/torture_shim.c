// SPDX-License-Identifier: GPL-2.0-or-later
// Loaded before libc: one call of a library function fails, once. A call is named by what it is and
// by who calls it, up to eight frames, so each place of the program has its number and keeps it,
// whatever the threads do. Places are noted in a file beside this library, .places, which also says
// which one fails; it is mapped, for a decoder may open none, and has no environment. With TORTURE_TRACE
// in it it is said who called, for addr2line. Made by tests/e2e/test_torture.py.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <link.h>
#include <poll.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <unistd.h>

enum { most_places = 1 << 16, most_frames = 10, own_frames = 2, name_size = 20 };

struct place {
    _Atomic uint64_t hash;
    _Atomic uint32_t times;
    char call[name_size], process[name_size];
};
struct places {
    uint64_t victim;          // the one that fails; 0: none
    _Atomic uint64_t failed;  // how often it did
    struct place place[most_places];
};

static struct places *places;
static char process[name_size] = "main";
static uintptr_t base_of_program, end_of_program;
static __thread int busy __attribute__((tls_model("initial-exec")));
static atomic_int ready;

// The program alone: who calls within libraries is not its doing, and their places move.
static int find_program(struct dl_phdr_info *info, size_t size, void *data) {
    (void)size, (void)data;
    for (int i = 0; i < info->dlpi_phnum; ++i) {
        const ElfW(Phdr) *segment = &info->dlpi_phdr[i];
        uintptr_t end = info->dlpi_addr + segment->p_vaddr + segment->p_memsz;
        if (segment->p_type == PT_LOAD && end > end_of_program) end_of_program = end;
    }
    base_of_program = info->dlpi_addr;
    return 1;  // the first one
}

__attribute__((constructor)) static void begin(void) {
    void *frames[4];
    char file[4096];
    Dl_info self;
    if (!dladdr((void *)find_program, &self)) return;
    snprintf(file, sizeof file, "%s.places", self.dli_fname);
    const int fd = open(file, O_RDWR | O_CLOEXEC);
    if (fd < 0 || ftruncate(fd, sizeof *places) != 0) return;
    places = mmap(NULL, sizeof *places, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    dl_iterate_phdr(find_program, NULL);
    backtrace(frames, 4);  // loads what it needs
    if (places != MAP_FAILED) ready = 1;
}

static uint64_t mixed(uint64_t hash, uint64_t value) {
    hash ^= value + 0x9e3779b97f4a7c15u + (hash << 6) + (hash >> 2);
    return hash * 0xff51afd7ed558ccdu;
}

// Who calls, as far as it is the program itself.
static uint64_t place_of(const char *call) {
    void *frames[most_frames + own_frames];
    const int count = backtrace(frames, most_frames + own_frames);
    uint64_t hash = 1469598103934665603u;
    int own = 0;
    for (const char *c = process; *c; ++c) hash = mixed(hash, (unsigned char)*c);
    for (const char *c = call; *c; ++c) hash = mixed(hash, (unsigned char)*c);
    for (int i = own_frames; i < count && own < 6; ++i) {
        const uintptr_t at = (uintptr_t)frames[i];
        if (at < base_of_program || at >= end_of_program) continue;
        hash = mixed(hash, at - base_of_program);
        ++own;
    }
    return own > 0 ? hash : 0;
}

static void note(uint64_t hash, const char *call) {
    for (uint32_t i = (uint32_t)hash % most_places, tries = 0; tries < most_places; ++tries) {
        struct place *place = &places->place[(i + tries) % most_places];
        uint64_t none = 0;
        if (atomic_compare_exchange_strong(&place->hash, &none, hash)) {
            strncpy(place->call, call, name_size - 1);
            strncpy(place->process, process, name_size - 1);
        } else if (none != hash) {
            continue;
        }
        ++place->times;
        return;
    }
}

// Whether this call is the one that fails.
static int fails(const char *call) {
    int is = 0;
    const int before = errno;
    if (!ready || busy) return 0;
    busy = 1;
    const uint64_t hash = place_of(call);
    if (hash != 0 && !places->victim) note(hash, call);
    if (hash != 0 && hash == places->victim) is = atomic_fetch_add(&places->failed, 1) == 0;
    if (is && getenv("TORTURE_TRACE")) {
        void *frames[40];
        backtrace_symbols_fd(frames, backtrace(frames, 40), STDERR_FILENO);
    }
    busy = 0;
    errno = before;
    return is;
}

#define REAL(name) \
    static __typeof__(&name) real; \
    if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

// dlsym allocates before it can tell who allocates.
extern void *__libc_malloc(size_t), *__libc_calloc(size_t, size_t), *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

#define FAIL(name, error, result) \
    if (fails(name)) return errno = (error), (result)

void *malloc(size_t size) {
    FAIL("malloc", ENOMEM, NULL);
    return __libc_malloc(size);
}
void *calloc(size_t count, size_t size) {
    FAIL("calloc", ENOMEM, NULL);
    return __libc_calloc(count, size);
}
void *realloc(void *at, size_t size) {
    FAIL("realloc", ENOMEM, NULL);
    return __libc_realloc(at, size);
}
void *aligned_alloc(size_t alignment, size_t size) {
    FAIL("aligned_alloc", ENOMEM, NULL);
    return __libc_memalign(alignment, size);
}
int posix_memalign(void **out, size_t alignment, size_t size) {
    if (fails("posix_memalign")) return ENOMEM;
    void *at = __libc_memalign(alignment, size);
    if (at) *out = at;
    return at ? 0 : ENOMEM;
}

void *mmap(void *at, size_t size, int protection, int flags, int fd, off_t offset) {
    REAL(mmap);
    FAIL("mmap", ENOMEM, MAP_FAILED);
    return real(at, size, protection, flags, fd, offset);
}
int memfd_create(const char *name, unsigned flags) {
    REAL(memfd_create);
    FAIL("memfd_create", EMFILE, -1);
    return real(name, flags);
}

#define MODE(flags) \
    mode_t mode = 0; \
    if ((flags) & (O_CREAT | O_TMPFILE)) { \
        va_list more; \
        va_start(more, flags); \
        mode = va_arg(more, mode_t); \
        va_end(more); \
    }
int open(const char *path, int flags, ...) {
    REAL(open);
    MODE(flags);
    FAIL("open", EMFILE, -1);
    return real(path, flags, mode);
}
int openat(int folder, const char *path, int flags, ...) {
    REAL(openat);
    MODE(flags);
    FAIL("openat", EMFILE, -1);
    return real(folder, path, flags, mode);
}

// Names, types and arguments, then the error that such a call may have.
#define CALL(result, name, parameters, arguments, error) \
    result name parameters { \
        REAL(name); \
        FAIL(#name, error, -1); \
        return real arguments; \
    }
CALL(int, socket, (int family, int type, int protocol), (family, type, protocol), EMFILE)
CALL(int, socketpair, (int family, int type, int protocol, int ends[2]),
     (family, type, protocol, ends), EMFILE)
CALL(int, pipe, (int ends[2]), (ends), EMFILE)
CALL(int, pipe2, (int ends[2], int flags), (ends, flags), EMFILE)
CALL(int, dup, (int fd), (fd), EMFILE)
CALL(int, dup2, (int fd, int at), (fd, at), EMFILE)
CALL(int, ftruncate, (int fd, off_t size), (fd, size), ENOSPC)
CALL(int, listen, (int fd, int queue), (fd, queue), EADDRINUSE)
CALL(pid_t, fork, (void), (), EAGAIN)

int eventfd(unsigned first, int flags);
CALL(int, eventfd, (unsigned first, int flags), (first, flags), EMFILE)
int timerfd_create(int clock, int flags);
CALL(int, timerfd_create, (int clock, int flags), (clock, flags), EMFILE)
int signalfd(int fd, const sigset_t *mask, int flags);
CALL(int, signalfd, (int fd, const sigset_t *mask, int flags), (fd, mask, flags), EMFILE)
int inotify_init1(int flags);
CALL(int, inotify_init1, (int flags), (flags), EMFILE)
int epoll_create1(int flags);
CALL(int, epoll_create1, (int flags), (flags), EMFILE)
struct epoll_event;
int epoll_ctl(int epoll, int what, int fd, struct epoll_event *event);
CALL(int, epoll_ctl, (int epoll, int what, int fd, struct epoll_event *event),
     (epoll, what, fd, event), ENOMEM)

int connect(int fd, __CONST_SOCKADDR_ARG to, socklen_t size) {
    static int (*real)(int, const void *, socklen_t);
    if (!real) real = (int (*)(int, const void *, socklen_t))dlsym(RTLD_NEXT, "connect");
    FAIL("connect", ENETUNREACH, -1);
    return real(fd, *(const struct sockaddr **)&to, size);
}
int setsockopt(int fd, int level, int name, const void *value, socklen_t size) {
    REAL(setsockopt);
    FAIL("setsockopt", ENOBUFS, -1);
    return real(fd, level, name, value, size);
}
int fcntl64(int fd, int what, ...);
static int any_fcntl(int fd, int what, void *value) {
    static int (*real)(int, int, ...);
    if (!real) real = (int (*)(int, int, ...))dlsym(RTLD_NEXT, "fcntl64");
    if (what == F_DUPFD || what == F_DUPFD_CLOEXEC) FAIL("fcntl", EMFILE, -1);
    return real(fd, what, value);
}
#define FCNTL(name) \
    int name(int fd, int what, ...) { \
        va_list more; \
        va_start(more, what); \
        void *value = va_arg(more, void *); \
        va_end(more); \
        return any_fcntl(fd, what, value); \
    }
FCNTL(fcntl)
FCNTL(fcntl64)

// What is read and written; not the program's last words, for they are what is looked for.
ssize_t read(int fd, void *out, size_t size) {
    REAL(read);
    FAIL("read", EIO, -1);
    return real(fd, out, size);
}
ssize_t write(int fd, const void *data, size_t size) {
    REAL(write);
    if (fd != STDERR_FILENO) FAIL("write", ENOSPC, -1);
    return real(fd, data, size);
}
ssize_t recv(int fd, void *out, size_t size, int flags) {
    REAL(recv);
    FAIL("recv", ENOBUFS, -1);
    return real(fd, out, size, flags);
}
ssize_t send(int fd, const void *data, size_t size, int flags) {
    REAL(send);
    FAIL("send", ENOBUFS, -1);
    return real(fd, data, size, flags);
}
CALL(ssize_t, recvmsg, (int fd, struct msghdr *message, int flags), (fd, message, flags), ENOBUFS)
CALL(ssize_t, sendmsg, (int fd, const struct msghdr *message, int flags), (fd, message, flags),
     ENOBUFS)
CALL(int, poll, (struct pollfd *fds, nfds_t count, int time), (fds, count, time), ENOMEM)
CALL(int, rename, (const char *from, const char *to), (from, to), ENOSPC)
CALL(int, fsync, (int fd), (fd), EIO)

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*start)(void *),
                   void *argument) {
    REAL(pthread_create);
    if (fails("pthread_create")) return EAGAIN;
    return real(thread, attributes, start, argument);
}

// A process says who it is.
int prctl(int what, ...) {
    static int (*real)(int, ...);
    unsigned long a, b, c, d;
    va_list more;
    va_start(more, what);
    a = va_arg(more, unsigned long), b = va_arg(more, unsigned long);
    c = va_arg(more, unsigned long), d = va_arg(more, unsigned long);
    va_end(more);
    if (!real) real = (int (*)(int, ...))dlsym(RTLD_NEXT, "prctl");
    if (what == PR_SET_NAME) {
        const char *name = strrchr((const char *)a, '-');
        if (name) strncpy(process, name + 1, name_size - 1);
    }
    return real(what, a, b, c, d);
}

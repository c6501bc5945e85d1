// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/sealed.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <new>
#include <string_view>

#include "base/hash.h"
#include "base/unique_fd.h"

#ifndef SYS_memfd_secret
#define SYS_memfd_secret 447  // the same number everywhere; older headers do not have it
#endif

namespace ecsview {
namespace {

constexpr std::size_t key_size = sizeof(Sha256);

// Nobody else's: not even who may trace the process, or reads its memory as root, sees this page.
void* hidden_page(std::size_t size) noexcept {
    const UniqueFd fd(static_cast<int>(syscall(SYS_memfd_secret, O_CLOEXEC)));
    if (!fd || ftruncate(fd.get(), static_cast<off_t>(size)) != 0) return MAP_FAILED;
    return mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd.get(), 0);
}

void* plain_page(std::size_t size) noexcept {
    void* page = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED) return page;
    // As far as the limits go: neither on a disk nor in a core file.
    mlock(page, size);
    madvise(page, size, MADV_DONTDUMP);
    return page;
}

const char* make_key() {
    const auto size = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    void* page = hidden_page(size);
    if (page == MAP_FAILED) page = plain_page(size);
    if (page == MAP_FAILED || getrandom(page, key_size, 0) != static_cast<ssize_t>(key_size))
        throw std::bad_alloc();
    return static_cast<const char*>(page);
}

std::string_view key() {
    static const char* const bytes = make_key();
    return {bytes, key_size};
}

// There and back.
void mask(std::string& text, std::uint64_t number) {
    for (std::size_t at = 0; at < text.size(); at += key_size) {
        auto stream = hmac_sha256(key(), std::to_string(number) + "/" + std::to_string(at));
        for (std::size_t i = 0; i < key_size && at + i < text.size(); ++i)
            text[at + i] = static_cast<char>(text[at + i] ^ static_cast<char>(stream[i]));
        wipe(stream.data(), stream.size());
    }
}

}  // namespace

Sealed::Sealed(Secret text) : masked_(text.reveal()) {
    static std::atomic<std::uint64_t> numbers{0};
    number_ = ++numbers;
    mask(masked_, number_);
}

Secret Sealed::open() const {
    std::string text(masked_);
    mask(text, number_);
    return Secret(std::move(text));
}

}  // namespace ecsview

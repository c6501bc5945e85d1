// SPDX-License-Identifier: GPL-2.0-or-later
#include "screen/framebuffer.h"

#include <fcntl.h>
#include <sys/mman.h>

#include "base/error.h"
#include "base/language.h"

namespace ecsview::screen {
namespace {

UniqueFd sealed_memory() {
    UniqueFd fd(memfd_create("ecsview-framebuffer", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    // The size can never change again: a read of ours past the end would be a SIGBUS.
    if (!fd || ftruncate(fd.get(), static_cast<off_t>(shared_bytes)) != 0 ||
        fcntl(fd.get(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0)
        throw Error(ExitCode::decoder, tr("The kernel gave no shared memory for the picture; free "
                                          "some memory and try again."));
    return fd;
}

}  // namespace

Framebuffer::Framebuffer() : fd_(sealed_memory()) {
    void* map = mmap(nullptr, shared_bytes, PROT_READ, MAP_SHARED, fd_.get(), 0);
    if (map == MAP_FAILED)
        throw Error(
            ExitCode::decoder,
            tr("The picture's memory could not be mapped; free some memory and try again."));
    // Core files are off, but if one is made the picture is not in it.
    madvise(map, shared_bytes, MADV_DONTDUMP);
    map_ = static_cast<const std::uint32_t*>(map);
}

Framebuffer::~Framebuffer() {
    munmap(const_cast<std::uint32_t*>(map_), shared_bytes);
}

void Framebuffer::put_away() const noexcept {
    madvise(const_cast<std::uint32_t*>(map_), shared_bytes, MADV_DONTNEED);
}

}  // namespace ecsview::screen

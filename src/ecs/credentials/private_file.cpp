// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/credentials/private_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/language.h"
#include "base/ownership.h"
#include "base/unique_fd.h"

namespace ecsview::ecs {
namespace {

constexpr std::size_t max_file = std::size_t{1024} * 1024;

Failure unreadable(const std::string& why) {
    return {ExitCode::credentials, tr("it cannot be read ({1})", why)};
}

// All of it; a failure leaves errno.
bool read_all(int fd, std::string& text) {
    char block[4096];
    for (;;) {
        const auto size = read(fd, block, sizeof block);
        if (size < 0 && errno == EINTR) continue;
        if (size <= 0) {
            wipe(block, sizeof block);
            return size == 0;
        }
        text.append(block, static_cast<std::size_t>(size));
        if (text.size() > max_file) {
            errno = EFBIG;
            return false;
        }
    }
}

}  // namespace

Failure too_open(const PrivateFile& file) {
    return {ExitCode::credentials, tr("it {1}, for --strict takes no other", file.concern)};
}

Result<std::optional<PrivateFile>> read_private_file(const std::string& path) {
    // Not to wait if it is a pipe.
    const UniqueFd fd(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!fd && (errno == ENOENT || errno == ENOTDIR)) return std::optional<PrivateFile>();
    struct stat found {};
    if (!fd || fstat(fd.get(), &found) != 0) return unreadable(strerror(errno));
    if (!S_ISREG(found.st_mode)) return unreadable(tr("it is no plain file"));
    std::string text;
    text.reserve(static_cast<std::size_t>(std::min<off_t>(found.st_size, max_file)) + 4096);
    const bool whole = read_all(fd.get(), text);
    const auto why = whole ? "" : strerror(errno);
    PrivateFile out{Secret(std::move(text)), concern_about(found.st_uid, found.st_mode, geteuid())};
    if (!whole) return unreadable(why);
    return std::optional<PrivateFile>(std::move(out));
}

}  // namespace ecsview::ecs

// SPDX-License-Identifier: GPL-2.0-or-later
#include "options/password.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>

#include "base/environment.h"
#include "base/error.h"
#include "base/log.h"
#include "base/ownership.h"
#include "base/unique_fd.h"

namespace ecsview::options {
namespace {

constexpr std::size_t max_password = 255;  // VNC looks at 8, Apple's and Windows' schemes at more

[[noreturn]] void refuse(const std::string& source, const std::string& clause) {
    throw Error(ExitCode::usage, "The VNC password " + source + " " + clause +
                                     "; it has to be a file whose first line is the password.");
}

// Up to `size` bytes of the file, or -1.
ssize_t read_all(int fd, char* to, std::size_t size) {
    std::size_t done = 0;
    while (done < size) {
        const auto got = read(fd, to + done, size - done);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return -1;
        if (got == 0) break;
        done += static_cast<std::size_t>(got);
    }
    return static_cast<ssize_t>(done);
}

Secret first_line(int fd, const std::string& source) {
    std::array<char, max_password + 2> block;  // and its CR LF
    const auto size = read_all(fd, block.data(), block.size());
    if (size < 0) refuse(source, "cannot be read");
    std::string_view text(block.data(), static_cast<std::size_t>(size));
    const auto end = text.find('\n');
    const bool whole = end != std::string_view::npos || text.size() < block.size();
    text = text.substr(0, end);
    if (text.ends_with('\r')) text.remove_suffix(1);
    const bool has_zero = text.find('\0') != std::string_view::npos;
    Secret line{std::string(text)};
    wipe(block.data(), block.size());
    if (!whole || line.reveal().size() > max_password) refuse(source, "is longer than 255 bytes");
    if (has_zero) refuse(source, "has a zero byte");
    if (line.empty()) refuse(source, "has nothing in its first line");
    return line;
}

// A terminal is open to others by its mode, and has nothing that stays.
std::string concern_about_file(int fd, const std::string& path) {
    struct stat found {};
    const auto service = environment("CREDENTIALS_DIRECTORY");
    if (fstat(fd, &found) != 0 || S_ISCHR(found.st_mode)) return {};
    if (service && is_credential(path, *service)) return {};
    return concern_about(found.st_uid, found.st_mode, geteuid());
}

Secret from_file(const std::string& path, bool strict) {
    const std::string source = "file (--password-file) " + log::printable(path);
    const UniqueFd fd(open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!fd) refuse(source, "cannot be opened");
    if (const auto concern = concern_about_file(fd.get(), path); !concern.empty()) {
        const auto sentence = "The VNC password " + source + " " + concern;
        if (strict) throw Error(ExitCode::usage, sentence + ", for --strict takes no other.");
        log::warning("options", sentence);
    }
    return first_line(fd.get(), source);
}

std::optional<Secret> from_systemd() {
    const auto directory = environment("CREDENTIALS_DIRECTORY");
    if (!directory) return std::nullopt;
    const std::string source = "credential (vnc-password of systemd)";
    const UniqueFd fd(open((*directory + "/vnc-password").c_str(), O_RDONLY | O_CLOEXEC));
    if (!fd && (errno == ENOENT || errno == ENOTDIR)) return std::nullopt;
    if (!fd) refuse(source, "cannot be opened");
    return first_line(fd.get(), source);
}

}  // namespace

std::optional<Secret> vnc_password(const std::optional<std::string>& password_file, bool strict,
                                   const Secret& of_link) {
    auto from_environment = take_from_environment("ECSVIEW_VNC_PASSWORD");
    if (password_file) return from_file(*password_file, strict);
    if (!of_link.empty()) return of_link.copy();
    if (from_environment) return from_environment;
    return from_systemd();
}

}  // namespace ecsview::options

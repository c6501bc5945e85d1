// SPDX-License-Identifier: GPL-2.0-or-later
#include "options/password.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>

#include "base/environment.h"
#include "base/error.h"
#include "base/language.h"
#include "base/log.h"
#include "base/ownership.h"
#include "base/unique_fd.h"

namespace ecsview::options {
namespace {

constexpr std::size_t max_password = 255;  // VNC looks at 8, Apple's and Windows' schemes at more

[[noreturn]] void refuse(std::string sentence) {
    throw Error(ExitCode::usage, std::move(sentence));
}

[[noreturn]] void cannot_open(const std::string& source) {
    refuse(
        tr("{1} cannot be opened; it has to be a file whose first line is the password.", source));
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

// `source`: what begins the sentence about it.
Secret first_line(int fd, const std::string& source) {
    std::array<char, max_password + 2> block;  // and its CR LF
    const auto size = read_all(fd, block.data(), block.size());
    if (size < 0)
        refuse(tr("{1} cannot be read; it has to be a file whose first line is the password.",
                  source));
    std::string_view text(block.data(), static_cast<std::size_t>(size));
    const auto end = text.find('\n');
    const bool whole = end != std::string_view::npos || text.size() < block.size();
    text = text.substr(0, end);
    if (text.ends_with('\r')) text.remove_suffix(1);
    const bool has_zero = text.find('\0') != std::string_view::npos;
    Secret line{std::string(text)};
    wipe(block.data(), block.size());
    if (!whole || line.reveal().size() > max_password)
        refuse(tr(
            "{1} is longer than 255 bytes; it has to be a file whose first line is the password.",
            source));
    if (has_zero)
        refuse(tr("{1} has a zero byte; it has to be a file whose first line is the password.",
                  source));
    if (line.empty())
        refuse(
            tr("{1} has nothing in its first line; it has to be a file whose first line is the "
               "password.",
               source));
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
    const auto shown = log::printable(path);
    const auto source = tr("The VNC password file (--password-file) {1}", shown);
    const UniqueFd fd(open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!fd) cannot_open(source);
    if (const auto concern = concern_about_file(fd.get(), path); !concern.empty()) {
        if (strict)
            refuse(
                tr("The VNC password file (--password-file) {1} {2}, for --strict takes no other.",
                   shown, concern));
        const auto sentence = tr("The VNC password file (--password-file) {1} {2}", shown, concern);
        log::warning("options", sentence);
    }
    return first_line(fd.get(), source);
}

std::optional<Secret> from_systemd() {
    const auto directory = environment("CREDENTIALS_DIRECTORY");
    if (!directory) return std::nullopt;
    const auto source = tr("The VNC password credential (vnc-password of systemd)");
    const UniqueFd fd(open((*directory + "/vnc-password").c_str(), O_RDONLY | O_CLOEXEC));
    if (!fd && (errno == ENOENT || errno == ENOTDIR)) return std::nullopt;
    if (!fd) cannot_open(source);
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

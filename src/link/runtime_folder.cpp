// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/runtime_folder.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hash.h"

namespace ecsview::link {
namespace {

bool only_ours(int fd, mode_t type) {
    struct stat about {};
    return fstat(fd, &about) == 0 && (about.st_mode & S_IFMT) == type &&
           about.st_uid == geteuid() && (about.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

UniqueFd open_folder(const std::optional<std::string>& runtime_directory) {
    if (!runtime_directory || !runtime_directory->starts_with('/')) return {};
    constexpr int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
    const UniqueFd parent(::open(runtime_directory->c_str(), flags & ~O_NOFOLLOW));
    if (!parent || !only_ours(parent.get(), S_IFDIR)) return {};
    mkdirat(parent.get(), "ecsview", 0700);
    UniqueFd folder(openat(parent.get(), "ecsview", flags));
    return folder && only_ours(folder.get(), S_IFDIR) ? std::move(folder) : UniqueFd();
}

}  // namespace

RuntimeFolder::RuntimeFolder(const std::optional<std::string>& runtime_directory)
    : folder_(open_folder(runtime_directory)) {}

std::string RuntimeFolder::name_of(std::string_view subject) {
    return hex(sha256(subject)).substr(0, 32);
}

UniqueFd RuntimeFolder::open_file(const std::string& name) const {
    return open(name, 0);
}

UniqueFd RuntimeFolder::make_file(const std::string& name) const {
    return open(name, O_CREAT);
}

UniqueFd RuntimeFolder::open(const std::string& name, int more) const {
    if (!folder_) return {};
    constexpr int flags = O_RDWR | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK;
    UniqueFd fd(openat(folder_.get(), name.c_str(), flags | more, 0600));
    return fd && only_ours(fd.get(), S_IFREG) ? std::move(fd) : UniqueFd();
}

std::optional<std::string> RuntimeFolder::recall(const std::string& name, std::size_t most) const {
    const UniqueFd fd = open_file(name);
    return fd ? read(fd.get(), most) : std::nullopt;
}

void RuntimeFolder::keep(const std::string& name, std::string_view text) const {
    if (const UniqueFd fd = make_file(name)) write(fd.get(), text);
}

std::optional<std::string> RuntimeFolder::read(int fd, std::size_t most) {
    std::string text(most, '\0');
    const auto size = pread(fd, text.data(), text.size(), 0);
    if (size < 0) return std::nullopt;
    text.resize(static_cast<std::size_t>(size));
    return text;
}

// In this order a file system that is full keeps what there was.
bool RuntimeFolder::write(int fd, std::string_view text) {
    return pwrite(fd, text.data(), text.size(), 0) == static_cast<ssize_t>(text.size()) &&
           ftruncate(fd, static_cast<off_t>(text.size())) == 0;
}

}  // namespace ecsview::link

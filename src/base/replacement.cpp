// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/replacement.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <utility>

#include "base/output.h"

namespace ecsview {

Replacement::Replacement(std::string path, std::optional<unsigned> mode)
    : path_(std::move(path)),
      beside_(path_ + ".part" + std::to_string(getpid())),
      fd_(open(beside_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode ? 0600 : 0666)) {
    if (!fd_ || (mode && fchmod(fd_.get(), *mode & 07777) != 0)) error_ = errno;
}

Replacement::~Replacement() {
    if (fd_) unlink(beside_.c_str());
}

int Replacement::append(std::string_view bytes, const std::stop_token& cancel) {
    if (error_ == 0) error_ = write_all(fd_.get(), bytes, cancel);
    return error_;
}

int Replacement::overwrite_begin(std::string_view bytes) {
    if (error_ == 0 && lseek(fd_.get(), 0, SEEK_SET) != 0) error_ = errno;
    return append(bytes, {});
}

// A disk may tell only when it is closed that it is full.
int Replacement::take_place() {
    if (error_ != 0) return error_;
    if (close(fd_.release()) != 0 || std::rename(beside_.c_str(), path_.c_str()) != 0) {
        error_ = errno;
        unlink(beside_.c_str());
    }
    return error_;
}

}  // namespace ecsview

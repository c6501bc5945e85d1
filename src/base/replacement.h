// SPDX-License-Identifier: GPL-2.0-or-later
// A file that takes the place of `path`, whatever is there, once all of it is written: until then
// it stands beside it, so nobody sees half of it, and a failure leaves nothing behind. What returns
// int gives 0 or an errno value, ECANCELED if `cancel` came before the last byte. Any thread;
// SIGPIPE has to be ignored.
#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "base/unique_fd.h"

namespace ecsview {

class Replacement {
public:
    // `mode`: its rights, as in chmod(2); nothing: the usual ones. A failure is told by append().
    Replacement(std::string path, std::optional<unsigned> mode);
    ~Replacement();
    Replacement(const Replacement&) = delete;
    Replacement& operator=(const Replacement&) = delete;

    int append(std::string_view bytes, const std::stop_token& cancel);
    // In the place of as many of its first bytes.
    int overwrite_begin(std::string_view bytes);
    // It is whole.
    int take_place();

private:
    const std::string path_, beside_;
    UniqueFd fd_;
    int error_ = 0;
};

}  // namespace ecsview

// SPDX-License-Identifier: GPL-2.0-or-later
// Small files in the user's runtime directory, for what a viewer that is started anew should know:
// $XDG_RUNTIME_DIR/ecsview. It fails safe: where there is no such directory, or it is not the
// user's own, there are no files. Connection thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/unique_fd.h"

namespace ecsview::link {

class RuntimeFolder {
public:
    // `runtime_directory` is XDG_RUNTIME_DIR, if there is one.
    explicit RuntimeFolder(const std::optional<std::string>& runtime_directory);

    explicit operator bool() const noexcept { return static_cast<bool>(folder_); }

    // The name of the file about `subject`, a console or a proxy: its hash, so it tells nothing.
    static std::string name_of(std::string_view subject);
    // Never through a link, and never a pipe that would block.
    UniqueFd open_file(const std::string& name) const;
    UniqueFd make_file(const std::string& name) const;  // or opens it

    // What the file holds, up to `most` bytes; nothing: there is none.
    std::optional<std::string> recall(const std::string& name, std::size_t most) const;
    // That from now on; if it cannot be, nobody needs to know.
    void keep(const std::string& name, std::string_view text) const;

    // Up to `most` bytes; nothing: it cannot be read.
    static std::optional<std::string> read(int fd, std::size_t most);
    static bool write(int fd, std::string_view text);

private:
    UniqueFd open(const std::string& name, int more) const;

    UniqueFd folder_;
};

}  // namespace ecsview::link

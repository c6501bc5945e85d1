// SPDX-License-Identifier: GPL-2.0-or-later
// A recording in a file, as record/fbs.h has it, opened for reading. The file is read through once,
// to know where its blocks are; what they say is read when it is wanted. One thread at a time.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/unique_fd.h"
#include "record/fbs.h"
#include "screen/geometry.h"

namespace ecsview::replay {

// A block: when it is due, and whether the picture can be known from there on.
struct Mark {
    record::Milliseconds at{0};
    bool key = false;
    bool operator==(const Mark&) const = default;
};

class Recording {
public:
    // Failure: it cannot be read, or is no recording of ours (ExitCode::usage). A file that ends in
    // the middle, for its writer was killed, is as long as its last whole block.
    static Result<Recording> open(const std::string& path);

    // Of the console that was recorded.
    const std::string& name() const { return name_; }
    // As wide as the widest picture, as high as the highest.
    screen::DesktopSize largest() const { return largest_; }
    // It ends as a recording does that was brought to its end; else its writer was killed, or goes
    // on.
    bool complete() const { return complete_; }
    // What the server says before its first block.
    const std::string& greeting() const { return greeting_; }
    const std::vector<Mark>& marks() const { return marks_; }
    // What the block with this number says; nothing: the file has changed.
    std::optional<std::string> bytes(std::size_t block) const;

private:
    struct Place {
        std::uint64_t at = 0;
        std::uint32_t size = 0;
    };

    explicit Recording(UniqueFd file) : file_(std::move(file)) {}
    std::optional<std::string> read(std::uint64_t at, std::size_t size) const;
    bool read_greeting(std::uint64_t& at);
    void find_blocks(std::uint64_t at);

    UniqueFd file_;
    std::string name_, greeting_;
    screen::DesktopSize largest_;
    bool complete_ = false;
    std::vector<Mark> marks_;
    std::vector<Place> places_;
};

}  // namespace ecsview::replay

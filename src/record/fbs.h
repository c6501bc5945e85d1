// SPDX-License-Identifier: GPL-2.0-or-later
// The container of a recording: FBS 001.000, as rfbproxy made it and players of RFB sessions open
// it. After a line of its name come blocks: a length (4 bytes, the highest first), as many bytes of
// what a server says, up to 3 more so that it is a multiple of 4, and the milliseconds since the
// beginning (4 bytes). What the server says begins with RFB 003.003, security type None and
// ServerInit. Pure.
//
// In a recording of ours each block is whole FramebufferUpdates, and one that begins with a
// DesktopSize rectangle (a key) has the whole picture and needs nothing that came before it.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "screen/geometry.h"

namespace ecsview::record {

using Milliseconds = std::chrono::milliseconds;

constexpr std::string_view fbs_magic = "FBS 001.000\n";
// The name of the desktop in a recording of ours begins so.
constexpr std::string_view our_mark = "ecsview: ";

struct Block {
    Milliseconds at{0};  // since some beginning
    std::string bytes;
    bool key = false;
};

// What a server says before its first update. `name`: at most 200 bytes of it are kept.
std::string greeting(screen::DesktopSize size, std::string_view name);

// Appends a block.
void put_block(std::string& out, std::string_view bytes, Milliseconds at);

// The beginning of a file: its name, and the greeting as the first block.
std::string file_head(screen::DesktopSize size, std::string_view name);

// A FramebufferUpdate with which a key begins: the desktop has this size.
std::string desktop_size(screen::DesktopSize size);
// The size of the desktop, if what a block of ours says is a key.
std::optional<screen::DesktopSize> size_of_key(std::string_view bytes);

// What the greeting of a file says, if it is one.
struct Greeting {
    screen::DesktopSize size;
    std::string name;
    std::size_t bytes = 0;  // how long it is
};
std::optional<Greeting> read_greeting(std::string_view bytes);

}  // namespace ecsview::record

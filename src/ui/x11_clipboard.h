// SPDX-License-Identifier: GPL-2.0-or-later
// Reads the clipboard of an X display, by a connection of its own. SDL does that, too, but makes it
// empty when its owner does not answer, and takes a text that comes in pieces for none. Any one
// thread at a time: it asks SDL nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace ecsview::ui {

class X11Clipboard {
public:
    enum class Kind {
        text,       // perhaps none; of one that is too long, the beginning, which is still too long
        no_answer,  // its owner has not given it in time
        sdls,       // SDL has it, or there is no X11
    };
    struct Reading {
        Kind kind = Kind::sdls;
        std::string text;  // UTF-8 of a stranger
    };

    // `window` is that of SDL, by X11's number; 0: there is no X11.
    explicit X11Clipboard(std::uint32_t window);
    ~X11Clipboard();
    X11Clipboard(const X11Clipboard&) = delete;
    X11Clipboard& operator=(const X11Clipboard&) = delete;

    // Waits for the owner, 1 s for each word of it and 5 s in all. Longer than `most`: too long.
    Reading read(std::size_t most);

private:
    class Server;
    const std::uint32_t window_;
    std::unique_ptr<Server> server_;
};

}  // namespace ecsview::ui

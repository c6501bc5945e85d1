// SPDX-License-Identifier: GPL-2.0-or-later
// How a decoder becomes a program of its own: the spawner's child starts this very program anew, so
// that no two decoders, and no decoder and main, lie in memory alike or have the same stack canary.
// Its order and its descriptors pass by descriptors of fixed numbers. In the spawner's processes,
// which have one thread; a Handover owns what it holds.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/unique_fd.h"
#include "rfb/decoder/spawner.h"

namespace ecsview::rfb {

struct Handover {
    DecoderOrder order;
    UniqueFd stream, messages, memory;
};

// The file that runs, kept open: an upgrade of the package may replace it at any time.
class OwnProgram {
public:
    // Before the environment is wiped: a few of its variables say how a program is loaded.
    OwnProgram();

    // In the child that is to be the decoder. Returns, with errno's value, when this machine starts
    // no program that way; `handover` then still has all, at other numbers.
    int start_decoder(Handover& handover) const noexcept;
    // To be left open; -1: there is none.
    int fd() const noexcept { return file_.get(); }

private:
    UniqueFd file_;
    std::vector<std::string> environment_;
};

// That the machine is short of something: no reason to do without a program of its own.
bool is_passing(int error) noexcept;

// Whether a spawner has started this program as a decoder. A person who calls it by that name gets
// the same answer, but has nothing to hand over.
bool started_as_decoder(int argc, char** argv) noexcept;
// What was handed over; nothing: nobody did. The name is overwritten, and the environment.
std::optional<Handover> take_handover(int argc, char** argv) noexcept;

}  // namespace ecsview::rfb

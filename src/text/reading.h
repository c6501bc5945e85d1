// SPDX-License-Identifier: GPL-2.0-or-later
// What `ecsview text` makes of the pictures that it gets: the first one's text, or the first that
// has a line with what is waited for. Pure; one thread.
#pragma once

#include <optional>
#include <string>

#include "base/error.h"
#include "screen/picture_copy.h"
#include "text/page.h"

namespace ecsview::text {

// What is said of a picture without text.
Failure no_text();

class Reading {
public:
    // `wanted`: UTF-8; empty: nothing is waited for.
    explicit Reading(std::string wanted) : wanted_(std::move(wanted)) {}

    // Reads the picture, which is whole. Whether it is the one.
    bool look(const screen::PictureCopy& picture);
    // What was read last; a failure: there was no text.
    Result<std::string> text(bool colours) const;
    // Why the pictures ended before the one came: `why`, unless it was only that time ran out while
    // there were some.
    Failure too_late(const Failure& why) const;

private:
    bool has_wanted() const;

    std::string wanted_;
    bool looked_ = false;
    std::optional<Page> page_;
};

}  // namespace ecsview::text

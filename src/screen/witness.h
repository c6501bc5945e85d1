// SPDX-License-Identifier: GPL-2.0-or-later
// Who looks on at the connection, besides whoever shows it. Called by the connection thread;
// neither call may block.
#pragma once

#include "screen/mailbox.h"

namespace ecsview::screen {

class Witness {
public:
    virtual ~Witness() = default;
    // The picture changes there. What is seen in it later may be newer.
    virtual void saw(const PictureUpdate& update) = 0;
    // A connection that had a picture has ended.
    virtual void lost() = 0;
};

}  // namespace ecsview::screen

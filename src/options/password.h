// SPDX-License-Identifier: GPL-2.0-or-later
// The VNC password that was given beforehand. Called once in main, before the first thread.
#pragma once

#include <optional>
#include <string>

#include "base/secret.h"

namespace ecsview::options {

// The first line of `password_file`, else what the link brings (`of_link`, empty: nothing), else
// ECSVIEW_VNC_PASSWORD, else the systemd credential $CREDENTIALS_DIRECTORY/vnc-password, else
// nothing. ECSVIEW_VNC_PASSWORD is gone from the environment afterwards, used or not. Throws Error
// (ExitCode::usage) when a file that is there cannot be read or begins with an empty line.
// A `password_file` that others own or can open is warned about, and refused if `strict`.
std::optional<Secret> vnc_password(const std::optional<std::string>& password_file, bool strict,
                                   const Secret& of_link = {});

}  // namespace ecsview::options

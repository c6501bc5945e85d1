// SPDX-License-Identifier: GPL-2.0-or-later
// Whether this is a sanitizer's build. Its runtime opens files, maps shadow memory, traces the
// process for leaks and writes its report to standard error: some protections are off then.
#pragma once

namespace ecsview {

#ifdef ECSVIEW_SANITIZE
constexpr bool sanitizing = true;
#else
constexpr bool sanitizing = false;
#endif

}  // namespace ecsview

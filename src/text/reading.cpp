// SPDX-License-Identifier: GPL-2.0-or-later
#include "text/reading.h"

#include "base/language.h"
#include "base/log.h"

namespace ecsview::text {

Failure no_text() {
    return {
        ExitCode::no_text,
        tr("The screen shows a picture and no text that can be read; take it with ecsview shot.")};
}

bool Reading::look(const screen::PictureCopy& picture) {
    looked_ = true;
    page_ = read_page({picture.pixels(), picture.size()});
    return wanted_.empty() || has_wanted();
}

bool Reading::has_wanted() const {
    return page_ && page_->plain().find(wanted_) != std::string::npos;
}

Result<std::string> Reading::text(bool colours) const {
    if (page_) return colours ? page_->coloured() : page_->plain();
    return no_text();
}

Failure Reading::too_late(const Failure& why) const {
    if (why.code != ExitCode::out_of_time || !looked_) return why;
    return {ExitCode::out_of_time, tr("The screen did not show \"{1}\" in time; look at it with "
                                      "ecsview text, or give more time with --timeout.",
                                      log::printable(wanted_))};
}

}  // namespace ecsview::text

// SPDX-License-Identifier: GPL-2.0-or-later
#include "options/help.h"

#include <gmock/gmock.h>

namespace ecsview::options {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

TEST(HelpText, FitsIntoTheUsualWidth) {
    const auto text = help_text(nullptr);
    for (std::size_t at = 0; at < text.size();) {
        const auto end = text.find('\n', at);
        EXPECT_LE(end - at, 100u) << text.substr(at, end - at);
        at = end + 1;
    }
}

TEST(HelpText, OfACommandHasWhatItTakes) {
    EXPECT_THAT(help_text(find_command("list")),
                AllOf(StartsWith("Usage:\n  ecsview list [OPTIONS]"), HasSubstr("--all-regions"),
                      HasSubstr("ecsview --help has"), Not(HasSubstr("--fullscreen")),
                      Not(HasSubstr("TARGET:")), Not(HasSubstr("shot ["))));
    EXPECT_THAT(help_text(find_command("shot")),
                AllOf(HasSubstr("\nTARGET:\n"), HasSubstr("--wait"), Not(HasSubstr("--page"))));
}

}  // namespace
}  // namespace ecsview::options

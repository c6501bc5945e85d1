// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/last_words.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <exception>
#include <new>
#include <string_view>
#include <system_error>

#include "base/error.h"
#include "base/language.h"

namespace ecsview {
namespace {

// In English where there is no memory for another language.
int put_line(char* line, std::size_t size, std::string_view sentence) noexcept {
    constexpr const char* format = "ecsview: %s\n";
    try {
        return std::snprintf(line, size, format, tr(sentence).c_str());
    } catch (const std::bad_alloc&) {
        return std::snprintf(line, size, format, sentence.data());
    }
}

// If standard error takes nothing, there is nobody to tell.
void say(std::string_view sentence) noexcept {
    char line[512];
    const int size = put_line(line, sizeof line, sentence);
    [[maybe_unused]] const auto written =
        write(STDERR_FILENO, line, std::min(static_cast<std::size_t>(size), sizeof line - 1));
}

// What a person can do about it, as far as that is known. A literal, so it ends with a NUL.
std::string_view sentence_about(const std::exception_ptr& fault) noexcept {
    try {
        if (fault) std::rethrow_exception(fault);
    } catch (const std::bad_alloc&) {
        return tr_later("No memory is left; close some programs.");
    } catch (const std::system_error&) {
        return tr_later("No thread or descriptor is left; close some programs.");
    } catch (...) {
    }
    return tr_later("Something went wrong that should not; please report it.");
}

[[noreturn]] void end() noexcept {
    say(sentence_about(std::current_exception()));
    _exit(static_cast<int>(ExitCode::decoder));
}

}  // namespace

void have_last_words() noexcept {
    std::set_terminate(&end);
}

}  // namespace ecsview

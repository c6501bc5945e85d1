// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/last_words.h"

#include <unistd.h>

#include <cstring>
#include <exception>
#include <new>
#include <system_error>

#include "base/error.h"

namespace ecsview {
namespace {

// If standard error takes nothing, there is nobody to tell.
void say(const char* sentence) noexcept {
    [[maybe_unused]] const auto written = write(STDERR_FILENO, sentence, std::strlen(sentence));
}

// What a person can do about it, as far as that is known.
const char* sentence_about(const std::exception_ptr& fault) noexcept {
    try {
        if (fault) std::rethrow_exception(fault);
    } catch (const std::bad_alloc&) {
        return "ecsview: No memory is left; close some programs.\n";
    } catch (const std::system_error&) {
        return "ecsview: No thread or descriptor is left; close some programs.\n";
    } catch (...) {
    }
    return "ecsview: Something went wrong that should not; please report it.\n";
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

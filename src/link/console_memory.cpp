// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/console_memory.h"

#include "base/log.h"

namespace ecsview::link {
namespace {

// The longest line has 21.
constexpr std::size_t max_bytes = 64;

}  // namespace

ConsoleMemory::ConsoleMemory(std::string_view console,
                             const std::optional<std::string>& runtime_directory)
    : folder_(runtime_directory),
      file_(RuntimeFolder::name_of("greeting " + std::string(console))) {
    if (const auto text = folder_.recall(file_, max_bytes)) acquaintance_.read(*text);
}

void ConsoleMemory::greeted(bool plain, bool keep_awake, bool foresaid) {
    if (acquaintance_.greeted(plain, keep_awake, foresaid)) keep();
}

void ConsoleMemory::taken_amiss() {
    log::info("link", "the console does not take what is said to it at once; connecting anew");
    acquaintance_.taken_amiss();
    keep();
}

void ConsoleMemory::keep() const {
    folder_.keep(file_, acquaintance_.text());
}

}  // namespace ecsview::link

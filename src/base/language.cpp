// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/language.h"

#include <libintl.h>
#include <locale.h>
#include <stdlib.h>

#include <filesystem>
#include <utility>

#include "base/environment.h"

namespace ecsview {
namespace {

constexpr const char* domain = "ecsview";

// Beside the program where it was built, in share/locale where it was installed.
std::string catalogues() {
    std::error_code none;
    const auto folder = std::filesystem::read_symlink("/proc/self/exe", none).parent_path();
    const auto built = folder / "locale";
    return std::filesystem::is_directory(built, none) ? built
                                                      : folder.parent_path() / "share/locale";
}

// What POSIX has decide; empty: nothing does.
std::string wanted_locale() {
    for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"})
        if (auto value = environment(name)) return *std::move(value);
    return {};
}

// A small system has the catalogue, but nobody has generated the locale there: the language is
// taken from its name then. (glibc translates nothing in the locale C, but in C.UTF-8, which is
// built in.)
void use_language_of(const std::string& locale) {
    if (!setlocale(LC_MESSAGES, "C.UTF-8")) return;
    setenv("LANGUAGE", locale.substr(0, locale.find_first_of(".@")).c_str(), 0);
}

}  // namespace

void choose_language() {
    if (!setlocale(LC_MESSAGES, "")) use_language_of(wanted_locale());
    bindtextdomain(domain, catalogues().c_str());
    // Also what the system says: this process's own letters are the locale C's, that is ASCII.
    for (const char* name : {domain, "libc"}) bind_textdomain_codeset(name, "UTF-8");
    dgettext(domain, "");  // reads it
}

void leave_language() {
    setlocale(LC_MESSAGES, "C");
}

std::string filled(std::string_view sentence, std::initializer_list<Filling> fillings) {
    std::string text;
    for (std::size_t i = 0; i < sentence.size(); ++i) {
        const bool place = sentence[i] == '{' && i + 2 < sentence.size() && sentence[i + 2] == '}';
        const std::size_t which = place ? static_cast<unsigned char>(sentence[i + 1] - '1') : 255;
        if (which < fillings.size()) {
            text += (fillings.begin() + which)->text();
            i += 2;
        } else {
            text += sentence[i];
        }
    }
    return text;
}

// gettext("") is the catalogue's own head.
std::string tr(std::string_view english) {
    return english.empty() ? std::string() : dgettext(domain, std::string(english).c_str());
}

std::string translated_count(std::size_t number, std::string_view one, std::string_view more) {
    return dngettext(domain, std::string(one).c_str(), std::string(more).c_str(), number);
}

}  // namespace ecsview

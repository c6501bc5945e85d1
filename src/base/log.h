// SPDX-License-Identifier: GPL-2.0-or-later
// The program's log: one line a fact, on standard error, as text or JSON. Any thread; a line is one
// write(2), so lines of threads do not mix. Callers pass no secrets; control bytes are replaced
// here.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace ecsview::log {

enum class Level { error, warning, info, debug };
enum class Format { text, json };

struct Field {
    std::string_view name;
    std::string value;
};

// Set once in main, before the first thread. Defaults: warning, text.
void configure(Level level, Format format) noexcept;
bool enabled(Level level) noexcept;

// `component` is the folder that the line comes from ("ecs", "link"); `text` is a plain sentence.
void write(Level level, std::string_view component, std::string_view text,
           std::initializer_list<Field> fields = {});

// The same whatever the level, for what was asked for.
void tell(std::string_view component, std::string_view text,
          std::initializer_list<Field> fields = {});

inline void error(std::string_view c, std::string_view t, std::initializer_list<Field> f = {}) {
    write(Level::error, c, t, f);
}
inline void warning(std::string_view c, std::string_view t, std::initializer_list<Field> f = {}) {
    write(Level::warning, c, t, f);
}
inline void info(std::string_view c, std::string_view t, std::initializer_list<Field> f = {}) {
    write(Level::info, c, t, f);
}
inline void debug(std::string_view c, std::string_view t, std::initializer_list<Field> f = {}) {
    write(Level::debug, c, t, f);
}

// Pure: the line as it is written, without the time stamp; for the tests.
std::string render(Format format, Level level, std::string_view component, std::string_view text,
                   std::initializer_list<Field> fields);
// Pure: control characters (C0, DEL, C1, those that turn the direction of writing) and invalid
// UTF-8 become '?'; at most `limit` bytes, of which the last are "..." where it is cut.
std::string printable(std::string_view text, std::size_t limit = 256);

std::optional<Level> parse_level(std::string_view name) noexcept;
std::optional<Format> parse_format(std::string_view name) noexcept;

}  // namespace ecsview::log

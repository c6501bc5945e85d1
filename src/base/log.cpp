// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/log.h"

#include <poll.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstdio>

#include "base/event.h"
#include "base/utf8.h"

namespace ecsview::log {
namespace {

constexpr std::array<std::string_view, 4> level_names{"error", "warning", "info", "debug"};

std::atomic<Level> current_level{Level::warning};
std::atomic<Format> current_format{Format::text};

// How long a line waits for a pipe or socket that is full; then it is dropped.
constexpr int patience_ms = 20;

// UTC with milliseconds, as in RFC 3339.
std::string time_stamp() {
    timeval now{};
    gettimeofday(&now, nullptr);
    tm utc{};
    gmtime_r(&now.tv_sec, &utc);
    char date[32];
    const auto size = strftime(date, sizeof date, "%Y-%m-%dT%H:%M:%S", &utc);
    char text[48];
    std::snprintf(text, sizeof text, "%.*s.%03ldZ", static_cast<int>(size), date,
                  static_cast<long>(now.tv_usec / 1000));
    return text;
}

// Only '"' and '\' are left to escape after printable().
std::string json_string(std::string_view text) {
    std::string out = "\"";
    for (const char c : printable(text, 4096)) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + '"';
}

std::string render_json(Level level, std::string_view component, std::string_view text,
                        std::initializer_list<Field> fields) {
    std::string line = "\"level\":" + json_string(level_names[static_cast<std::size_t>(level)]);
    line += ",\"component\":" + json_string(component) + ",\"text\":" + json_string(text);
    for (const auto& field : fields)
        line += "," + json_string(field.name) + ":" + json_string(field.value);
    return line;
}

std::string render_text(Level level, std::string_view component, std::string_view text,
                        std::initializer_list<Field> fields) {
    std::string line{level_names[static_cast<std::size_t>(level)]};
    line.append(" ").append(component).append(": ").append(printable(text, 4096));
    for (const auto& field : fields)
        line.append(" ").append(field.name).append("=").append(printable(field.value));
    return line;
}

}  // namespace

void configure(Level level, Format format) noexcept {
    current_level = level;
    current_format = format;
}

bool enabled(Level level) noexcept {
    return level <= current_level;
}

std::string render(Format format, Level level, std::string_view component, std::string_view text,
                   std::initializer_list<Field> fields) {
    return format == Format::json ? render_json(level, component, text, fields)
                                  : render_text(level, component, text, fields);
}

namespace {

void write_line(Level level, std::string_view component, std::string_view text,
                std::initializer_list<Field> fields) {
    const Format format = current_format;
    const std::string body = render(format, level, component, text, fields);
    const std::string line = format == Format::json
                                 ? "{\"time\":\"" + time_stamp() + "\"," + body + "}\n"
                                 : time_stamp() + " " + body + "\n";
    // If the log cannot be written or its reader has stopped, the line is dropped: that is no
    // reason to fail or to wait.
    pollfd reader{STDERR_FILENO, POLLOUT, 0};
    if (poll(&reader, 1, patience_ms) == 0) return;
    [[maybe_unused]] const auto written = ::write(STDERR_FILENO, line.data(), line.size());
}

}  // namespace

void write(Level level, std::string_view component, std::string_view text,
           std::initializer_list<Field> fields) {
    if (enabled(level)) write_line(level, component, text, fields);
}

void event(Level level, std::string_view component, std::string_view text,
           std::initializer_list<Field> fields) {
    if (enabled(level) || current_format.load() == Format::json)
        write_line(level, component, text, fields);
}

void tell(std::string_view component, std::string_view text, std::initializer_list<Field> fields) {
    write_line(Level::info, component, text, fields);
}

namespace {

// What a terminal acts upon instead of showing it: C0, DEL, C1, line and paragraph separators, and
// what turns the direction of writing. `sequence` is well-formed.
bool is_control(std::string_view sequence) {
    const auto first = static_cast<unsigned char>(sequence[0]);
    if (sequence.size() == 1) return first < 0x20 || first == 0x7f;
    const auto last = static_cast<unsigned char>(sequence.back());
    if (sequence.size() == 2) return first == 0xc2 && last < 0xa0;
    if (sequence.starts_with("\xe2\x80")) return last >= 0xa8 && last <= 0xae;
    return sequence.starts_with("\xe2\x81") && last >= 0xa6 && last <= 0xa9;
}

}  // namespace

std::string printable(std::string_view text, std::size_t limit) {
    constexpr std::string_view cut = "...";
    std::string out;
    std::size_t kept = 0;  // of it, where the rest does not fit
    for (std::size_t at = 0; at < text.size();) {
        const auto size = utf8_sequence_size(text.substr(at));
        if (out.size() + cut.size() <= limit) kept = out.size();
        if (out.size() + (size ? size : 1) > limit) return out.substr(0, kept).append(cut);
        if (size == 0 || is_control(text.substr(at, size)))
            out += '?';
        else
            out.append(text.substr(at, size));
        at += size ? size : 1;
    }
    return out;
}

std::optional<Level> parse_level(std::string_view name) noexcept {
    for (std::size_t i = 0; i < level_names.size(); ++i)
        if (level_names[i] == name) return static_cast<Level>(i);
    return std::nullopt;
}

std::optional<Format> parse_format(std::string_view name) noexcept {
    if (name == "text") return Format::text;
    if (name == "json") return Format::json;
    return std::nullopt;
}

}  // namespace ecsview::log

// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/credentials/external_command.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <algorithm>
#include <optional>

#include "base/child_process.h"
#include "base/language.h"
#include "base/unique_fd.h"

namespace ecsview::ecs {
namespace {

using std::chrono::steady_clock;

constexpr std::size_t max_output = std::size_t{64} * 1024;

Failure refused(std::string clause) {
    return {ExitCode::credentials, std::move(clause)};
}

std::vector<const char*> environment_with(const std::vector<Secret>& more) {
    std::vector<const char*> out;
    for (char** variable = environ; *variable != nullptr; ++variable) out.push_back(*variable);
    for (const auto& variable : more) out.push_back(variable.reveal().data());
    return out;
}

// Nothing: there is something to read.
std::optional<Failure> await(Waiting& waiting, int fd) {
    switch (waiting.until_readable(fd)) {
        case Waiting::End::ready: break;
        case Waiting::End::late: return refused(tr("its command did not end in time"));
        case Waiting::End::cancelled:
            return Failure{ExitCode::done, tr("The command was cancelled.")};
    }
    return std::nullopt;
}

// Reads to the end. The text never grows beyond its first room, so no copy of it stays in memory.
Result<Secret> read_output(int fd, Waiting& waiting) {
    std::string text;
    text.reserve(max_output + 1);
    for (;;) {
        if (auto failure = await(waiting, fd)) {
            wipe(text);
            return std::move(*failure);
        }
        const auto begin = text.size();
        text.resize(max_output + 1);
        const auto size = read(fd, text.data() + begin, text.size() - begin);
        const bool again = size < 0 && (errno == EINTR || errno == EAGAIN);
        text.resize(begin + static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
        if (text.size() > max_output) {
            wipe(text);
            return refused(tr("its command prints more than 64 kB"));
        }
        if (size <= 0 && !again) return Secret(std::move(text));
    }
}

// One character of a line and the kind of quotes around it.
enum class Quote { none, single, twice };

// The characters that a backslash quotes within "…".
bool escapes_within_quotes(char c) {
    return c == '"' || c == '\\' || c == '$' || c == '`' || c == '\n';
}

}  // namespace

std::optional<std::vector<std::string>> split_words(std::string_view line) {
    std::vector<std::string> words;
    Quote quote = Quote::none;
    bool within_word = false;
    const auto put = [&](char c) {
        if (!within_word) words.emplace_back();
        within_word = true;
        words.back() += c;
    };
    for (std::size_t at = 0; at < line.size(); ++at) {
        const char c = line[at];
        const char next = at + 1 < line.size() ? line[at + 1] : '\0';
        if (quote == Quote::single) {
            if (c == '\'')
                quote = Quote::none;
            else
                put(c);
        } else if (c == '\\' && (quote == Quote::none || escapes_within_quotes(next))) {
            if (next == '\0') return std::nullopt;
            if (next != '\n') put(next);
            ++at;
        } else if (c == '"' || (c == '\'' && quote == Quote::none)) {
            if (!within_word) words.emplace_back();
            within_word = true;
            quote = quote == Quote::twice ? Quote::none : c == '"' ? Quote::twice : Quote::single;
        } else if (quote == Quote::none && (c == ' ' || c == '\t' || c == '\n')) {
            within_word = false;
        } else {
            put(c);
        }
    }
    if (quote != Quote::none || words.empty() || words[0].empty()) return std::nullopt;
    return words;
}

Result<Secret> run_command(const std::vector<std::string>& words, const std::vector<Secret>& more,
                           steady_clock::time_point deadline, const std::stop_token& cancel) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return refused(tr("there is no pipe to its command"));
    const UniqueFd output(ends[0]);
    UniqueFd input(ends[1]);
    const auto pid = spawn(words, environment_with(more), {-1, input.get()});
    input.reset();
    if (!pid) return refused(tr("its command cannot be run ({1})", strerror(pid.failure().number)));
    ChildProcess process(*pid);
    Waiting waiting(deadline, cancel);
    auto text = read_output(output.get(), waiting);
    if (!text) return text;
    if (process.ended_fd() >= 0)
        if (auto failure = await(waiting, process.ended_fd())) return std::move(*failure);
    const auto status = process.collect();
    if (!status) return refused(tr("how its command ended is not known"));
    if (*status != 0) return refused(tr("its command {1}", words_of_status(*status)));
    return text;
}

}  // namespace ecsview::ecs

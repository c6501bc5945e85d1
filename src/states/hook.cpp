// SPDX-License-Identifier: GPL-2.0-or-later
#include "states/hook.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "base/child_process.h"
#include "base/event.h"
#include "base/output.h"
#include "base/unique_fd.h"

namespace ecsview::states {
namespace {

using std::chrono::steady_clock;

// What a command gets of our environment; there may be keys, tokens and a proxy's password in the
// rest, and nobody knows under which names.
constexpr std::string_view passed_on[] = {
    "PATH", "HOME",    "USER",       "LOGNAME",         "SHELL",           "LANG",  "TZ",
    "TERM", "DISPLAY", "XAUTHORITY", "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR", "TMPDIR"};

bool is_passed_on(std::string_view variable) {
    const auto name = variable.substr(0, variable.find('='));
    return name.starts_with("LC_") || std::ranges::find(passed_on, name) != std::end(passed_on);
}

std::string code_of(int status) {
    return std::to_string(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
}

// `late`, too, where there is nothing to wait with.
Waiting::End wait_for(const ChildProcess& process, std::chrono::milliseconds patience,
                      const std::stop_token& stop) {
    try {
        return Waiting(steady_clock::now() + patience, stop).until_readable(process.ended_fd());
    } catch (const Error&) {
        return Waiting::End::late;
    }
}

// A file without a name that holds the text and is at its beginning; nothing: errno says why.
UniqueFd file_with(std::string_view text) {
    UniqueFd file(memfd_create("ecsview-screen", MFD_CLOEXEC));
    if (!file || write_all(file.get(), text, {}) != 0 || lseek(file.get(), 0, SEEK_SET) != 0)
        return {};
    return file;
}

}  // namespace

std::optional<HookRule> parse_hook(std::string_view text) {
    const auto colon = text.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    const auto state = screen::screen_state_of(text.substr(0, colon));
    const auto command = text.substr(colon + 1);
    if (!state || *state == screen::ScreenState::unknown) return std::nullopt;
    if (command.find_first_not_of(" \t\n") == std::string_view::npos) return std::nullopt;
    return HookRule{*state, std::string(command)};
}

Hook::Hook(HookRule rule, std::string console, std::chrono::milliseconds patience)
    : rule_(std::move(rule)),
      console_(std::move(console)),
      patience_(patience),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

void Hook::begin(std::string text) {
    {
        const std::lock_guard lock(mutex_);
        if (!busy_) {
            busy_ = true;
            text_ = std::move(text);
            changed_.notify_all();
            return;
        }
    }
    log::event(log::Level::warning, "states",
               "a command of --on-state still runs and is not begun again",
               {{"state", std::string(name_of(rule_.state))}});
}

void Hook::await_rest() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !busy_; });
}

void Hook::run(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (changed_.wait(lock, stop, [this] { return text_.has_value(); })) {
        const std::string text = *std::exchange(text_, std::nullopt);
        lock.unlock();
        run_once(text, stop);
        lock.lock();
        busy_ = false;
        changed_.notify_all();
    }
}

void Hook::run_once(const std::string& text, const std::stop_token& stop) const {
    const std::string name(name_of(rule_.state));
    const auto failed = [&](int error) {
        log::event(log::Level::warning, "states", "a command of --on-state cannot be run",
                   {{"state", name}, {"because", strerror(error)}});
    };
    const UniqueFd input = file_with(text);
    if (!input) return failed(errno);
    const std::string console = "ECSVIEW_CONSOLE=" + console_, state = "ECSVIEW_STATE=" + name;
    std::vector<const char*> environment{console.c_str(), state.c_str()};
    for (char** variable = environ; *variable != nullptr; ++variable)
        if (is_passed_on(*variable)) environment.push_back(*variable);
    const auto pid = spawn({"/bin/sh", "-c", rule_.command}, environment, {input.get(), -1});
    if (!pid) return failed(pid.failure().number);
    ChildProcess process(*pid);
    if (process.ended_fd() < 0) return failed(ENOSYS);
    switch (wait_for(process, patience_, stop)) {
        case Waiting::End::cancelled: return;
        case Waiting::End::late:
            return log::event(log::Level::warning, "states",
                              "a command of --on-state took too long; it is killed",
                              {{"state", name}});
        case Waiting::End::ready: break;
    }
    const auto status = process.collect();
    if (!status) return failed(ECHILD);
    log::event(*status == 0 ? log::Level::info : log::Level::warning, "states",
               "a command of --on-state has ended", {{"state", name}, {"code", code_of(*status)}});
}

}  // namespace ecsview::states

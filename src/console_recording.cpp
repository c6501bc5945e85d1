// SPDX-License-Identifier: GPL-2.0-or-later
#include "console_recording.h"

#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include "base/ascii.h"
#include "base/environment.h"
#include "base/language.h"
#include "base/log.h"
#include "console_name.h"

namespace ecsview {
namespace {

using std::chrono::system_clock;

constexpr std::size_t max_name = 64;
constexpr std::chrono::minutes between_losses{5};  // as much as is kept

std::string in_folder(const std::string& folder, const std::string& name) {
    return folder + "/" + recording_name(name, system_clock::now());
}

record::Recorder::Settings settings_of(const std::optional<std::string>& wanted,
                                       const std::string& console) {
    if (!wanted) return {console, {}, {}};
    struct stat about {};
    const bool folder = stat(wanted->c_str(), &about) == 0 && S_ISDIR(about.st_mode);
    std::string path = folder ? in_folder(*wanted, console) : *wanted;
    UniqueFd fd = record::new_file(path);
    if (fd) return {console, std::move(fd), std::move(path)};
    if (errno == EEXIST)
        throw Error(ExitCode::usage,
                    tr("The file of --record, {1}, is there already; give another name, or a "
                       "folder.",
                       log::printable(path)));
    const int error = errno;
    throw Error(ExitCode::usage, tr("The file of --record, {1}, could not be made ({2}).",
                                    log::printable(path), strerror(error)));
}

// With those above it, as far as they are not there: for their owner alone. If that cannot be, the
// file's own error says more.
void make_folder(const std::string& path) {
    for (auto end = path.find('/', 1); end != std::string::npos; end = path.find('/', end + 1))
        mkdir(path.substr(0, end).c_str(), S_IRWXU);
    mkdir(path.c_str(), S_IRWXU);
}

}  // namespace

std::string usual_recordings() {
    const auto state = environment("XDG_STATE_HOME");
    if (state && state->starts_with('/')) return *state + "/ecsview";
    const auto home = environment("HOME");
    return home && home->starts_with('/') ? *home + "/.local/state/ecsview" : std::string();
}

std::string recording_name(const std::string& console, system_clock::time_point when) {
    std::string name = console.substr(0, max_name);
    for (char& c : name)
        if (!is_alphanumeric(c) && c != '-' && c != '.' && c != '_') c = '_';
    if (name.empty() || name.front() == '.') name.insert(0, "console");
    const time_t seconds = system_clock::to_time_t(when);
    tm utc{};
    std::array<char, 32> time;
    gmtime_r(&seconds, &utc);
    strftime(time.data(), time.size(), "-%Y%m%dT%H%M%SZ.fbs", &utc);
    return name + time.data();
}

ConsoleRecording::ConsoleRecording(const options::Options& options)
    : name_(title_of(options.target)),
      folder_(options.recordings.value_or(usual_recordings())),
      save_losses_(options.save_losses) {
    if (!options.kiosk || options.record_file || save_losses_)
        recorder_.emplace(settings_of(options.record_file, name_));
}

void ConsoleRecording::saw(const screen::PictureUpdate& update) {
    changed_ = true;
    if (recorder_) recorder_->saw(update);
}

std::future<record::Saved> ConsoleRecording::save() {
    if (!recorder_) return {};
    if (folder_.empty()) {
        std::promise<record::Saved> nowhere;
        nowhere.set_value(
            Failure{ExitCode::usage, tr("There is no home directory to save a recording in; give "
                                        "--recordings.")});
        return nowhere.get_future();
    }
    make_folder(folder_);
    return recorder_->save(in_folder(folder_, name_));
}

// What becomes of it is told by the recorder, in the log.
void ConsoleRecording::lost() {
    const auto now = Clock::now();
    if (!save_losses_ || !changed_ || (saved_ && now < *saved_ + between_losses)) return;
    changed_ = false;
    saved_ = now;
    save();
}

}  // namespace ecsview

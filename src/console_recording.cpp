// SPDX-License-Identifier: GPL-2.0-or-later
#include "console_recording.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <utility>

#include "base/ascii.h"
#include "base/environment.h"
#include "base/log.h"
#include "console_name.h"

namespace ecsview {
namespace {

using std::chrono::system_clock;

constexpr std::size_t max_name = 64;
constexpr std::chrono::minutes between_losses{5};  // as much as is kept

struct File {
    UniqueFd fd;
    std::string path;
};

std::string in_folder(const std::string& folder, const std::string& name) {
    return folder + "/" + recording_name(name, system_clock::now());
}

// What is there is not touched: it may be yesterday's recording.
File begin_file(const std::optional<std::string>& wanted, const std::string& console) {
    if (!wanted) return {};
    struct stat about {};
    const bool folder = stat(wanted->c_str(), &about) == 0 && S_ISDIR(about.st_mode);
    std::string path = folder ? in_folder(*wanted, console) : *wanted;
    UniqueFd fd(open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
                     S_IRUSR | S_IWUSR));
    if (fd) return {std::move(fd), std::move(path)};
    if (errno == EEXIST)
        throw Error(ExitCode::usage, "The file of --record, " + log::printable(path) +
                                         ", is there already; give another name, or a folder.");
    throw Error(ExitCode::usage, "The file of --record, " + log::printable(path) +
                                     ", could not be made (" + strerror(errno) + ").");
}

record::Recorder::Settings settings_of(const options::Options& options, const std::string& name) {
    File file = begin_file(options.record_file, name);
    return {name, std::move(file.fd), std::move(file.path)};
}

// For its owner alone, with those above it.
void make_folder(const std::string& path) {
    std::error_code ignored;  // the file's own error says more
    std::filesystem::create_directories(std::filesystem::path(path).parent_path(), ignored);
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
        recorder_.emplace(settings_of(options, name_));
}

void ConsoleRecording::saw(const screen::PictureUpdate& update) {
    changed_ = true;
    if (recorder_) recorder_->saw(update);
}

std::future<record::Saved> ConsoleRecording::save() {
    if (!recorder_) return {};
    if (folder_.empty()) {
        std::promise<record::Saved> nowhere;
        nowhere.set_value(Failure{ExitCode::usage,
                                  "There is no home directory to save a recording in; give "
                                  "--recordings."});
        return nowhere.get_future();
    }
    make_folder(folder_);
    return recorder_->save(in_folder(folder_, name_));
}

// What becomes of it is told by the recorder.
void ConsoleRecording::lost() {
    const auto now = Clock::now();
    if (!save_losses_ || !changed_ || (saved_ && now < *saved_ + between_losses)) return;
    changed_ = false;
    saved_ = now;
    save();
}

}  // namespace ecsview

// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/input/input_devices.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <filesystem>

#include "base/needed.h"

namespace ecsview::ui {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds settling{2000};
constexpr milliseconds settling_step{100};

UniqueFd watch_directory(const std::string& directory) {
    UniqueFd watch(inotify_init1(IN_CLOEXEC | IN_NONBLOCK));
    // IN_ATTRIB: a device is made first, and allowed to be read after that.
    inotify_add_watch(watch.get(), directory.c_str(), IN_CREATE | IN_DELETE | IN_ATTRIB);
    return watch;
}

// Reads all there is. False when there will never be more: the device is gone.
bool drain(int fd) {
    char bytes[4096];
    ssize_t got = 0;
    do got = read(fd, bytes, sizeof bytes);
    while (got > 0 || (got < 0 && errno == EINTR));
    return got < 0 && errno == EAGAIN;
}

}  // namespace

InputDevices::InputDevices(std::string directory)
    : directory_(std::move(directory)), wake_(needed_event()), watch_(watch_directory(directory_)) {
    open_devices();
}

void InputDevices::open_devices() {
    devices_.clear();
    std::error_code none;  // no folder is no device
    std::filesystem::directory_iterator entry(directory_, none);
    for (; entry != end(entry); entry.increment(none)) {
        const auto path = entry->path();
        if (!path.filename().string().starts_with("event")) continue;
        UniqueFd device(open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY));
        if (device) devices_.push_back(std::move(device));
    }
}

bool InputDevices::changed() {
    char bytes[4096];
    bool any = false;
    while (read(watch_.get(), bytes, sizeof bytes) > 0) any = true;
    return any;
}

int InputDevices::patience(std::optional<milliseconds> limit) const {
    if (steady_clock::now() < settled_)
        limit = std::min(limit.value_or(settling_step), settling_step);
    return limit ? static_cast<int>(std::clamp<std::int64_t>(limit->count(), 0, 60'000)) : -1;
}

bool InputDevices::wait(std::optional<milliseconds> limit) {
    std::vector<pollfd> waits{{wake_.get(), POLLIN, 0}, {watch_.get(), POLLIN, 0}};
    for (const auto& device : devices_) waits.push_back({device.get(), POLLIN, 0});
    const int ready = poll(waits.data(), waits.size(), patience(limit));
    if (ready <= 0) return ready < 0 && errno == EINTR;
    drain(wake_.get());
    std::erase_if(devices_, [](const UniqueFd& device) {
        pollfd spoke{device.get(), POLLIN, 0};
        return poll(&spoke, 1, 0) > 0 && !drain(device.get());
    });
    if (!changed()) return false;
    open_devices();
    settled_ = steady_clock::now() + settling;
    return false;
}

void InputDevices::wake() noexcept {
    const std::uint64_t one = 1;
    // Fails only when the counter is full, and then the wait ends anyway.
    if (write(wake_.get(), &one, sizeof one) < 0) return;
}

}  // namespace ecsview::ui

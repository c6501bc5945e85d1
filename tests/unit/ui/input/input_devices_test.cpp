// SPDX-License-Identifier: GPL-2.0-or-later
// The devices are FIFOs in a folder of the test's own. No wait here has a limit where something is
// to wake it: if nothing does, the test hangs and is ended from outside.
#include "ui/input/input_devices.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <filesystem>
#include <thread>

namespace ecsview::ui {
namespace {

using std::chrono::milliseconds;

class InputDevicesTest : public testing::Test {
protected:
    InputDevicesTest() {
        char name[] = "/tmp/ecsview-input-XXXXXX";
        directory_ = mkdtemp(name);
    }
    ~InputDevicesTest() override { std::filesystem::remove_all(directory_); }

    // A device; what is written to the result is what it says.
    UniqueFd plug(const std::string& name) {
        const std::string path = directory_ + "/" + name;
        mkfifo(path.c_str(), 0600);
        return UniqueFd(open(path.c_str(), O_RDWR));
    }

    static void speak(const UniqueFd& device) { EXPECT_EQ(write(device.get(), "key", 3), 3); }
    static bool silent(const UniqueFd& device) {
        pollfd left{device.get(), POLLIN, 0};
        return poll(&left, 1, 0) == 0;
    }

    std::string directory_;
};

TEST_F(InputDevicesTest, WakesWhenADeviceSpeaksAndLeavesNothingBehind) {
    const UniqueFd keyboard = plug("event0"), mouse = plug("event11");
    InputDevices devices(directory_);
    for (const auto* device : {&keyboard, &mouse, &keyboard}) {
        speak(*device);
        devices.wait(std::nullopt);
        EXPECT_TRUE(silent(*device));
    }
}

// As that of a virtual console that is switched to.
TEST_F(InputDevicesTest, ASignalEndsTheWaitAndIsTold) {
    InputDevices devices(directory_);
    struct sigaction quiet {
    }, before{};
    quiet.sa_handler = [](int) {};
    sigaction(SIGRTMIN + 2, &quiet, &before);
    const auto waiting = pthread_self();
    std::jthread other([&](std::stop_token stop) {
        for (; !stop.stop_requested(); std::this_thread::sleep_for(milliseconds(1)))
            pthread_kill(waiting, SIGRTMIN + 2);
    });
    EXPECT_TRUE(devices.wait(std::nullopt));
    other.request_stop();
    other.join();
    sigaction(SIGRTMIN + 2, &before, nullptr);
    devices.wake();
    EXPECT_FALSE(devices.wait(std::nullopt));
    EXPECT_FALSE(devices.wait(milliseconds(1)));
}

TEST_F(InputDevicesTest, AWakeBeforeTheWaitCountsOnce) {
    InputDevices devices(directory_);
    devices.wake();
    devices.wake();
    devices.wait(std::nullopt);
    devices.wait(milliseconds(1));  // returns by its limit alone
    std::jthread other([&] { devices.wake(); });
    devices.wait(std::nullopt);
}

TEST_F(InputDevicesTest, ADeviceThatComesLaterIsHeard) {
    InputDevices devices(directory_);
    const UniqueFd keyboard = plug("event3");
    devices.wait(std::nullopt);
    speak(keyboard);
    while (!silent(keyboard)) devices.wait(std::nullopt);
}

TEST_F(InputDevicesTest, OtherFilesAreNotRead) {
    const UniqueFd joystick = plug("js0");
    InputDevices devices(directory_);
    speak(joystick);
    devices.wait(milliseconds(1));
    EXPECT_FALSE(silent(joystick));
}

TEST_F(InputDevicesTest, ADeviceThatIsGoneIsForgotten) {
    UniqueFd keyboard = plug("event0");
    InputDevices devices(directory_);
    speak(keyboard);  // a FIFO without a writer ends only after its first one
    devices.wait(std::nullopt);
    keyboard.reset();
    devices.wait(std::nullopt);     // hears the end
    devices.wait(milliseconds(1));  // and is not told of it again: it would return at once for ever
    const UniqueFd other = plug("event1");
    devices.wait(std::nullopt);
}

TEST_F(InputDevicesTest, NoFolderIsNoDevice) {
    InputDevices devices(directory_ + "/nothing");
    devices.wait(milliseconds(1));
    devices.wake();
    devices.wait(std::nullopt);
}

}  // namespace
}  // namespace ecsview::ui

// SPDX-License-Identifier: GPL-2.0-or-later
// Records the picture, on a thread of its own: all of it into a file, if one is wanted, and the
// last minutes in memory, from where they can be saved. saw() and save(): any thread; neither
// waits. A decoder that dies leaves its last picture as it was.
#pragma once

#include <condition_variable>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "base/error.h"
#include "base/unique_fd.h"
#include "record/camera.h"
#include "record/tape.h"
#include "screen/mailbox.h"

namespace ecsview::record {

// What became of a recording that was to be saved: its file, or why there is none.
using Saved = Result<std::string>;

// A new file for its owner alone, to be written; none: errno says why, EEXIST that there is one,
// which may be yesterday's recording.
UniqueFd new_file(const std::string& path);

class Recorder {
public:
    struct Settings {
        std::string name;  // of the console; it stands in the recording
        UniqueFd file;     // takes all of it; none: nobody wants that
        std::string path;  // of that file, for a person
    };

    // Throws Error when there is no thread for it.
    explicit Recorder(Settings settings);
    // Writes what was seen.
    ~Recorder();

    void saw(const screen::PictureUpdate& update);
    // Makes a new_file() of the last minutes; the log tells what became of it, too.
    std::future<Saved> save(std::string path);

private:
    using Clock = std::chrono::steady_clock;

    // What was seen and is not handed to the camera yet.
    struct Seen {
        std::shared_ptr<const screen::Framebuffer> framebuffer;
        screen::DesktopSize size;
        bool anew = false;
        screen::Damage damage;
    };
    struct Order {
        std::string path;
        std::promise<Saved> done;
    };

    void run();
    void wait(std::unique_lock<std::mutex>& lock) const;
    void look(std::optional<Seen> seen);
    void shoot();
    void forget_what_it_took() const;
    void write(const std::string& bytes);
    Saved save_now(const std::string& path);
    Milliseconds now() const {
        return std::chrono::duration_cast<Milliseconds>(Clock::now() - begin_);
    }

    Settings settings_;
    const Clock::time_point begin_ = Clock::now();

    // The thread's.
    Camera camera_;
    Tape tape_;
    std::shared_ptr<const screen::Framebuffer> framebuffer_;
    bool begun_ = false;  // the file

    mutable std::mutex mutex_;  // guards what follows
    mutable std::condition_variable changed_;
    std::optional<Seen> seen_;
    std::optional<Order> order_;
    bool stop_ = false;

    std::thread thread_;  // last: it uses the rest
};

}  // namespace ecsview::record

// SPDX-License-Identifier: GPL-2.0-or-later
#include "record/recorder.h"

#include <fcntl.h>
#include <malloc.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "base/language.h"
#include "base/log.h"
#include "base/output.h"

namespace ecsview::record {
namespace {

// Whatever the machine has to do goes before it.
constexpr int niceness = 10;

Failure not_saved(const std::string& path, int error) {
    return {ExitCode::usage, tr("The recording could not be saved as {1} ({2}).",
                                log::printable(path), strerror(error))};
}

void tell(const Saved& saved) {
    if (saved)
        log::info("record", "the last minutes are saved", {{"file", *saved}});
    else
        log::warning("record", "the last minutes are not saved",
                     {{"because", saved.failure().sentence}});
}

}  // namespace

UniqueFd new_file(const std::string& path) {
    constexpr int flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW;
    return UniqueFd(open(path.c_str(), flags, S_IRUSR | S_IWUSR));
}

Recorder::Recorder(Settings settings)
    : settings_(std::move(settings)),
      camera_(begin_, settings_.file ? Camera::rests_for_a_file : Camera::rests_for_memory) {
    try {
        thread_ = std::thread([this] { run(); });
    } catch (const std::system_error&) {
        throw Error(ExitCode::decoder,
                    tr("No thread is left for the recording; close some programs."));
    }
}

Recorder::~Recorder() {
    {
        const std::lock_guard lock(mutex_);
        stop_ = true;
    }
    changed_.notify_one();
    thread_.join();
}

void Recorder::saw(const screen::PictureUpdate& update) {
    {
        const std::lock_guard lock(mutex_);
        const bool other = !seen_ || seen_->framebuffer != update.framebuffer;
        if (other) seen_ = Seen{update.framebuffer, update.size, false, {}};
        if (update.resized || seen_->size != update.size) {
            seen_->anew = true;
            seen_->damage.clear();
            seen_->size = update.size;
        }
        seen_->damage.add(update.damage);
    }
    changed_.notify_one();
}

std::future<Saved> Recorder::save(std::string path) {
    std::promise<Saved> done;
    auto saved = done.get_future();
    {
        const std::lock_guard lock(mutex_);
        if (order_) order_->done.set_value(not_saved(order_->path, EBUSY));
        order_ = Order{std::move(path), std::move(done)};
    }
    changed_.notify_one();
    return saved;
}

void Recorder::wait(std::unique_lock<std::mutex>& lock) const {
    const auto news = [this] { return stop_ || seen_ || order_; };
    if (const auto due = camera_.due())
        changed_.wait_until(lock, *due, news);
    else
        changed_.wait(lock, news);
}

void Recorder::run() {
    setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), niceness);
    for (bool stop = false; !stop;) {
        std::optional<Seen> seen;
        std::optional<Order> order;
        {
            std::unique_lock lock(mutex_);
            wait(lock);
            seen = std::exchange(seen_, std::nullopt);
            order = std::exchange(order_, std::nullopt);
            stop = stop_;
        }
        look(std::move(seen));
        const auto due = camera_.due();
        if (due && (stop || order || Clock::now() >= *due)) shoot();
        if (!order) continue;
        Saved saved = save_now(order->path);
        tell(saved);
        order->done.set_value(std::move(saved));
    }
    if (begun_) {
        std::string end;
        put_block(end, {}, now());
        write(end);
    }
}

void Recorder::look(std::optional<Seen> seen) {
    if (!seen) return;
    const bool other = framebuffer_ != seen->framebuffer;
    framebuffer_ = std::move(seen->framebuffer);
    camera_.saw(seen->size, seen->anew || other, seen->damage, Clock::now());
}

void Recorder::shoot() {
    const auto begin = Clock::now();
    Block block = camera_.shoot(framebuffer_->pixels(), begin);
    std::string out;
    if (settings_.file && !std::exchange(begun_, true))
        out = file_head(camera_.size(), settings_.name);
    if (settings_.file) {
        put_block(out, block.bytes, block.at);
        write(out);
    }
    const bool key = block.key;
    tape_.add(std::move(block), camera_.size());
    if (key) forget_what_it_took();
    camera_.shot(begin, Clock::now());
}

// For a key all of the picture was looked at, which often nobody else does here, and packed.
void Recorder::forget_what_it_took() const {
    framebuffer_->put_away();
    malloc_trim(0);
}

// A recording that has a hole is none: the file ends where it could not be written.
void Recorder::write(const std::string& bytes) {
    if (!settings_.file) return;
    const int error = write_all(settings_.file.get(), bytes, {});
    if (error == 0) return;
    log::error("record", "the recording ends here",
               {{"file", settings_.path}, {"because", strerror(error)}});
    settings_.file = UniqueFd();
}

Saved Recorder::save_now(const std::string& path) {
    if (tape_.empty())
        return Failure{ExitCode::usage, tr("There is no picture yet that could be saved.")};
    const UniqueFd file = new_file(path);
    if (!file) return not_saved(path, errno);
    const int error = write_all(file.get(), tape_.file(settings_.name, now()), {});
    if (error == 0) return path;
    unlink(path.c_str());
    return not_saved(path, error);
}

}  // namespace ecsview::record

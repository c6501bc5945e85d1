// SPDX-License-Identifier: GPL-2.0-or-later
// What Connection and Attempt own of the world outside, as the test plays it: a tunnel that goes
// nowhere, and decoders that say what the test says. The tests' thread plays, the connection's
// thread uses them, so all is guarded.
#pragma once

#include <gtest/gtest.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "link/tunnel/tunnel.h"
#include "rfb/decoder/spawner.h"
#include "screen/messages.h"

namespace ecsview::link {

// A test waits for what must come; only one that fails sees the end of it.
constexpr std::chrono::seconds patience{20};

class FakeTunnel final : public Tunnel {
public:
    std::uint64_t open(const Destination& destination, Addresses addresses, UniqueFd,
                       std::shared_ptr<const screen::DecoderLine>, const rfb::Offer&,
                       Foreword foreword) override {
        const std::lock_guard lock(mutex_);
        forewords_.push_back(foreword.opening());
        closed_before_open_ = closed_;
        opened_.push_back(destination.display() + " at " + addresses.first.front() +
                          (destination.subprotocol ? "" : ", without a subprotocol"));
        changed_.notify_all();
        return opened_.size();
    }
    void go_live(bool keep_awake, IdleStep step) override {
        const std::lock_guard lock(mutex_);
        lives_.push_back(keep_awake);
        steps_.push_back(step);
        changed_.notify_all();
    }
    void prepare(const Destination& destination, Addresses) override {
        const std::lock_guard lock(mutex_);
        prepared_.push_back(destination.display());
        changed_.notify_all();
    }
    void tell(Told told) override {
        const std::lock_guard lock(mutex_);
        told_.push_back(std::move(told));
        changed_.notify_all();
    }
    void close() override {
        const std::lock_guard lock(mutex_);
        ++closed_;
        changed_.notify_all();
    }
    void suspect() override {}
    void prove_alive() override {}
    void send(rfb::ClientMessage message) override {
        const std::lock_guard lock(mutex_);
        sent_.push_back(std::move(message));
        changed_.notify_all();
    }
    bool drain(std::chrono::milliseconds) override { return true; }
    int event_fd() const noexcept override { return event_.get(); }
    TunnelStatus status() override {
        eventfd_t count;
        eventfd_read(event_.get(), &count);
        const std::lock_guard lock(mutex_);
        read_ = true;
        changed_.notify_all();
        return status_;
    }

    // --- the test's side ---

    void say(TunnelStatus status) {
        {
            const std::lock_guard lock(mutex_);
            status_ = std::move(status);
            read_ = false;
        }
        eventfd_write(event_.get(), 1);
    }
    // The same, and it is heard before anything else is said.
    void say_and_wait(TunnelStatus status) {
        say(std::move(status));
        wait([&] { return read_; }, "reader of the status");
    }
    // The link that was opened last has ended so.
    void end(Cause cause, std::string why = "It ended.") {
        say({links(), TunnelPhase::closed, Ending{cause, std::move(why)}});
    }
    std::uint64_t links() {
        const std::lock_guard lock(mutex_);
        return opened_.size();
    }
    void wait_links(std::size_t count) {
        wait([&] { return opened_.size() >= count; }, "link");
    }
    void wait_closed(int count) {
        wait([&] { return closed_ >= count; }, "end of a link");
    }
    std::vector<std::string> opened() {
        const std::lock_guard lock(mutex_);
        return opened_;
    }
    // What the server of each link would have got when that opened.
    std::vector<std::string> forewords() {
        const std::lock_guard lock(mutex_);
        return forewords_;
    }
    // What was begun ahead.
    std::vector<std::string> prepared() {
        const std::lock_guard lock(mutex_);
        return prepared_;
    }
    // When the last link was opened.
    int closed_before_open() {
        const std::lock_guard lock(mutex_);
        return closed_before_open_;
    }
    void wait_prepared(std::size_t count) {
        wait([&] { return prepared_.size() >= count; }, "head start");
    }
    std::vector<bool> lives() {
        const std::lock_guard lock(mutex_);
        return lives_;
    }
    std::vector<IdleStep> steps() {
        const std::lock_guard lock(mutex_);
        return steps_;
    }
    // To the pacing, in its order.
    std::vector<Told> told() {
        const std::lock_guard lock(mutex_);
        return told_;
    }
    std::vector<rfb::ClientMessage> sent() {
        const std::lock_guard lock(mutex_);
        return sent_;
    }
    void wait_sent(std::size_t count) {
        wait([&] { return sent_.size() >= count; }, "message");
    }

private:
    void wait(const std::function<bool()>& enough, const char* what) {
        std::unique_lock lock(mutex_);
        ASSERT_TRUE(changed_.wait_for(lock, patience, enough)) << "no " << what;
    }

    UniqueFd event_{eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)};
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<std::string> opened_, forewords_, prepared_;
    std::vector<bool> lives_;
    std::vector<IdleStep> steps_;
    std::vector<rfb::ClientMessage> sent_;
    std::vector<Told> told_;
    int closed_ = 0, closed_before_open_ = 0;
    TunnelStatus status_;
    bool read_ = false;
};

// The test's end of one decoder.
class FakeDecoder {
public:
    FakeDecoder(pid_t pid, rfb::DecoderOrder order, int stream, int messages, int memory)
        : pid_(pid),
          order_(order),
          stream_(dup(stream)),
          messages_(dup(messages)),
          memory_(dup(memory)) {}

    pid_t pid() const { return pid_; }
    const rfb::DecoderOrder& order() const { return order_; }

    void say(const screen::FromDecoder& message) const {
        const auto bytes = screen::encode(message);
        ASSERT_EQ(::send(messages_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL),
                  static_cast<ssize_t>(bytes.size()));
    }
    // The same, though nobody may be there any more.
    void say_bytes_of(const screen::FromDecoder& message) const {
        const auto bytes = screen::encode(message);
        ::send(messages_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    }
    void say_bytes(std::string_view bytes) const {
        ::send(messages_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    }
    // The next message to it, if one comes.
    std::optional<screen::ToDecoder> hear() const {
        pollfd wait{messages_.get(), POLLIN, 0};
        poll(&wait, 1, static_cast<int>(std::chrono::milliseconds(patience).count()));
        std::byte buffer[screen::max_message_bytes];
        const auto size = recv(messages_.get(), buffer, sizeof buffer, MSG_DONTWAIT);
        if (size <= 0) return std::nullopt;
        return screen::parse_to_decoder({buffer, static_cast<std::size_t>(size)});
    }
    // The password it is given; "(none)" when that does not come.
    std::string hear_password() const {
        while (const auto message = hear())
            if (const auto* password = std::get_if<screen::Password>(&*message))
                return std::string(password->text.reveal());
        return "(none)";
    }
    // What a healthy server brings: the size and a whole picture.
    void show(screen::DesktopSize size, std::string name = "x") {
        begin(size, std::move(name));
        draw(size);
    }
    void begin(screen::DesktopSize size, std::string name = "x") {
        say(screen::Ready{std::move(name)});
        say(screen::Resized{1, 1, size});
    }
    // Once that is acknowledged.
    void draw(screen::DesktopSize size) { say(screen::Damaged{2, 1, true, whole(size)}); }
    static screen::Damage whole(screen::DesktopSize size) {
        screen::Damage damage;
        damage.add(screen::DesktopRect{0, 0, size.width, size.height});
        return damage;
    }
    void die() {
        stream_.reset();
        messages_.reset();
    }

private:
    pid_t pid_;
    rfb::DecoderOrder order_;
    UniqueFd stream_, messages_, memory_;
};

class FakeDecoders final : public rfb::Decoders {
public:
    pid_t spawn(const rfb::DecoderOrder& order, int stream, int messages, int memory) override {
        const std::lock_guard lock(mutex_);
        if (fail_ || gone_) return 0;
        const auto pid = static_cast<pid_t>(1000 + made_.size());
        made_.push_back(std::make_shared<FakeDecoder>(pid, order, stream, messages, memory));
        changed_.notify_all();
        return pid;
    }
    void kill_decoder() noexcept override {
        const std::lock_guard lock(mutex_);
        ++killed_;
    }
    int fd() const noexcept override { return event_.get(); }
    std::optional<rfb::DecoderExit> take_exit() noexcept override {
        const std::lock_guard lock(mutex_);
        if (exits_.empty()) {
            eventfd_t count;
            eventfd_read(event_.get(), &count);
            return std::nullopt;
        }
        const auto exit = exits_.front();
        exits_.pop_front();
        return exit;
    }
    bool gone() const noexcept override { return gone_; }

    // --- the test's side ---

    // The number-th one, counted from 0; waits for it.
    std::shared_ptr<FakeDecoder> decoder(std::size_t number) {
        std::unique_lock lock(mutex_);
        if (!changed_.wait_for(lock, patience, [&] { return made_.size() > number; })) {
            ADD_FAILURE() << "no decoder " << number;
            throw std::runtime_error("no decoder");
        }
        return made_[number];
    }
    std::size_t count() {
        const std::lock_guard lock(mutex_);
        return made_.size();
    }
    void exited(pid_t pid, int status) {
        {
            const std::lock_guard lock(mutex_);
            exits_.push_back({pid, status});
        }
        eventfd_write(event_.get(), 1);
    }
    void refuse(bool fail) {
        const std::lock_guard lock(mutex_);
        fail_ = fail;
    }
    void leave() {
        gone_ = true;
        eventfd_write(event_.get(), 1);
    }

private:
    UniqueFd event_{eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)};
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<std::shared_ptr<FakeDecoder>> made_;
    std::deque<rfb::DecoderExit> exits_;
    int killed_ = 0;
    bool fail_ = false;
    std::atomic<bool> gone_{false};
};

}  // namespace ecsview::link

// SPDX-License-Identifier: GPL-2.0-or-later
#include "states/reader.h"

#include <malloc.h>
#include <time.h>

#include <utility>

#include "states/classify.h"

namespace ecsview::states {
namespace {

// Of this thread: what a busy machine makes it wait does not count.
std::chrono::nanoseconds processor_time() {
    timespec used{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return std::chrono::seconds(used.tv_sec) + std::chrono::nanoseconds(used.tv_nsec);
}

}  // namespace

Finding find(const std::vector<std::uint32_t>& pixels, screen::DesktopSize size) {
    const auto began = processor_time();
    const text::Picture picture{pixels, size};
    Finding found;
    const auto colours = colours_of(picture);
    const auto page = colours.blank() ? std::nullopt : text::read_page(picture);
    found.state = classify(page, colours);
    if (page) found.text = page->plain();
    found.took = processor_time() - began;
    return found;
}

Reader::Reader(std::function<void()> wake)
    : wake_(std::move(wake)), thread_([this](const std::stop_token& stop) { run(stop); }) {}

void Reader::begin(std::vector<std::uint32_t> pixels, screen::DesktopSize size) {
    {
        const std::lock_guard lock(mutex_);
        order_.emplace(Order{std::move(pixels), size});
        finding_.reset();
    }
    ordered_.notify_one();
}

std::optional<Finding> Reader::take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(finding_, std::nullopt);
}

void Reader::run(const std::stop_token& stop) {
    for (;;) {
        std::optional<Order> order;
        {
            std::unique_lock lock(mutex_);
            if (!ordered_.wait(lock, stop, [this] { return order_.has_value(); })) return;
            order = std::exchange(order_, std::nullopt);
        }
        auto found = find(order->pixels, order->size);
        order.reset();  // large; the next one may be long in coming
        malloc_trim(0);
        {
            const std::lock_guard lock(mutex_);
            if (!order_) finding_ = std::move(found);
        }
        wake_();
    }
}

}  // namespace ecsview::states

// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/http_sessions.h"

#include <curl/curl.h>

#include <array>
#include <new>
#include <utility>

namespace ecsview::ecs {

// libcurl locks each kind of what is shared by itself.
class HttpSessions::Shelf {
public:
    Shelf() : share_(curl_share_init()) {
        if (!share_) throw std::bad_alloc();
        curl_share_setopt(share_, CURLSHOPT_USERDATA, this);
        curl_share_setopt(share_, CURLSHOPT_LOCKFUNC, &lock);
        curl_share_setopt(share_, CURLSHOPT_UNLOCKFUNC, &unlock);
        curl_share_setopt(share_, CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION);
    }
    ~Shelf() { curl_share_cleanup(share_); }
    Shelf(const Shelf&) = delete;
    Shelf& operator=(const Shelf&) = delete;

    CURLSH* share() const noexcept { return share_; }

private:
    static void lock(CURL*, curl_lock_data what, curl_lock_access, void* shelf) noexcept {
        static_cast<Shelf*>(shelf)->mutexes_[what].lock();
    }
    static void unlock(CURL*, curl_lock_data what, void* shelf) noexcept {
        static_cast<Shelf*>(shelf)->mutexes_[what].unlock();
    }

    std::array<std::mutex, CURL_LOCK_DATA_LAST> mutexes_;
    CURLSH* share_;
};

std::shared_ptr<HttpSessions::Shelf> HttpSessions::shelf(Time now) {
    const std::lock_guard lock(mutex_);
    if (shelf_ && (!used_ || span_.holds(now))) return shelf_;
    used_ = false;
    shelf_.reset();
    try {
        shelf_ = std::make_shared<Shelf>();
    } catch (const std::bad_alloc&) {  // as if it never resumed
    }
    return shelf_;
}

void HttpSessions::judged(const std::shared_ptr<Shelf>& shelf, Time now, Time ends) {
    const std::lock_guard lock(mutex_);
    if (shelf != shelf_) return;
    const SessionSpan span(now, ends);
    span_ = used_ ? span_.within(span) : span;
    used_ = true;
}

bool HttpSessions::drop(const std::shared_ptr<Shelf>& shelf) {
    const std::lock_guard lock(mutex_);
    if (!shelf || shelf != shelf_) return false;
    shelf_.reset();
    return std::exchange(used_, false);
}

void* HttpSessions::handle(const Shelf& shelf) {
    return shelf.share();
}

}  // namespace ecsview::ecs

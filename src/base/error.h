// SPDX-License-Identifier: GPL-2.0-or-later
// How the program says that it cannot go on: an exit code of the fixed table and one sentence for a
// person (what happened, what to do next). Values only, any thread. Expected outcomes travel as
// Result<T>; failed set-up throws Error, which main alone catches.
#pragma once

#include <chrono>
#include <exception>
#include <string>
#include <utility>
#include <variant>

namespace ecsview {

// The exit codes of the command line; the numbers are part of the interface (README, man page).
enum class ExitCode : int {
    done = 0,
    usage = 2,
    credentials = 3,
    api = 4,
    network = 5,
    tls_identity = 6,
    protocol = 7,
    in_use = 8,
    no_display = 9,
    decoder = 10,
    password = 11,
    out_of_time = 12,
    no_text = 13,
};

// Whether it makes sense to try the same again. Said where the reason is known.
enum class Retry {
    unsaid,    // the exit code decides
    never,     // somebody has to act first
    later,     // it may get better by itself
    instance,  // the instance is not ready, or is starting: ask again slowly
};

struct RetryAdvice {
    Retry retry = Retry::unsaid;
    std::chrono::milliseconds not_before{0};  // from now on; what the other side asked for
};

struct Failure {
    ExitCode code;
    std::string sentence;  // one line, no secret, no control bytes
    RetryAdvice advice = {};
};

class Error : public std::exception {
public:
    explicit Error(Failure failure) : failure_(std::move(failure)) {}
    Error(ExitCode code, std::string sentence) : failure_{code, std::move(sentence)} {}
    const Failure& failure() const noexcept { return failure_; }
    const char* what() const noexcept override { return failure_.sentence.c_str(); }

private:
    Failure failure_;
};

// A value, or the reason why there is none. `if (auto r = f(); r) use(*r); else show(r.failure());`
template <class T, class Why = Failure>
class [[nodiscard]] Result {
public:
    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
    Result(Why failure) : state_(std::in_place_index<1>, std::move(failure)) {}
    explicit operator bool() const noexcept { return state_.index() == 0; }
    T& operator*() & { return std::get<0>(state_); }
    const T& operator*() const& { return std::get<0>(state_); }
    T&& operator*() && { return std::get<0>(std::move(state_)); }
    T* operator->() { return &std::get<0>(state_); }
    const T* operator->() const { return &std::get<0>(state_); }
    const Why& failure() const { return std::get<1>(state_); }

private:
    std::variant<T, Why> state_;
};

}  // namespace ecsview

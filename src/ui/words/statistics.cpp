// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/words/statistics.h"

#include <algorithm>
#include <cstdio>

#include "base/language.h"
#include "base/log.h"

namespace ecsview::ui {
namespace {

constexpr double kilo = 1000;

void add(std::string& line, std::string_view words,
         const std::optional<Reading::Milliseconds>& time) {
    if (time) line += " \u00b7 " + tr(words, number(time->count()));
}

}  // namespace

std::string number(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.*f", value < 9.95 ? 1 : 0, value);
    return text;
}

void Statistics::begin_at(const screen::Meters& meters) {
    *this = {};
    before_ = meters;
}

void Statistics::begin(TimePoint now) {
    if (!began_) began_ = now;
}

void Statistics::changed(TimePoint now) {
    begin(now);
    ++changes_;
    if (!pressed_) return;
    slowest_key_ = std::max(slowest_key_.value_or(TimePoint::duration{}), now - *pressed_);
    pressed_.reset();
}

void Statistics::key(TimePoint now) {
    begin(now);
    if (!pressed_) pressed_ = now;
}

std::optional<Statistics::TimePoint> Statistics::due() const {
    if (!began_) return std::nullopt;
    return *began_ + period;
}

// The next period begins at once, unless in this one nothing changed.
Reading Statistics::read(TimePoint now, const screen::Meters& meters) {
    const double seconds =
        std::max(std::chrono::duration<double>(now - began_.value_or(now)).count(), 0.001);
    // The decoder of another link begins at 0.
    if (meters.link != before_.link) before_.decoding = {};
    Reading reading;
    reading.changes = changes_ / seconds;
    reading.kilobytes = static_cast<double>(meters.bytes - before_.bytes) / kilo / seconds;
    if (meters.round_trip.count() > 0) {
        reading.round_trip = meters.round_trip;
        reading.queue = meters.round_trip - meters.fastest;
        reading.age = meters.round_trip - meters.fastest / 2;
    }
    // A decoder that has ended has no time any more.
    if (changes_ > 0 && meters.decoding >= before_.decoding)
        reading.decoding = Reading::Milliseconds(meters.decoding - before_.decoding) / changes_;
    if (slowest_key_) reading.key = *slowest_key_;
    if (changes_ > 0)
        began_ = now;
    else
        began_.reset(), pressed_.reset();
    changes_ = 0;
    slowest_key_.reset();
    before_ = meters;
    return reading;
}

std::string text_of(const Reading& reading) {
    std::string line =
        tr("{1} changes/s \u00b7 {2} kB/s", number(reading.changes), number(reading.kilobytes));
    add(line, tr_later("round trip {1} ms"), reading.round_trip);
    add(line, tr_later("queue {1} ms"), reading.queue);
    add(line, tr_later("picture's age {1} ms"), reading.age);
    add(line, tr_later("decoding {1} ms"), reading.decoding);
    add(line, tr_later("key to change {1} ms"), reading.key);
    return line;
}

void log_reading(const Reading& reading) {
    const auto ms = [](const std::optional<Reading::Milliseconds>& time) {
        return time ? number(time->count()) : "unknown";
    };
    log::tell("ui", "statistics",
              {{"changes", number(reading.changes)},
               {"kilobytes", number(reading.kilobytes)},
               {"round_trip_ms", ms(reading.round_trip)},
               {"queue_ms", ms(reading.queue)},
               {"age_ms", ms(reading.age)},
               {"decoding_ms", ms(reading.decoding)},
               {"key_ms", ms(reading.key)}});
}

}  // namespace ecsview::ui

// SPDX-License-Identifier: GPL-2.0-or-later
// Prometheus' text format, version 0.0.4: lines of "name{label="value"} number", each family below
// its HELP and TYPE, which stand there once. Pure. Names are given by the code and follow the
// format's rules; what comes from elsewhere is a label's value, and escaped here.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace ecsview::metrics {

enum class Kind { gauge, counter };

struct Label {
    std::string_view name;
    std::string_view value;  // any bytes; what is no text for a person becomes '?'
};

class Exposition {
public:
    // `common`: what each sample has besides its own labels.
    explicit Exposition(Label common);

    // What the next samples are; each name once. A family without a sample is left out.
    void family(std::string_view name, Kind kind, std::string_view help);
    void sample(std::uint64_t value, std::initializer_list<Label> labels = {});
    // Finite; seconds, bytes and the like, never a unit's multiple.
    void sample(double value, std::initializer_list<Label> labels = {});

    // Whole lines.
    const std::string& text() const { return text_; }

private:
    void begin(std::initializer_list<Label> labels);

    const std::string common_;  // name="value"
    std::string heading_;       // of the family; empty: it is written
    std::string_view name_;
    std::string text_;
};

}  // namespace ecsview::metrics

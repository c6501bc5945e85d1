// SPDX-License-Identifier: GPL-2.0-or-later
// For tests: a command line as main gets it.
#pragma once

#include <string>
#include <vector>

namespace ecsview::options {

using Words = std::vector<std::string>;

// argv as the system gives it: writable, ended by a null pointer.
class Arguments {
public:
    explicit Arguments(Words words) : words_(std::move(words)) {
        words_.insert(words_.begin(), "ecsview");
        for (auto& word : words_) pointers_.push_back(word.data());
        pointers_.push_back(nullptr);
    }
    int count() const { return static_cast<int>(words_.size()); }
    char** pointers() { return pointers_.data(); }
    const Words& words() const { return words_; }

private:
    Words words_;
    std::vector<char*> pointers_;
};

}  // namespace ecsview::options

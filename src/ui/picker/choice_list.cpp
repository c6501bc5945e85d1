// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/picker/choice_list.h"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "base/ascii.h"

namespace ecsview::ui {
namespace {

bool comes_before(const Entry& one, const Entry& other) {
    const auto name = lower_case(one.name), other_name = lower_case(other.name);
    return std::tie(other.used, name, one.region, one.id) <
           std::tie(one.used, other_name, other.region, other.id);
}

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    for (std::size_t at = 0; (at = text.find_first_not_of(' ', at)) != std::string_view::npos;) {
        const auto end = std::min(text.find(' ', at), text.size());
        words.push_back(lower_case(text.substr(at, end - at)));
        at = end;
    }
    return words;
}

bool has(const Entry& entry, const std::string& word) {
    const std::string* const fields[] = {&entry.name,   &entry.id,      &entry.status,
                                         &entry.region, &entry.address, &entry.system};
    const auto has_word = [&](const std::string& text) {
        return lower_case(text).find(word) != std::string::npos;
    };
    return has_word(word_of_status(entry.status)) ||
           std::ranges::any_of(fields, [&](const std::string* field) { return has_word(*field); });
}

}  // namespace

std::optional<std::size_t> ChoiceList::selected() const {
    if (shown_.empty()) return std::nullopt;
    return selected_;
}

const Entry* ChoiceList::selected_entry() const {
    return shown_.empty() ? nullptr : &at(selected_);
}

void ChoiceList::apply_filter() {
    shown_.clear();
    for (std::size_t i = 0; i < entries_.size(); ++i)
        if (std::ranges::all_of(words_, [&](const auto& word) { return has(entries_[i], word); }))
            shown_.push_back(i);
}

// What lies above the selected one may have become more or less: it stays at its height, so that
// nothing moves under a finger, unless the list's beginning is seen.
void ChoiceList::set_entries(std::vector<Entry> entries, bool arriving) {
    const Entry* before = selected_entry();
    const std::string id = before ? before->id : "";
    const std::size_t index = selected_;
    std::ranges::sort(entries, comes_before);
    entries_ = std::move(entries);
    apply_filter();
    const auto same =
        std::ranges::find_if(shown_, [&](std::size_t i) { return entries_[i].id == id; });
    if (same != shown_.end() && (chosen_ || !arriving)) {
        selected_ = static_cast<std::size_t>(same - shown_.begin());
        if (offset_ > 0)
            offset_ += (static_cast<int>(selected_) - static_cast<int>(index)) * row_height_;
    } else {
        selected_ = std::min(index, shown_.empty() ? 0 : shown_.size() - 1);
    }
    clamp_offset();
}

void ChoiceList::set_filter(std::string_view filter) {
    auto words = words_of(filter);
    if (words == words_) return;
    words_ = std::move(words);
    apply_filter();
    selected_ = 0;
    offset_ = 0;
    chosen_ = false;
}

void ChoiceList::set_room(int height, int row_height) {
    height = std::max(height, 0);
    row_height = std::max(row_height, 1);
    if (height == height_ && row_height == row_height_) return;
    height_ = height;
    row_height_ = row_height;
    bring_into_sight();
}

void ChoiceList::point_at(std::size_t index) {
    if (index >= shown_.size()) return;
    selected_ = index;
    chosen_ = true;
}

void ChoiceList::select(std::size_t index) {
    point_at(index);
    bring_into_sight();
}

void ChoiceList::move(int rows) {
    if (shown_.empty()) return;
    const int last = static_cast<int>(shown_.size()) - 1;
    select(static_cast<std::size_t>(std::clamp(static_cast<int>(selected_) + rows, 0, last)));
}

int ChoiceList::rows_of_page() const {
    return std::max(1, height_ / row_height_);
}

int ChoiceList::length() const {
    return static_cast<int>(shown_.size()) * row_height_;
}

void ChoiceList::clamp_offset() {
    offset_ = std::clamp(offset_, 0, std::max(0, length() - height_));
}

void ChoiceList::bring_into_sight() {
    const int top = static_cast<int>(selected_) * row_height_;
    offset_ = std::min(offset_, top);
    offset_ = std::max(offset_, top + row_height_ - height_);
    clamp_offset();
}

void ChoiceList::scroll(int pixels) {
    offset_ += pixels;
    clamp_offset();
}

std::optional<std::size_t> ChoiceList::at_height(int y) const {
    if (y < 0 || y >= height_) return std::nullopt;
    const auto index = static_cast<std::size_t>((y + offset_) / row_height_);
    if (index >= shown_.size()) return std::nullopt;
    return index;
}

}  // namespace ecsview::ui

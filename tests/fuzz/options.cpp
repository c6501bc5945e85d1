// SPDX-License-Identifier: GPL-2.0-or-later
// A command line, its words parted by line breaks. No file is opened: --config is left out.
#include "options/options.h"

#include <fcntl.h>

#include <string>
#include <vector>

#include "base/log.h"
#include "entry.h"

FUZZ_TARGET("options") {
    static const int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
    std::vector<std::string> words{"ecsview"};
    std::string_view text(reinterpret_cast<const char*>(data), size);
    while (!text.empty() && words.size() < 40) {
        const auto end = text.find('\n');
        std::string word(text.substr(0, end));
        word.resize(word.find('\0') == word.npos ? word.size() : word.find('\0'));
        if (word.starts_with("--config")) return 0;
        words.push_back(std::move(word));
        text.remove_prefix(end == text.npos ? text.size() : end + 1);
    }
    std::vector<char*> pointers;
    for (auto& word : words) pointers.push_back(word.data());
    pointers.push_back(nullptr);
    const auto parsed = ecsview::options::parse(static_cast<int>(words.size()), pointers.data(),
                                                nothing, ecsview::options::Places{});
    if (const auto* finished = std::get_if<ecsview::options::Finished>(&parsed))
        ecsview::fuzz::require(finished->text.empty() || finished->text.back() == '\n',
                               "a line that is not whole");
    return 0;
}

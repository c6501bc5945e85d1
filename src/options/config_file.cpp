// SPDX-License-Identifier: GPL-2.0-or-later
#include "options/config_file.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <filesystem>
#include <vector>

#include "base/log.h"
#include "base/proxy.h"
#include "base/unique_fd.h"
#include "options/nearest.h"
#include "options/target.h"
#include "options/values.h"

// The parser asserts what a file may break, such as that a section's name begins with a letter:
// that is the file's mistake and no reason to end without a sentence. (With NDEBUG it would tell
// the compiler that it cannot be.)
#ifdef NDEBUG
#error "toml++ may not assume what a file may break"
#endif
namespace ecsview::options {
namespace {
struct BrokenToml {};
[[noreturn]] void give_up_on_toml() {
    throw BrokenToml();
}
}  // namespace
}  // namespace ecsview::options
#define TOML_ASSERT(expr) ((expr) ? static_cast<void>(0) : ::ecsview::options::give_up_on_toml())
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

namespace ecsview::options {
namespace {

constexpr std::size_t max_size = std::size_t{256} * 1024;  // thousands of consoles fit

const Option* option_of(std::string_view key) {
    for (const auto& option : options())
        if (std::string_view(option.name).substr(2) == key) return &option;
    return nullptr;
}

std::vector<std::string_view> keys() {
    std::vector<std::string_view> found;
    for (const auto& option : options())
        if (option.key != nullptr) found.emplace_back(option.key);
    return found;
}

// In a file an option's name has no dashes before it.
std::string as_in_a_file(std::string sentence, const Option& option) {
    const std::string name = option.name;
    for (auto at = sentence.find(name); at != std::string::npos; at = sentence.find(name, at))
        sentence.erase(at, 2);
    return sentence;
}

class Reader {
public:
    explicit Reader(const std::string& name) : name_(name) {}

    ConfigFile read(const toml::table& table) {
        ConfigFile file;
        for (auto&& [key, node] : table)
            if (key.str() == "console")
                read_consoles(line_of(key), node, file);
            else
                read_key(key, node, file.general);
        if (complaint_.empty()) return file;
        refuse_at(line_, complaint_);
    }

    [[noreturn]] void refuse_at(unsigned line, const std::string& sentence) const {
        refuse(place(line) + ": " + sentence);
    }

private:
    static unsigned line_of(const toml::key& key) { return key.source().begin.line; }
    std::string place(unsigned line) const {
        return log::printable(name_) + ":" + std::to_string(line);
    }

    // A table is in no order; who mends a file begins at its top.
    void complain(unsigned line, std::string sentence) {
        if (!complaint_.empty() && line >= line_) return;
        line_ = line;
        complaint_ = std::move(sentence);
    }

    void read_consoles(unsigned line, const toml::node& node, ConfigFile& file) {
        const auto* consoles = node.as_table();
        if (consoles == nullptr)
            return complain(line, "console is a section, such as [console.\"i-bp1...\"]");
        for (auto&& [key, section] : *consoles) {
            // A ticket in the address would be a secret in a file.
            const bool secret = key.str().find_first_of("?%") != std::string_view::npos;
            const auto target = parse_target(key.str());
            const auto* values = section.as_table();
            if (secret || !target || values == nullptr) {
                complain(line_of(key),
                         "A section for one console is named by its instance ID, its name or its "
                         "address without its ?, such as [console.\"i-bp1...\"]");
                continue;
            }
            for (auto&& [name, value] : *values)
                read_key(name, value, file.consoles[console_key(*target)]);
        }
    }

    void read_key(const toml::key& key, const toml::node& node, Values& values) {
        const auto* option = option_of(key.str());
        if (option == nullptr) return complain(line_of(key), no_such_key(key.str()));
        if (option->key == nullptr)
            return complain(line_of(key), std::string(key.str()) +
                                              " has no place in a file; give " + option->name +
                                              " on the command line");
        const auto text = text_of(*option, node);
        if (!text) return complain(line_of(key), wrong_type(*option));
        if (auto wrong = wrong_value(*option, *text)) return complain(line_of(key), *wrong);
        values[option] = {*text, place(line_of(key))};
    }

    static std::string no_such_key(std::string_view key) {
        const auto known = keys();
        const auto near = nearest(key, known);
        const std::string said = "There is no key " + log::printable(key, 40);
        return near.empty() ? said + "; the keys are the names of the options"
                            : said + "; perhaps it is " + std::string(near);
    }

    std::optional<std::string> text_of(const Option& option, const toml::node& node) const {
        if (option.argument == nullptr) {
            const auto flag = node.value_exact<bool>();
            if (!flag) return std::nullopt;
            return *flag ? "true" : "false";
        }
        if (option.number && node.is_integer())
            return std::to_string(*node.value_exact<std::int64_t>());
        auto text = node.value_exact<std::string>();
        if (text && std::string_view(option.argument) == "FILE" && !text->empty()) {
            if (text->starts_with("~")) return text;
            return (std::filesystem::path(name_).parent_path() / *text).string();
        }
        return text;
    }

    static std::string wrong_type(const Option& option) {
        const std::string key = option.key;
        if (option.argument == nullptr) return key + " is true or false, without quotes";
        return key + " is a text in quotes" + (option.is != nullptr ? ": " : "") +
               (option.is != nullptr ? option.is : "");
    }

    static std::optional<std::string> wrong_value(const Option& option, const std::string& text) {
        const std::string key = option.key;
        if (text.empty()) return key + " is empty; leave the line out";
        if (text.starts_with("~"))
            if (option.argument != nullptr && std::string_view(option.argument) == "FILE")
                return key + " is a path without ~, and begins in this file's folder or with /";
        Options scratch;
        try {
            use(option, text, scratch);
        } catch (const Error& error) {
            return as_in_a_file(error.failure().sentence, option);
        }
        if (!scratch.proxy) return std::nullopt;
        const auto proxy = parse_proxy(*scratch.proxy);
        if (proxy->user.empty() && proxy->password.empty()) return std::nullopt;
        return key + " has a user name or a password, which no file may hold; set https_proxy";
    }

    const std::string& name_;
    unsigned line_ = 0;
    std::string complaint_;
};

// Where the parser has not said it: the first section whose name begins as none can.
unsigned line_of_bad_section(std::string_view text) {
    unsigned line = 1;
    for (; !text.empty(); ++line) {
        auto words = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(words.size() + 1, text.size()));
        words.remove_prefix(std::min(words.find_first_not_of(" \t"), words.size()));
        if (!words.starts_with('[')) continue;
        words.remove_prefix(words.starts_with("[[") ? 2 : 1);
        words.remove_prefix(std::min(words.find_first_not_of(" \t"), words.size()));
        const auto first = static_cast<unsigned char>(words.empty() ? ' ' : words.front());
        if (std::isalnum(first) == 0 && std::string_view("_-\"'").find(first) == words.npos)
            return line;
    }
    return line;
}

std::string read_text(int fd, const std::string& name) {
    std::string text;
    char block[4096];
    for (;;) {
        const auto size = ::read(fd, block, sizeof block);
        if (size < 0 && errno == EINTR) continue;
        if (size < 0) refuse(log::printable(name) + " cannot be read (" + strerror(errno) + ")");
        if (size == 0) return text;
        text.append(block, static_cast<std::size_t>(size));
        if (text.size() > max_size) refuse(log::printable(name) + " is too long");
    }
}

}  // namespace

ConfigFile parse_config(std::string_view text, const std::string& name) {
    Reader reader(name);
    try {
        return reader.read(toml::parse(text, name));
    } catch (const toml::parse_error& error) {
        reader.refuse_at(error.source().begin.line,
                         "This is not TOML: " + log::printable(error.description()));
    } catch (const BrokenToml&) {
        reader.refuse_at(line_of_bad_section(text),
                         "This is not TOML: a section's name begins with a letter or a quote");
    }
}

std::optional<ConfigFile> load_config(const std::string& name) {
    const UniqueFd fd(open(name.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
    if (!fd) {
        const int error = errno;
        // A service may not look into anybody's home; then there is none for it.
        struct stat there;
        if (stat(name.c_str(), &there) != 0) return std::nullopt;
        refuse(log::printable(name) + " cannot be opened (" + strerror(error) + ")");
    }
    return parse_config(read_text(fd.get(), name), name);
}

}  // namespace ecsview::options

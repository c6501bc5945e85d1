// SPDX-License-Identifier: GPL-2.0-or-later
// All fuzz targets without libFuzzer: plays what is in FOLDER/TARGET/ for each of them. What was
// found once and is mended stays mended in the program as it is shipped, and without clang.
// With ECSVIEW_REPLAY_NAMES each file is named before it is played.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include "entry.h"

namespace fs = std::filesystem;

std::map<std::string, ecsview::fuzz::Play>& ecsview::fuzz::targets() {
    static std::map<std::string, Play> all;
    return all;
}

int main(int argc, char** argv) {
    if (argc != 2) return std::fputs("usage: replay FOLDER\n", stderr), 2;
    for (const auto& [name, play] : ecsview::fuzz::targets()) {
        std::vector<fs::path> files;
        for (const auto& entry : fs::directory_iterator(fs::path(argv[1]) / name))
            files.push_back(entry.path());
        std::ranges::sort(files);
        for (const auto& file : files) {
            std::ifstream in(file, std::ios::binary);
            const std::string bytes{std::istreambuf_iterator<char>(in), {}};
            if (std::getenv("ECSVIEW_REPLAY_NAMES")) std::fprintf(stderr, "%s\n", file.c_str());
            play(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
        }
        std::printf("%s: %zu inputs\n", name.c_str(), files.size());
        if (files.empty()) return 1;
    }
    return 0;
}

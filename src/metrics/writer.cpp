// SPDX-License-Identifier: GPL-2.0-or-later
#include "metrics/writer.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "base/error.h"
#include "base/language.h"
#include "base/log.h"
#include "base/output.h"

namespace ecsview::metrics {
namespace {

constexpr mode_t for_everyone = 0644;

}  // namespace

File::File(std::string path, std::string_view first) : path_(std::move(path)) {
    const int error = write(first);
    if (error == 0) return;
    throw Error(ExitCode::usage, tr("The file of --metrics, {1}, cannot be written ({2}); its "
                                    "folder has to be there, and ours to write in.",
                                    log::printable(path_), strerror(error)));
}

File::~File() {
    unlink(path_.c_str());
}

// A device or a pipe would be replaced by a file.
int File::write(std::string_view text) const {
    struct stat there {};
    if (lstat(path_.c_str(), &there) == 0 && !S_ISREG(there.st_mode))
        return S_ISDIR(there.st_mode) ? EISDIR : EEXIST;
    return replace_file(path_, for_everyone, text, {});
}

Writer::Writer(const File& file, const screen::Tally& tally, std::function<Snapshot()> look)
    : file_(file),
      tally_(tally),
      look_(std::move(look)),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

void Writer::run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        const Snapshot seen = look_();
        note(file_.write(report(seen)));
        tally_.await(seen.counts.news, seen.steady_now + period, stop);
    }
}

// Once, until it is written again: a disk may be full for days.
void Writer::note(int error) {
    const bool failed = std::exchange(failing_, error != 0);
    if (failing_ && !failed)
        log::warning("metrics", "the metrics cannot be written", {{"because", strerror(error)}});
}

}  // namespace ecsview::metrics

// SPDX-License-Identifier: GPL-2.0-or-later
// Each decoder by scripts (script.h), with a mutator that knows their records: without it, most
// mutations of a session end in its first wrong length.
#include <algorithm>
#include <random>

#include "decoder_world.h"
#include "entry.h"
#include "script.h"

using namespace ecsview::fuzz;

FUZZ_TARGET("decoders") {
    const Script script = read_script({data, size});
    const std::string bytes = played(script);
    ServerSide server;
    server.bytes = bytes;
    server.shared = script.head[0] & 1;
    server.clipboard = script.head[0] & 2;
    server.raw_only = (script.head[0] & 12) == 12;
    server.jpeg = script.head[0] & 16;
    run_session(server);
    return 0;
}

#ifdef ECSVIEW_FUZZER
extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t most);

namespace {

using Dice = std::minstd_rand;

void mutate(std::vector<std::uint8_t>& payload) {
    std::uint8_t buffer[most_payload];
    std::copy(payload.begin(), payload.end(), buffer);
    const std::size_t size = LLVMFuzzerMutate(buffer, payload.size(), sizeof buffer);
    payload.assign(buffer, buffer + size);
}

Record fresh(Dice& dice) {
    Record record;
    record.kind = static_cast<std::uint8_t>(dice() % kinds | (dice() % 8 == 0 ? spoilt : 0));
    record.payload.resize(4 + dice() % 24);
    for (auto& byte : record.payload) byte = static_cast<std::uint8_t>(dice() >> 8);
    return record;
}

void mutate(Script& script, Dice& dice) {
    auto& records = script.records;
    if (records.empty() || (dice() % 6 == 0 && records.size() < most_records)) {
        const std::size_t at = dice() % (records.size() + 1);
        records.insert(records.begin() + static_cast<std::ptrdiff_t>(at), fresh(dice));
        return;
    }
    const std::size_t at = dice() % records.size();
    Record& record = records[at];
    switch (dice() % 12) {
        case 0: records.erase(records.begin() + static_cast<std::ptrdiff_t>(at)); break;
        case 1:
            if (records.size() < most_records) records.push_back(Record(record));
            break;
        case 2: std::swap(record, records[dice() % records.size()]); break;
        case 3: record.kind = static_cast<std::uint8_t>(dice() % kinds); break;
        case 4: record.kind ^= spoilt; break;
        case 5: script.head[dice() % head_bytes] = static_cast<std::uint8_t>(dice() >> 8); break;
        default: mutate(record.payload);
    }
}

std::size_t put(const Script& script, std::uint8_t* out, std::size_t most) {
    const auto bytes = written(script);
    const std::size_t size = std::min(bytes.size(), most);
    std::copy_n(bytes.begin(), size, out);
    return size;
}

}  // namespace

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t most, unsigned seed) {
    Dice dice(seed);
    Script script = read_script({data, size});
    for (unsigned times = 1 + dice() % 3; times > 0; --times) mutate(script, dice);
    return put(script, data, most);
}

extern "C" std::size_t LLVMFuzzerCustomCrossOver(const std::uint8_t* one, std::size_t one_size,
                                                 const std::uint8_t* other, std::size_t other_size,
                                                 std::uint8_t* out, std::size_t most,
                                                 unsigned seed) {
    Dice dice(seed);
    Script script = read_script({one, one_size});
    const Script more = read_script({other, other_size});
    script.records.resize(dice() % (script.records.size() + 1));
    for (const auto& record : more.records)
        if (script.records.size() < most_records && dice() % 2) script.records.push_back(record);
    return put(script, out, most);
}
#endif

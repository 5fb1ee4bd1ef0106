// Anything from a Redis, cut anywhere: the same replies come out, and each is entries, or an error and
// nothing worse.
#include "queue/redis_error.hpp"
#include "queue/resp.hpp"
#include "queue/stream_commands.hpp"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

using namespace loa;

namespace {

void require(bool so)
{
    if (!so)
        std::abort();
}

void check_entries(const read_entries& read)
{
    require(read.last.empty() == (read.entries.empty() && read.gone.empty()));
    for (const auto& each : read.entries) require(!each.id.empty());
}

void understand(const reply& one)
{
    if (const auto read = parse_read(one))
        check_entries(*read);
    if (const auto claimed = parse_claim(one)) {
        require(!claimed->cursor.empty());
        check_entries(claimed->read);
    }
    if (const auto pending = parse_pending(one))
        require(pending->size() == one.elements.size());
    if (one.is(reply::kind::error)) {
        const auto said = explain(one.text);
        require(!said.empty() && said.size() < 1'000);
        require(std::none_of(said.begin(), said.end(), [](char c) { return c >= 0 && c < ' '; }));
        wants_new_connection(one.text);
    }
}

/// What comes out, and at the end "!" if it is not the protocol.
std::vector<reply> replies(std::string_view wire, std::size_t cut, bool& failed)
{
    reply_reader reader{{.bytes = 1 << 20, .elements = 1'000, .line = 64 << 10}};
    std::vector<reply> out;
    while (!wire.empty() && !failed) {
        const auto part = wire.substr(0, cut);
        wire.remove_prefix(part.size());
        reader.feed(part);
        for (;;) {
            auto next = reader.next();
            failed = next.has_error();
            if (failed || !*next)
                break;
            out.push_back(std::move(**next));
        }
    }
    return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    if (size == 0)
        return 0;
    const std::string_view wire{reinterpret_cast<const char*>(bytes) + 1, size - 1};
    bool failed = false, failed_too = false;
    const auto whole = replies(wire, size, failed);
    require(replies(wire, std::max<std::size_t>(bytes[0], 1), failed_too) == whole && failed_too == failed);
    for (const auto& each : whole) understand(each);
    if (transaction_error(whole).empty())
        require(!whole.empty() && whole.back().is(reply::kind::array));
    return 0;
}

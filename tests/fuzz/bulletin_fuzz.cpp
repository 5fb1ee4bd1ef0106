// Whatever the portal sends, it is a bulletin that survives being written and read again, or a list of reasons.

#include "gateway/core/bulletin.hpp"

#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    const loa::bulletin_limits limits;
    const auto read = loa::parse_bulletin({reinterpret_cast<const char*>(bytes), size}, limits);
    if (!read) {
        if (read.error().empty())
            std::abort();
        return 0;
    }
    const loa::bulletin_limits stored{limits.bytes * 8, limits.root_unit};
    const auto again = loa::parse_bulletin(to_json(*read), stored);
    if (!again || to_json(*again) != to_json(*read))
        std::abort();
    return 0;
}

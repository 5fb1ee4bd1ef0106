#pragma once
/// \file
/// The port to what was published and could not be taken in: it waits there for somebody to correct it.

#include "gateway/core/error.hpp"
#include "gateway/core/time.hpp"

#include <boost/system/result.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace loa {

struct rejected_entry {
    std::string id;       ///< "1700000000000-0"; the later, the greater
    std::string entry;    ///< its id in the inbox
    wall_time at{};       ///< when it was turned down
    std::string payload;  ///< as it was published: any bytes
    problems reasons;
};

struct rejected_page {
    std::vector<rejected_entry> entries;  ///< newest first
    std::uint64_t total = 0;              ///< on all pages
    bool has_more = false;
};

/// Synchronous and thread-safe; each call ends within seconds. What the inbox's server does is a value: code
/// "redis_unreachable", "redis_refused" or "busy".
class rejected_intake {
public:
    template <class T>
    using answer = boost::system::result<T, problem>;

    virtual ~rejected_intake() = default;

    /// At most so many, fewer if they are large. \param before  id: where the list goes on
    virtual answer<rejected_page> list(const std::optional<std::string>& before, std::size_t most) = 0;
    virtual answer<std::optional<rejected_entry>> find(const std::string& id) = 0;
    /// Puts the payload into the inbox and takes the entry off the list, in one step. Returns the id in the
    /// inbox; nothing: there is no such entry, and nothing was done.
    virtual answer<std::optional<std::string>> resubmit(
        const std::string& id, const std::string& payload
    ) = 0;
    /// False: there is no such entry.
    virtual answer<bool> remove(const std::string& id) = 0;
};

/// Whether it has the form of an id.
bool is_entry_id(std::string_view text) noexcept;

}  // namespace loa

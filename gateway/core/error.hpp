#pragma once
/// \file
/// The errors this program itself can report, as Boost error codes. What a remote side does is not an error: see outcome.hpp.

#include <boost/system/error_code.hpp>
#include <boost/system/result.hpp>

#include <string>
#include <type_traits>
#include <vector>

namespace loa {

enum class errc {
    deadline_exceeded = 1,  ///< our own time limit ran out
    not_found,              ///< no such broadcast, delivery, unit ...
    ledger_unavailable,     ///< the store cannot be written or read now (disk full, locked, damaged); the reason is in the log
    lease_lost,             ///< somebody else took the batch over: nothing was written
    redis_reply,            ///< Redis answered with an error or with a shape we do not know
};

const boost::system::error_category& loa_category() noexcept;

inline boost::system::error_code make_error_code(errc e) noexcept
{
    return {static_cast<int>(e), loa_category()};
}

template <class T = void>
using result = boost::system::result<T>;

/// One thing wrong with what somebody gave us, said so that they can mend it.
struct problem {
    std::string field;  ///< path of the value, e.g. "attachments[0].url"; empty for the whole
    std::string code;   ///< stable word for programs, e.g. "host_not_allowed"
    std::string text;   ///< English sentence: what is wrong and what would be right

    friend bool operator==(const problem&, const problem&) = default;
};
using problems = std::vector<problem>;

/// "field: text; field: text"
std::string to_string(const problems& list);

}  // namespace loa

template <>
struct boost::system::is_error_code_enum<loa::errc> : std::true_type {
};

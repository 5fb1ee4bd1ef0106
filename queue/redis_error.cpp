#include "queue/redis_error.hpp"

#include <array>

namespace loa {
namespace {

struct meaning {
    std::string_view word, text;
};
constexpr std::array meanings{
    meaning{
        "WRONGPASS",
        "Redis refuses the user name or the password; check redis.username and redis.password_file"},
    meaning{"NOAUTH", "Redis wants a password and got none; set redis.username and redis.password_file"},
    meaning{
        "NOPERM", "the Redis user has no right to do this; see docs/operations.md for the rights it needs"},
    meaning{"OOM", "Redis is out of memory (maxmemory reached); give it more or remove what is not needed"},
    meaning{"READONLY", "this Redis is a read-only replica; redis.url must lead to the primary"},
    meaning{"LOADING", "Redis is still loading its data"},
    meaning{"MISCONF", "Redis refuses writes because it cannot save to its disk"},
    meaning{"MASTERDOWN", "this Redis is a replica without its primary"},
    meaning{"CLUSTERDOWN", "the Redis cluster is down"},
    meaning{"BUSY", "Redis is busy with a script"},
    meaning{
        "WRONGTYPE",
        "the key of the stream holds something that is not a stream; see redis.stream and "
        "redis.rejected_stream"},
    meaning{"NOREPLICAS", "Redis refuses writes because too few replicas follow it"},
};

constexpr std::size_t longest_quote = 200;

}  // namespace

std::string_view error_word(std::string_view error) noexcept
{
    return error.substr(0, error.find(' '));
}

std::string explain(std::string_view error)
{
    std::string quote{error.substr(0, longest_quote)};
    for (auto& each : quote)
        if (static_cast<unsigned char>(each) < 0x20 || each == 0x7f)
            each = ' ';
    for (const auto& [word, text] : meanings)
        if (error_word(error) == word)
            return std::string{text} + " (" + quote + ")";
    return "Redis refuses: " + quote;
}

bool wants_new_connection(std::string_view error) noexcept
{
    const auto word = error_word(error);
    return word == "READONLY" || word == "NOAUTH" || word == "MASTERDOWN" || word == "NOPERM";
}

}  // namespace loa

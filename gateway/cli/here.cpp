#include "gateway/cli/here.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <ctime>

#include <unistd.h>

namespace loa::cli {

actor here()
{
    const char* name = ::getlogin();
    actor out;
    out.name = name ? fmt::format("cli:{}", name) : fmt::format("cli:uid {}", ::getuid());
    out.peer = "cli";
    return out;
}

std::string local_time(wall_time when)
{
    const std::time_t seconds = std::chrono::floor<std::chrono::seconds>(when).time_since_epoch().count();
    std::tm at{};
    if (!::localtime_r(&seconds, &at))
        return format_rfc3339(when);
    const auto minutes = std::abs(at.tm_gmtoff) / 60;
    return fmt::format(
        "{:04}-{:02}-{:02} {:02}:{:02}:{:02} {}{:02}:{:02}",
        at.tm_year + 1900,
        at.tm_mon + 1,
        at.tm_mday,
        at.tm_hour,
        at.tm_min,
        at.tm_sec,
        at.tm_gmtoff < 0 ? '-' : '+',
        minutes / 60,
        minutes % 60
    );
}

}  // namespace loa::cli

#include "gateway/service/service_notifier.hpp"

#include <systemd/sd-daemon.h>

#include <cstdint>
#include <string>

namespace loa {
namespace {

// One assignment a line: a line end inside the text would begin another.
std::string status_line(std::string_view text)
{
    std::string out = "STATUS=";
    for (const char c : text) out += c == '\n' || c == '\r' || c == '\0' ? ' ' : c;
    return out;
}

// A service manager that does not listen is no reason to stop: the result is of no use.
void tell(const std::string& state)
{
    ::sd_notify(0, state.c_str());
}

}  // namespace

void service_notifier::ready(std::string_view status)
{
    tell("READY=1\n" + status_line(status));
}

void service_notifier::stopping(std::string_view status)
{
    tell("STOPPING=1\n" + status_line(status));
}

void service_notifier::status(std::string_view text)
{
    tell(status_line(text));
}

std::optional<std::chrono::microseconds> service_notifier::watchdog_limit() const
{
    std::uint64_t limit = 0;
    if (::sd_watchdog_enabled(0, &limit) <= 0)
        return std::nullopt;
    return std::chrono::microseconds{limit};
}

void service_notifier::feed()
{
    tell("WATCHDOG=1");
}

}  // namespace loa

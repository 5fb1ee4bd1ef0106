#include "config/config_error.hpp"

namespace loa {

std::string to_string(const config_error& what)
{
    auto out = what.file;
    if (what.line != 0)
        out += ':' + std::to_string(what.line);
    if (!what.key.empty())
        out += ": " + what.key;
    if (!what.value.empty())
        out += " = " + what.value;
    out += ": " + what.wrong;
    if (!what.expected.empty())
        out += (what.wrong.empty() ? "expected " : ", expected ") + what.expected;
    return out;
}

std::string to_string(const std::vector<config_error>& list)
{
    std::string out;
    for (const auto& each : list) {
        if (!out.empty())
            out += '\n';
        out += to_string(each);
    }
    return out;
}

}  // namespace loa

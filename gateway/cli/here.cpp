#include "gateway/cli/here.hpp"

#include <fmt/format.h>

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

}  // namespace loa::cli

#include "gateway/cli/progress_line.hpp"

#include <unistd.h>

#include <algorithm>
#include <iostream>

namespace loa::cli {

progress_line::progress_line() : on_terminal_{::isatty(STDERR_FILENO) == 1} {}

progress_line::~progress_line()
{
    if (drawn_)
        std::cerr << "\r\033[K" << std::flush;
}

void progress_line::show(double part, const std::string& text)
{
    constexpr std::size_t width = 30;
    const auto now = std::chrono::steady_clock::now();
    if (!on_terminal_ || now - last_ < std::chrono::milliseconds{100})
        return;
    last_ = now;
    drawn_ = true;
    std::string bar;
    if (part >= 0) {
        const auto full = static_cast<std::size_t>(std::clamp(part, 0.0, 1.0) * width);
        bar = '[' + std::string(full, '#') + std::string(width - full, '.') + "] ";
    }
    std::cerr << '\r' << bar << text << "\033[K" << std::flush;
}

}  // namespace loa::cli

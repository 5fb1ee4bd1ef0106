#include "gateway/cli/password_prompt.hpp"

#include "gateway/cli/command.hpp"
#include "gateway/core/unicode.hpp"

#include <termios.h>
#include <unistd.h>

#include <iostream>

namespace loa::cli {
namespace {

/// The terminal shows nothing of what is typed until the end of the scope.
class no_echo {
public:
    no_echo()
    {
        ::tcgetattr(STDIN_FILENO, &before_);
        auto quiet = before_;
        quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
    }
    ~no_echo() { ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_); }
    no_echo(const no_echo&) = delete;
    no_echo& operator=(const no_echo&) = delete;

private:
    termios before_{};
};

std::string line(const char* question)
{
    std::string out;
    if (::isatty(STDIN_FILENO) == 0) {
        std::getline(std::cin, out);
        return out;
    }
    const no_echo quiet;  // before the question: whoever answers at once is not shown, and not thrown away
    std::cerr << question << std::flush;
    std::getline(std::cin, out);
    std::cerr << '\n';
    return out;
}

}  // namespace

std::string read_new_password()
{
    auto text = line("Password: ");
    if (::isatty(STDIN_FILENO) != 0 && line("Once more: ") != text)
        throw failure{"the two are not the same"};
    auto out = to_nfc(text);
    if (!out)
        throw failure{"the password is not UTF-8"};
    return *std::move(out);
}

}  // namespace loa::cli

// Exits 0 if standard input is a bulletin, 1 with the reasons if not. For bulletin_schema_test.py.

#include "gateway/core/bulletin.hpp"

#include <iostream>
#include <iterator>

int main()
{
    const std::string text{std::istreambuf_iterator<char>{std::cin}, {}};
    const auto read = loa::parse_bulletin(text, {});
    if (!read)
        std::cout << to_string(read.error()) << '\n';
    return read ? 0 : 1;
}

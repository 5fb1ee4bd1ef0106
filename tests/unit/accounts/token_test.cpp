#include "gateway/accounts/token.hpp"
#include "tests/support/catch.hpp"

#include <algorithm>
#include <set>
#include <string>

using namespace loa;

TEST_CASE("tokens are never the same and fit into a cookie", "[accounts]")
{
    std::set<std::string> seen;
    for (int i = 0; i != 1000; ++i) {
        const auto token = new_token();
        CHECK(token.size() == 43);
        CHECK(std::ranges::all_of(token, [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                   c == '_';
        }));
        seen.insert(token);
    }
    CHECK(seen.size() == 1000);
}

TEST_CASE("a key says which it is without saying what it is", "[accounts]")
{
    const auto key = new_key();
    CHECK(key.prefix.size() == 8);
    CHECK(key.text.starts_with("loa_" + key.prefix + "_"));
    CHECK(key.text.size() == 4 + 8 + 1 + 43);
    CHECK(hash_of(key.text) == hash_of(key.text));
    CHECK(hash_of(key.text) != hash_of(key.prefix));
}

TEST_CASE("secrets are the same only as a whole", "[accounts]")
{
    CHECK(same_secret("abc", "abc"));
    CHECK_FALSE(same_secret("abc", "abd"));
    CHECK_FALSE(same_secret("abc", "ab"));
    CHECK_FALSE(same_secret("", "a"));
}

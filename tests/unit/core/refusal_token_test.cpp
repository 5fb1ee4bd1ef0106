#include "gateway/core/refusal_token.hpp"

#include "tests/support/catch.hpp"

#include <string>
#include <vector>

using namespace loa;

namespace {

const std::vector<std::uint8_t> secret(32, 7);

std::string text_of(const refusal_tokens::text& token)
{
    return {token.begin(), token.end()};
}

}  // namespace

TEST_CASE("an unsubscribe link leads back to the person and the broadcast it was made for", "[refusal_token]")
{
    const refusal_tokens tokens{secret};
    for (const refusal of :
         {refusal{1, 1}, refusal{17, 2'600'000}, refusal{9'000'000'000'000, 4'294'967'295}}) {
        const auto token = text_of(tokens.make(of));
        CHECK(tokens.read(token) == of);
        CHECK(
            token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") ==
            std::string::npos
        );
    }
}

TEST_CASE("an unsubscribe link of which one letter was changed leads nowhere", "[refusal_token]")
{
    const refusal_tokens tokens{secret};
    const auto good = text_of(tokens.make({17, 4711}));
    for (std::size_t i = 0; i != good.size(); ++i)
        for (const char c : {'A', 'B', 'x', '-', '=', '/', ' ', '\0'}) {
            auto forged = good;
            forged[i] = c;
            if (forged != good)
                CHECK_FALSE(tokens.read(forged));
        }
}

TEST_CASE("an unsubscribe link that was cut, lengthened or made up leads nowhere", "[refusal_token]")
{
    const refusal_tokens tokens{secret};
    const auto good = text_of(tokens.make({17, 4711}));
    CHECK_FALSE(tokens.read(""));
    CHECK_FALSE(tokens.read(good.substr(1)));
    CHECK_FALSE(tokens.read(good.substr(0, good.size() - 1)));
    CHECK_FALSE(tokens.read(good + "A"));
    CHECK_FALSE(tokens.read(std::string(39, 'A')));
    CHECK_FALSE(tokens.read(std::string(100'000, 'A')));
}

TEST_CASE("an unsubscribe link of another installation leads nowhere", "[refusal_token]")
{
    const refusal_tokens ours{secret}, theirs{std::vector<std::uint8_t>(32, 8)};
    CHECK_FALSE(ours.read(text_of(theirs.make({17, 4711}))));
}

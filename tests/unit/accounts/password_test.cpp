#include "gateway/accounts/password.hpp"
#include "gateway/accounts/password_rule.hpp"
#include "gateway/accounts/user_rule.hpp"
#include "gateway/core/lock_out.hpp"
#include "tests/support/catch.hpp"

#include <chrono>
#include <future>
#include <string>
#include <vector>

using namespace loa;
using namespace std::chrono_literals;

namespace {

std::string first_code(std::string_view password, std::string_view name = "lan.nguyen")
{
    const auto found = check_password(password, name, "password");
    return found.empty() ? std::string{} : found.front().code;
}

std::chrono::duration<double> time_of_check(const std::string& hash)
{
    const auto started = std::chrono::steady_clock::now();
    password_matches(hash, "con voi an chuoi");
    return std::chrono::steady_clock::now() - started;
}

}  // namespace

TEST_CASE("a password opens what was locked with it, and no other does", "[accounts]")
{
    const auto hash = hash_password("con voi ăn chuối");
    CHECK(password_matches(hash, "con voi ăn chuối"));
    CHECK_FALSE(password_matches(hash, "con voi ăn chuố"));
    CHECK_FALSE(password_matches(hash, ""));
    CHECK_FALSE(password_matches("", "con voi ăn chuối"));
    CHECK_FALSE(password_matches("no hash at all", "con voi ăn chuối"));
}

TEST_CASE("the same password is kept in another form each time, with its costs", "[accounts]")
{
    const auto one = hash_password("con voi ăn chuối"), other = hash_password("con voi ăn chuối");
    CHECK(one != other);
    CHECK(one.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
}

TEST_CASE("a name that does not exist takes as long as a wrong password", "[accounts]")
{
    const auto hash = hash_password("con voi ăn chuối");
    password_matches("", "warm up");
    std::chrono::duration<double> real{1e9}, none{1e9};
    for (int i = 0; i != 5; ++i) {
        real = std::min(real, time_of_check(hash));
        none = std::min(none, time_of_check(""));
    }
    CHECK(none > real / 2);
    CHECK(none < real * 2);
}

TEST_CASE(
    "of many who sign in at once most are told to try again, so that memory stays bounded", "[accounts]"
)
{
    const auto hash = hash_password("con voi ăn chuối");
    std::vector<std::future<int>> all;
    for (int i = 0; i != 12; ++i)
        all.push_back(std::async(std::launch::async, [&hash] {
            try {
                return password_matches(hash, "con voi ăn chuối") ? 1 : 0;
            } catch (const passwords_busy&) {
                return -1;
            }
        }));
    int right = 0, busy = 0;
    for (auto& each : all) {
        const auto result = each.get();
        right += result == 1 ? 1 : 0;
        busy += result == -1 ? 1 : 0;
    }
    CHECK(right >= 2);
    CHECK(busy >= 1);
    CHECK(right + busy == 12);
    CHECK(password_matches(hash, "con voi ăn chuối"));  // and then there is room again
}

TEST_CASE("passwords that anybody would guess are not taken", "[accounts]")
{
    CHECK(first_code("ngắn quá") == "password_short");
    CHECK(first_code("ăâêôơưđăâêôơ").empty());  // counted in characters, not in bytes
    for (const auto* each :
         {"Password1234",
          "matkhau123456",
          "123456789012",
          "qwertyuiop!!",
          "0901234567890",
          "aaaaaaaaaaaa",
          "abcabcabcabc",
          "Admin@123456",
          "anhyeuem!!!!",
          "SoGiaoDuc2026!"})
        CHECK(first_code(each) == "password_common");
    CHECK(first_code("xin chao Lan.Nguyen day") == "password_own_name");
    CHECK(first_code(std::string(300, 'x') + "ywvut") == "too_long");
    CHECK(first_code("con voi an chuoi").empty());
}

TEST_CASE("a user's name is one that nobody can mistake", "[accounts]")
{
    CHECK(is_user_name("lan.nguyen"));
    CHECK(is_user_name("vp-2_a"));
    for (const auto* each :
         {"", "l", "Lan", "1lan", "lan nguyen", "lan/nguyen", "lân", "key:portal", "peer:10.0.0.1"})
        CHECK_FALSE(is_user_name(each));
    CHECK_FALSE(is_user_name(std::string(65, 'a')));
}

TEST_CASE("who fails again and again waits twice as long each time, but never for good", "[accounts]")
{
    CHECK(lock_out(0) == 0s);
    CHECK(lock_out(4) == 0s);
    CHECK(lock_out(5) == 1s);
    CHECK(lock_out(6) == 2s);
    CHECK(lock_out(14) == 512s);
    CHECK(lock_out(15) == 15min);
    CHECK(lock_out(4'000'000'000) == 15min);
}

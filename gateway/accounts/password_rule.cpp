#include "gateway/accounts/password_rule.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string>

namespace loa {
namespace {

// The letters of the commonest passwords here and elsewhere. Digits and signs around and between them make no
// other word.
constexpr std::array commonest = std::to_array<std::string_view>({
    "password",
    "passwd",
    "passwrd",
    "pass",
    "matkhau",
    "matkhaucuatoi",
    "qwerty",
    "qwertyuiop",
    "asdf",
    "asdfgh",
    "asdfghjkl",
    "zxcvbnm",
    "qazwsx",
    "qazwsxedc",
    "qweasd",
    "qweasdzxc",
    "abc",
    "abcd",
    "abcdef",
    "abcdefgh",
    "a",
    "aa",
    "q",
    "qwe",
    "qwer",
    "iloveyou",
    "iloveu",
    "loveyou",
    "loveme",
    "mylove",
    "love",
    "welcome",
    "hello",
    "letmein",
    "login",
    "admin",
    "administrator",
    "quantri",
    "quantrivien",
    "root",
    "user",
    "guest",
    "default",
    "changeme",
    "secret",
    "test",
    "testing",
    "demo",
    "master",
    "dragon",
    "monkey",
    "football",
    "baseball",
    "superman",
    "batman",
    "sunshine",
    "princess",
    "shadow",
    "michael",
    "jordan",
    "charlie",
    "donald",
    "starwars",
    "trustno",
    "whatever",
    "freedom",
    "computer",
    "internet",
    "samsung",
    "google",
    "facebook",
    "zalo",
    "vietnam",
    "vietnamvodich",
    "saigon",
    "hanoi",
    "danang",
    "hochiminh",
    "thanhpho",
    "tphcm",
    "hcm",
    "sogiaoduc",
    "sogiaoducvadaotao",
    "sogddt",
    "sogddthcm",
    "giaoduc",
    "giaovien",
    "hocsinh",
    "phuhuynh",
    "truonghoc",
    "vanphong",
    "vanphongso",
    "enetviet",
    "thongbao",
    "bantin",
    "loa",
    "anhyeuem",
    "emyeuanh",
    "yeuem",
    "yeuanh",
    "tinhyeu",
    "khongbiet",
    "khongcomatkhau",
    "motconvit",
    "conmeo",
    "giadinh",
    "hanhphuc",
    "chucmungnammoi",
    "nguyen",
    "nguyenvan",
    "tran",
    "minh",
    "anh",
    "em",
    "tuan",
    "linh",
    "thanh",
});

std::string in_lower_case(std::string_view text)
{
    std::string out{text};
    for (auto& c : out)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c | 0x20);
    return out;
}

/// The word once or several times in a row, and nothing else.
bool is_made_of(std::string_view letters, std::string_view word)
{
    if (letters.size() % word.size() != 0)
        return false;
    for (std::size_t at = 0; at != letters.size(); at += word.size())
        if (letters.substr(at, word.size()) != word)
            return false;
    return true;
}

bool is_common(const std::string& lower)
{
    if (std::set<char>(lower.begin(), lower.end()).size() < 5)
        return true;
    std::string letters;
    for (const char c : lower)
        if ((c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80)
            letters += c;
    // Without letters it is a date, a telephone number or a row of keys.
    return letters.empty() ||
           std::ranges::any_of(commonest, [&](std::string_view word) { return is_made_of(letters, word); });
}

}  // namespace

problems check_password(std::string_view password, std::string_view user_name, std::string_view field)
{
    problems out;
    const auto add = [&](const char* code, const char* text) {
        out.push_back({std::string{field}, code, text});
    };
    const auto characters = std::ranges::count_if(password, [](char c) { return (c & 0xc0) != 0x80; });
    if (static_cast<std::size_t>(characters) < least_password_characters)
        add("password_short", "must have at least 12 characters; several words make a good one");
    if (password.size() > most_password_bytes)
        add("too_long", "must have at most 256 bytes");
    const auto lower = in_lower_case(password);
    if (is_common(lower))
        add("password_common",
            "is one of the commonest, or nearly so; take several words that do not belong together");
    if (user_name.size() >= 3 && lower.find(user_name) != std::string::npos)
        add("password_own_name", "must not contain the user's name");
    return out;
}

}  // namespace loa

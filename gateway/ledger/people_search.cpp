#include "gateway/ledger/people_search.hpp"

#include "gateway/core/unicode.hpp"
#include "gateway/ledger/import_fields.hpp"

#include <algorithm>

namespace loa {

std::vector<std::uint32_t> search_numbers(database& directory, const std::string& text, std::size_t most)
{
    std::vector<std::uint32_t> out;
    const auto find = [&](const char* sql, const std::string& value) {
        statement rows{directory, sql, value, most};
        while (out.size() != most && rows.step())
            if (const auto no = rows.number<std::uint32_t>(0); std::ranges::find(out, no) == out.end())
                out.push_back(no);
    };
    std::string account, email;
    const auto what = squeeze(text);
    find("SELECT no FROM person WHERE ref = ?1 ORDER BY no LIMIT ?2", what);
    if (check_account(what, account).empty() && !account.empty())
        find("SELECT no FROM person WHERE account = ?1 ORDER BY no LIMIT ?2", account);
    if (check_email(what, email).empty() && !email.empty())
        find("SELECT no FROM person WHERE email = ?1 ORDER BY no LIMIT ?2", email);
    return out;
}

}  // namespace loa

#include "gateway/ledger/audit_hash.hpp"

#include <string_view>

namespace loa {
namespace {

void put_number(std::string& to, std::uint64_t value)
{
    for (int shift = 56; shift >= 0; shift -= 8) to += static_cast<char>(value >> shift & 0xff);
}

}  // namespace

audit_hash hash_after(const audit_hash& before, const audit_entry& what)
{
    std::string form{"loa audit 1"};
    form.append(before.begin(), before.end());
    put_number(form, static_cast<std::uint64_t>(what.seq));
    put_number(form, static_cast<std::uint64_t>(what.at.time_since_epoch().count()));
    for (const std::string_view part : {
             std::string_view{what.who},
             std::string_view{what.peer},
             std::string_view{what.action},
             std::string_view{what.subject},
             std::string_view{what.before},
             std::string_view{what.after},
         }) {
        put_number(form, part.size());
        form += part;
    }
    sha256 hash;
    hash.add(form);
    return hash.finish();
}

}  // namespace loa

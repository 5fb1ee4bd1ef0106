#include "gateway/ledger/people_tables.hpp"

#include <vector>

namespace loa {
namespace {

struct stored_membership {
    std::uint32_t no = 0;
    membership_place where;
    friend auto operator<=>(const stored_membership&, const stored_membership&) = default;
};

/// Rows of (no, role, unit) in that order, one after the other.
class membership_rows {
public:
    membership_rows(database& where, const char* sql) : rows_{where, sql} { next(); }
    void next()
    {
        is_over_ = !rows_.step();
        if (!is_over_)
            row_ = {
                rows_.number<std::uint32_t>(0),
                {rows_.number<std::uint32_t>(1), rows_.number<std::uint32_t>(2)}};
    }
    bool is_over() const noexcept { return is_over_; }
    const stored_membership& operator*() const noexcept { return row_; }

private:
    statement rows_;
    stored_membership row_;
    bool is_over_ = false;
};

}  // namespace

void replace_memberships(database& where, const number_set& known, number_set& changed)
{
    std::vector<stored_membership> gone, fresh;
    {
        membership_rows before{where, "SELECT no, role, unit FROM membership ORDER BY no, role, unit"};
        membership_rows after{where, "SELECT no, role, unit FROM staged_membership ORDER BY no, role, unit"};
        while (!before.is_over() || !after.is_over()) {
            if (!before.is_over() && (!known.contains((*before).no))) {
                before.next();  // not named by the file
            }
            else if (after.is_over() || (!before.is_over() && *before < *after)) {
                gone.push_back(*before);
                before.next();
            }
            else if (before.is_over() || *after < *before) {
                if (fresh.empty() || fresh.back() != *after)  // a row twice in the file
                    fresh.push_back(*after);
                after.next();
            }
            else {
                const auto same = *before;
                before.next();
                while (!after.is_over() && *after == same) after.next();
            }
        }
    }
    for (const auto& one : gone) {
        changed.insert(one.no);
        statement{
            where,
            "DELETE FROM membership WHERE role = ?1 AND unit = ?2 AND no = ?3",
            one.where.role,
            one.where.unit,
            one.no}
            .run();
    }
    for (const auto& one : fresh) {
        changed.insert(one.no);
        statement{
            where,
            "INSERT INTO membership (role, unit, no) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
            one.where.role,
            one.where.unit,
            one.no}
            .run();
    }
}

}  // namespace loa

#pragma once
/// \file
/// A bulletin that was sent in a small city, with whatever outcomes the test says.

#include "gateway/core/audit_log.hpp"
#include "gateway/core/desk_refusal.hpp"
#include "gateway/core/ledger_desk.hpp"
#include "gateway/core/outcome_desk.hpp"
#include "gateway/core/plan.hpp"
#include "gateway/ledger/sqlite_directory.hpp"
#include "tests/integration/drafts/small_city.hpp"
#include "tests/support/run.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace loa::testing {

using namespace std::chrono_literals;

/// Reference of a person, state and cause of the delivery.
using outcomes_told = std::map<std::string, std::pair<delivery_state, std::string>>;

struct sent_city : small_city {
    static audience everybody_at(const std::string& unit)
    {
        return {{{unit, {role::staff, role::teacher, role::parent}, {}}}, {}};
    }

    static wall_time now()
    {
        return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    }

    static bulletin notice(audience who, std::uint32_t version = 1)
    {
        bulletin out;
        out.source = "portal";
        out.id = "lich-nghi";
        out.version = version;
        out.url = "https://hcm.edu.vn/thong-bao/ct/1/2";
        out.title = "Thông báo nghỉ học";
        out.summary = "Các trường nghỉ ngày mai.";
        out.body_html = "<p>Kính gửi các đơn vị.</p>";
        out.author = "vp.bientap";
        out.approved_by = "vp.duyet";
        out.category = "cchc";
        out.department = "Văn phòng Sở";
        out.published_at = now();
        out.audience = std::move(who);
        return out;
    }

    broadcast_id taken_in(audience who, contact by = contact::mailbox, std::uint32_t version = 1)
    {
        const std::string channel = by == contact::mailbox ? "email" : "enetviet";
        auto stored = run(loop, ledger->take_in(notice(who, version), {channel}));
        REQUIRE(stored.has_value());
        return stored->broadcast;
    }

    broadcast_id sending(const audience& who, contact by = contact::mailbox)
    {
        const auto id = taken_in(who, by);
        auto from = make_sqlite_directory(loop, params(), log);
        const auto members = run(loop, from->members(who, by, now()));
        REQUIRE(members.has_value());
        broadcast_plan plan;
        plan.broadcast = id;
        plan.channels.push_back(cut_into_batches(*members, by == contact::mailbox ? "email" : "enetviet", by)
        );
        REQUIRE(run(loop, ledger->store_plan(std::move(plan), 24h)).has_value());
        return id;
    }

    std::uint32_t number(const std::string& reference)
    {
        const auto found = desk->directory().search_people(reference, 1);
        REQUIRE(found.size() == 1);
        return found.front().no;
    }

    /// Whoever is not named stays as he is.
    void tell(const outcomes_told& what)
    {
        auto claimed = run(loop, ledger->claim("email", 10, 60s, sendable::all));
        REQUIRE(claimed.has_value());
        for (const auto& batch : *claimed) {
            batch_record done;
            done.ref = batch.ref;
            done.epoch = batch.epoch;
            done.marks = batch.marks;
            done.release_for = 0ms;
            for (const auto& [reference, outcome] : what) {
                const auto at = std::ranges::find(batch.members, number(reference));
                if (at == batch.members.end())
                    continue;
                const auto index = static_cast<std::size_t>(at - batch.members.begin());
                done.marks[index] = delivery_mark{outcome.first, 1};
                if (!outcome.second.empty())
                    done.causes.emplace_back(static_cast<std::uint16_t>(index), outcome.second);
            }
            std::ranges::sort(done.causes);
            REQUIRE(run(loop, ledger->record(std::move(done))).has_value());
        }
    }
};

}  // namespace loa::testing

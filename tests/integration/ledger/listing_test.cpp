#include "gateway/ledger/database.hpp"
#include "gateway/ledger/ledger_schema.hpp"
#include "tests/integration/ledger/ledger_stage.hpp"

#include <fmt/format.h>

#include <chrono>

using namespace loa;
using namespace loa::testing;

namespace {

std::vector<broadcast_id> ids(const broadcast_page& page)
{
    std::vector<broadcast_id> out;
    for (const auto& one : page.items) out.push_back(one.id);
    return out;
}

/// All pages, most recent first.
std::vector<broadcast_id> all(ledger_desk& desk, broadcast_filter which, std::size_t most)
{
    std::vector<broadcast_id> out;
    for (;;) {
        const auto page = desk.broadcasts(which, most);
        CHECK(page.items.size() <= most);
        for (const auto id : ids(page)) out.push_back(id);
        if (!page.next)
            return out;
        which.before_id = page.next;
    }
}

/// A history of `count` finished broadcasts, written at once.
void add_history(const sqlite_params& params, std::int64_t count)
{
    database where{params.folder / "ledger.db", ledger_schema(), store_access::existing};
    transaction together{where};
    for (std::int64_t i = 0; i != count; ++i)
        statement{
            where,
            "INSERT INTO broadcast (source, bulletin, version, title, department, urgency, state, reason, "
            "published_at,"
            " not_after, taken_in, finished_at, content_area) VALUES ('portal', ?1, 1, ?2, ?3, 1, 3, '', 0, "
            "0, ?4, ?4, ?5)",
            fmt::format("old-{}", i),
            fmt::format("Tin cũ số {}", i),
            i % 1'000 == 0 ? "Phòng Khảo thí" : "Văn phòng Sở",
            1'796'000'000'000 + i,
            i % 6 + 1}
            .run();
    together.commit();
}

}  // namespace

TEST_CASE_METHOD(ledger_stage, "broadcasts are found by what they are, page by page", "[listing]")
{
    auto area = notice("area");
    area.content_area = 3;
    auto other = notice("other");
    other.department = "Phòng Khảo thí";
    other.title = "Lịch thi TỐT NGHIỆP";
    const auto a = taken_in(area);
    now += 1h;
    const auto b = taken_in(other);
    now += 48h;
    const auto c = taken_in(notice("c", 1, urgency::urgent));
    const auto d = sending("d", 1);
    const auto desk = this->desk();

    const auto found = [&](const broadcast_filter& which) { return all(*desk, which, 1); };
    CHECK(found({}) == std::vector{d, c, b, a});
    broadcast_filter which;
    which.content_area = 3;
    CHECK(found(which) == std::vector{a});
    which = {};
    which.department = "Phòng Khảo thí";
    CHECK(found(which) == std::vector{b});
    which = {};
    which.text = "tốt nghiệp";
    CHECK(found(which) == std::vector{b});
    which = {};
    which.urgency = urgency::urgent;
    CHECK(found(which) == std::vector{c});
    which = {};
    which.states = {broadcast_state::sending, broadcast_state::waiting};
    CHECK(found(which) == std::vector{d, c, b, a});
    which.states = {broadcast_state::sending};
    CHECK(found(which) == std::vector{d});
    which = {};
    which.source = "editor";
    CHECK(found(which).empty());
    which = {};
    which.to = now - 40h;
    CHECK(found(which) == std::vector{b, a});
    which.from = now - 47h;
    which.to = {};
    CHECK(found(which) == std::vector{d, c});
}

TEST_CASE_METHOD(
    ledger_stage, "a long history makes no list slower, and a rare title is found page by page", "[listing]"
)
{
    add_history(params(), 20'000);
    const auto waiting = taken_in(notice("new"));
    const auto desk = this->desk();
    const auto in_time = [&](const broadcast_filter& which) {
        const auto started = std::chrono::steady_clock::now();
        auto page = desk->broadcasts(which, 20);
        CHECK(
            std::chrono::steady_clock::now() - started < 300ms
        );  // an unbounded walk with titles takes seconds in a debug build
        return page;
    };
    broadcast_filter which;
    CHECK(in_time(which).items.size() == 20);
    which.states = {broadcast_state::waiting, broadcast_state::held};
    CHECK(ids(in_time(which)) == std::vector{waiting});
    CHECK_FALSE(in_time(which).next);
    which = {};
    which.department = "Phòng Khảo thí";
    CHECK(in_time(which).items.size() == 20);
    CHECK_FALSE(in_time(which).next);
    which.department = "Phòng nào đó";
    CHECK(in_time(which).items.empty());
    which = {};
    which.text = "cũ số 17";
    which.content_area = 6;  // 17 % 6 + 1
    const auto first = in_time(which);
    CHECK(first.next.has_value());
    const auto everything = all(*desk, which, 20);
    CHECK(everything.size() == 187);  // 17, 17x, 17xx and 17xxx that are of this area
    CHECK(std::ranges::is_sorted(everything, std::greater{}));
    REQUIRE(desk->live().size() == 1);
    CHECK(desk->live()[0].id == waiting);
}

#include "gateway/core/draft_desk.hpp"
#include "gateway/core/desk_refusal.hpp"
#include "tests/integration/drafts/small_city.hpp"

using namespace loa;
using namespace loa::testing;

namespace {

draft written(std::int64_t author, std::string title)
{
    draft out;
    out.author = author;
    out.title = std::move(title);
    out.json = "{\"title\":\"" + out.title + "\"}";
    return out;
}

template <class F>
std::string refusal(F what)
{
    try {
        what();
    } catch (const desk_refusal& e) {
        return e.code();
    }
    return "none";
}

}  // namespace

TEST_CASE_METHOD(small_city, "two who change one draft do not overwrite each other", "[draft_desk]")
{
    auto& drafts = desk->drafts();
    auto mine = drafts.find(drafts.add(written(1, "Một"))).value();
    auto other = mine;
    mine.title = "Hai";
    CHECK(drafts.change(mine) == 2);
    CHECK(refusal([&] { drafts.change(other); }) == "changed");
    CHECK(refusal([&] { drafts.remove(other.id, other.revision); }) == "changed");
    CHECK(drafts.find(mine.id)->title == "Hai");
    drafts.remove(mine.id, 2);
    CHECK(refusal([&] { drafts.remove(mine.id, 2); }) == "not_found");
}

TEST_CASE_METHOD(
    small_city,
    "what was submitted cannot be changed until it is given back, and is the next version then",
    "[draft_desk]"
)
{
    auto& drafts = desk->drafts();
    auto what = drafts.find(drafts.add(written(1, "Một"))).value();
    CHECK(what.version == 1);
    CHECK(refusal([&] { drafts.reopen(what.id, "?"); }) == "not_submitted");
    drafts.note_submission(what.id, 1, 77);
    CHECK(drafts.find_by_broadcast(77)->id == what.id);
    what.revision = 2;
    CHECK(refusal([&] { drafts.change(what); }) == "submitted");
    CHECK(refusal([&] { drafts.note_submission(what.id, 2, 78); }) == "submitted");
    drafts.reopen(what.id, "Sai ngày");
    const auto open = drafts.find(what.id).value();
    CHECK(open.state == draft_state::open);
    CHECK(open.version == 2);
    CHECK(open.comment == "Sai ngày");
    CHECK(open.revision == 3);
}

TEST_CASE_METHOD(small_city, "drafts are listed page by page, the latest change first", "[draft_desk]")
{
    auto& drafts = desk->drafts();
    for (int i = 1; i != 6; ++i) drafts.add(written(i % 2, std::to_string(i)));
    const auto first = drafts.drafts(0, std::nullopt, std::nullopt, 3);
    REQUIRE(first.size() == 3);
    const draft_place last{first.back().changed, first.back().id};
    const auto rest = drafts.drafts(0, std::nullopt, last, 3);
    REQUIRE(rest.size() == 2);
    CHECK(first[0].title == "5");
    CHECK(rest[1].title == "1");
    CHECK(drafts.drafts(1, std::nullopt, std::nullopt, 10).size() == 3);
    CHECK(drafts.drafts(0, draft_state::submitted, std::nullopt, 10).empty());
}

#include "gateway/api/broadcast_history.hpp"
#include "tests/integration/outcomes/sent_city.hpp"

#include <thread>

using namespace loa;
using namespace loa::testing;
using enum delivery_state;

namespace {

using words = std::vector<std::string>;

struct with_history : sent_city {
    std::vector<history_item> history(broadcast_id id, language speaks = language::vietnamese)
    {
        const auto of = desk->ledger().status(id);
        REQUIRE(of.has_value());
        return history_of(*of, desk->outcomes().past(id, 500), speaks);
    }
    words actions(broadcast_id id)
    {
        words out;
        for (const auto& each : history(id)) out.push_back(each.action);
        return out;
    }
    /// As the API does it.
    void noted(const std::string& action, broadcast_id id, const std::string& after = "{}")
    {
        std::this_thread::sleep_for(2ms);  // one after the other
        actor by;
        by.name = "truc.vanhanh";
        by.peer = "203.0.113.9";
        desk->audit().add(by, action, "broadcast " + std::to_string(id), "", after);
    }
};

}  // namespace

TEST_CASE_METHOD(with_history, "a broadcast's whole way is told, the oldest first", "[outcomes]")
{
    const auto id = sending(everybody_at("so"));
    noted("broadcast.pause", id);
    noted("broadcast.resume", id);
    std::this_thread::sleep_for(2ms);
    tell({{"sp", {accepted, ""}}, {"ta", {accepted, ""}}, {"tb", {dead, "HTTP 503"}}, {"tc", {accepted, ""}}}
    );
    REQUIRE(run(loop, ledger->finish()).has_value());
    noted("broadcast.pause", id * 10);  // of another one, whose number begins alike
    CHECK(actions(id) == words{"taken_in", "planned", "paused", "resumed", "first_sent", "finished"});

    noted(
        "broadcast.retry", id, R"({"channel":"email","queued":1200,"cause":"nguoi.gui@example.vn is full"})"
    );
    taken_in(everybody_at("so"), contact::mailbox, 2);
    const auto all = history(id);
    REQUIRE(all.size() == 8);
    CHECK(all[0].who == "portal");
    CHECK(all[0].text == "Nhận phiên bản 1 từ Cổng thông tin");
    CHECK(all[1].text == "Chốt danh sách nhận: 4 nơi nhận");  // of six people two have no address
    CHECK(all[2].who == "truc.vanhanh");
    CHECK(all[6].action == "retried");
    CHECK(
        all[6].text == "Gửi lại cho 1.200 nơi chưa nhận được qua email; nguyên nhân: n***@example.vn is full"
    );
    CHECK(all[7].action == "corrected");
    CHECK(
        history(id, language::english)[6].text ==
        "Sent again to 1,200 who were missed on email; cause: n***@example.vn is full"
    );
    for (const auto& each : all) CHECK(each.text.find("203.0.113.9") == std::string::npos);
}

TEST_CASE_METHOD(with_history, "what waits for somebody, and what was given back, is told", "[outcomes]")
{
    actor by;
    by.name = "an.bientap";
    submission what;
    what.what = notice(everybody_at("so"));
    what.what.source = "editor";
    what.channels = {"email"};
    what.by = by;
    const auto id = desk->ledger().submit(what).broadcast;
    auto found = history(id);
    REQUIRE(found.size() == 2);
    CHECK(found[0].action == "submitted");
    CHECK(found[0].who == "an.bientap");
    CHECK(found[1].action == "held");

    desk->ledger().give_back(id, by, "Sai ngày");
    noted("broadcast.give_back", id, R"({"state":"cancelled","reason":"given back","comment":"Sai ngày"})");
    found = history(id);
    REQUIRE(found.size() == 2);
    CHECK(found[1].text == "Trả lại người soạn: Sai ngày");
    CHECK_THROWS_AS(desk->outcomes().past(999, 500), desk_refusal);
}

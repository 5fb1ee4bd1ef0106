#include "gateway/pipeline/intake.hpp"

#include "gateway/ledger/sqlite_ledger.hpp"
#include "gateway/pipeline/task_group.hpp"
#include "tests/support/file.hpp"
#include "tests/support/listed_directory.hpp"
#include "tests/support/recorded_log.hpp"
#include "tests/support/run.hpp"
#include "tests/support/scripted_channel.hpp"
#include "tests/support/temp_folder.hpp"

#include <deque>

using namespace loa;
using namespace loa::testing;
using namespace std::chrono_literals;

namespace {

/// An inbox that is a list; what is neither acknowledged nor rejected stays in it.
class listed_inbox final : public inbox {
public:
    task<std::vector<inbox_entry>> take() override
    {
        while (next.empty()) {
            timer pause{co_await boost::asio::this_coro::executor, 1ms};
            co_await pause.async_wait(use_task);
        }
        std::vector<inbox_entry> out{next.front()};
        next.pop_front();
        co_return out;
    }
    task<result<>> acknowledge(std::vector<std::string> ids) override
    {
        acknowledged.insert(acknowledged.end(), ids.begin(), ids.end());
        co_return result<>{};
    }
    task<result<>> reject(inbox_entry entry, problems reasons) override
    {
        rejected.emplace_back(entry.id, std::move(reasons));
        co_return result<>{};
    }

    std::deque<inbox_entry> next;
    std::vector<std::string> acknowledged;
    std::vector<std::pair<std::string, problems>> rejected;
};

sqlite_params stored_in(const std::filesystem::path& folder)
{
    sqlite_params out;
    out.folder = folder;
    return out;
}

std::string sample_with(const std::string& from, const std::string& to)
{
    auto text = read_source("tests/data/bulletins/01-plan.json");
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

const std::string for_all = R"("version": 1, "audience": {"include": [{"unit": "all"}]})";

struct desk {
    boost::asio::io_context loop{1};
    temp_folder folder;
    sqlite_params store = stored_in(folder.path());
    recorded_log log;
    std::unique_ptr<ledger> book = make_sqlite_ledger(loop, store, log);
    listed_directory people{10};
    scripted_channel email;
    listed_inbox box;
    std::size_t woken = 0;

    void take_all()
    {
        const auto expected = box.next.size() + box.acknowledged.size() + box.rejected.size();
        std::vector<channel*> channels{&email};
        intake taking{loop, box, *book, people, channels, log, {}, [this] { ++woken; }};
        task_group group{loop.get_executor()};
        group.spawn(taking.run());
        const auto limit = std::chrono::steady_clock::now() + 10s;
        while (box.acknowledged.size() + box.rejected.size() < expected) {
            REQUIRE(std::chrono::steady_clock::now() < limit);
            loop.run_one_for(5ms);
        }
        group.cancel();
        run(loop, group.join());
    }
};

}  // namespace

TEST_CASE("a bulletin is acknowledged once it is stored, and the same one again is only acknowledged", "[intake]")
{
    desk d;
    d.box.next = {{"1-0", sample_with("\"version\": 1", for_all)}, {"2-0", sample_with("\"version\": 1", for_all)}};
    d.take_all();
    CHECK(d.box.acknowledged == std::vector<std::string>{"1-0", "2-0"});
    CHECK(d.box.rejected.empty());
    CHECK(make_ledger_desk(d.store)->broadcasts(10).size() == 1);
    CHECK(d.woken >= 1);
}

TEST_CASE("what cannot be sent is moved away with every reason, and the next one is taken", "[intake]")
{
    desk d;
    d.email.refusal = {{"body_html", "host_not_allowed", "links to evil.example"}};
    d.box.next = {
        {"1-0", "not json"},
        {"2-0", ""},
        {"3-0", sample_with("\"version\": 1", R"("version": 1, "channels": ["fax"], "audience": {"include": [{"unit": "moon"}]})")},
        {"4-0", sample_with("\"version\": 1", for_all)},
    };
    d.take_all();
    CHECK(d.box.acknowledged.empty());
    REQUIRE(d.box.rejected.size() == 4);
    CHECK(d.box.rejected[0].second[0].code == "not_json");
    CHECK(d.box.rejected[1].second[0].code == "not_json");
    CHECK(d.box.rejected[2].second[0].code == "unknown_channel");
    CHECK(d.box.rejected[2].second[1].code == "unknown_unit");
    CHECK(d.box.rejected[3].second[0].code == "host_not_allowed");
    CHECK(make_ledger_desk(d.store)->broadcasts(10).empty());
}

TEST_CASE("a correction of what waits replaces it, of what was sent it is held", "[intake]")
{
    desk d;
    const std::string second = R"("version": 2, "audience": {"include": [{"unit": "all"}]})";
    d.box.next = {{"1-0", sample_with("\"version\": 1", for_all)}, {"2-0", sample_with("\"version\": 1", second)}};
    d.take_all();
    auto listed = make_ledger_desk(d.store)->broadcasts(10);
    REQUIRE(listed.size() == 2);
    CHECK(listed[0].state == broadcast_state::waiting);
    CHECK(listed[1].state == broadcast_state::replaced);
}

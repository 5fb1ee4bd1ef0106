#include "tests/integration/ledger/ledger_stage.hpp"

#include "gateway/ledger/database.hpp"
#include "gateway/ledger/ledger_schema.hpp"
#include "gateway/ledger/store_worker.hpp"
#include "tests/support/short_of_room.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>

#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>

using namespace loa;
using namespace loa::testing;

namespace {

/// A disk of two megabytes, if this process may mount one.
class small_disk {
public:
    explicit small_disk(std::filesystem::path at) : at_{std::move(at)}
    {
        std::filesystem::create_directories(at_);
        is_mounted_ = ::mount("loa-test", at_.c_str(), "tmpfs", 0, "size=2m") == 0;
    }
    ~small_disk()
    {
        if (is_mounted_)
            ::umount2(at_.c_str(), MNT_DETACH);
    }
    small_disk(const small_disk&) = delete;
    small_disk& operator=(const small_disk&) = delete;
    bool is_mounted() const noexcept { return is_mounted_; }

private:
    std::filesystem::path at_;
    bool is_mounted_ = false;
};

}  // namespace

TEST_CASE_METHOD(
    ledger_stage, "a ledger on a disk that fills up says so, and takes in again what was refused", "[ledger]"
)
{
    const small_disk disk{folder / "small"};
    if (!disk.is_mounted()) {
        WARN("skipped: this process may not mount a small disk");
        return;
    }
    kill();
    auto there = params();
    there.folder = folder / "small";
    store = make_sqlite_ledger(loop, there, log);
    const auto filler = there.folder / "filler";
    std::ofstream{filler} << std::string(1'200'000, 'x');

    auto large = notice("large");
    large.body_html = "<p>" + std::string(60'000, 'x') + "</p>";
    int taken = 0;
    for (; taken != 100; ++taken) {
        large.id = "large" + std::to_string(taken);
        if (!run(loop, store->take_in(large, {"email"})))
            break;
    }
    REQUIRE(taken < 100);
    CHECK(log.said(log_level::error, "the store cannot be used"));
    CHECK(make_ledger_desk(there)->broadcasts(200).size() == static_cast<std::size_t>(taken));

    std::filesystem::remove(filler);
    CHECK(await(store->take_in(large, {"email"})).verdict == intake_verdict::stored);
    CHECK(make_ledger_desk(there)->broadcasts(200).size() == static_cast<std::size_t>(taken) + 1);
    store.reset();
}

TEST_CASE_METHOD(
    ledger_stage,
    "with a full disk nothing is half written, and all goes on when there is room again",
    "[ledger]"
)
{
    const auto id = sending("a", 2);
    const auto held = claimed(2);
    REQUIRE(held.size() == 2);
    {
        const short_of_room full{4'096};
        auto first = store->record(ended(held[0], delivery_state::accepted));
        auto second = store->take_in(notice("b"), {"email"});
        CHECK(run(loop, std::move(first)).error() == errc::ledger_unavailable);
        CHECK(run(loop, std::move(second)).error() == errc::ledger_unavailable);
        CHECK(log.said(log_level::error, "the store cannot be used"));
        CHECK(desk()->status(id)->channels[0].counts[delivery_state::queued] == 20);
    }
    CHECK(recorded(ended(held[0], delivery_state::accepted)) == standing::go_on);
    CHECK(log.said(log_level::info, "works again"));
    CHECK(await(store->take_in(notice("b"), {"email"})).verdict == intake_verdict::stored);
    CHECK(desk()->status(id)->channels[0].counts[delivery_state::accepted] == 10);
}

TEST_CASE_METHOD(
    ledger_stage,
    "a store locked by somebody else for long is an error, and works again afterwards",
    "[ledger][slow]"
)
{
    const auto id = sending("a", 1);
    database other{params().folder / "ledger.db", ledger_schema(), store_access::existing};
    {
        const transaction lock{other};
        CHECK(run(loop, store->claim("email", 1, 60s, sendable::all)).error() == errc::ledger_unavailable);
    }
    CHECK(claimed(1).size() == 1);
    CHECK(desk()->status(id)->state == broadcast_state::sending);
}

TEST_CASE_METHOD(
    ledger_stage,
    "what is asked at the same time is done in order, and one failure does not touch the others",
    "[ledger]"
)
{
    const auto id = sending("a", 1);
    const auto mine = claimed(1);
    auto wrong = ended(mine[0], delivery_state::accepted);
    wrong.marks.pop_back();
    auto step = ended(mine[0], delivery_state::in_flight);
    step.release_for.reset();

    auto first = store->record(step);
    auto second = store->record(wrong);
    auto third = store->record(ended(mine[0], delivery_state::accepted));
    auto fourth = store->record(ended(mine[0], delivery_state::dead));
    auto fifth = store->finish();
    CHECK(await(std::move(first)) == standing::go_on);
    CHECK(run(loop, std::move(second)).error() == errc::ledger_unavailable);
    CHECK(await(std::move(third)) == standing::go_on);
    CHECK(await(std::move(fourth)) == standing::lost);
    CHECK(await(std::move(fifth)) == std::vector{id});
}

TEST_CASE_METHOD(
    ledger_stage, "cancelling whoever waits is safe: the job is done or not, and nothing dangles", "[ledger]"
)
{
    const auto id = sending("a", 1);
    boost::asio::cancellation_signal stop;
    bool aborted = false;
    boost::asio::co_spawn(
        loop,
        store->claim("email", 1, 60s, sendable::all),
        boost::asio::bind_cancellation_slot(
            stop.slot(), [&](std::exception_ptr error, auto) { aborted = error != nullptr; }
        )
    );
    loop.restart();
    loop.poll_one();
    stop.emit(boost::asio::cancellation_type::terminal);
    loop.restart();
    loop.run();
    (void)aborted;  // the claim may have been quicker
    CHECK(claimed(1).empty());
    CHECK(await(store->recover()) == 0);
    CHECK(claimed(1).size() == 1);
    CHECK(desk()->status(id)->state == broadcast_state::sending);
}

TEST_CASE_METHOD(ledger_stage, "a ledger that goes while calls are under way finishes them first", "[ledger]")
{
    for (int i = 0; i != 20; ++i) {
        auto abandoned = store->take_in(notice("n" + std::to_string(i)), {"email"});
    }
    kill();
    open();
    CHECK(await(store->waiting()).size() == 16);
    CHECK(desk()->broadcasts(50).size() == 20);
}

TEST_CASE_METHOD(
    ledger_stage, "a second gateway of the same name is refused, one of another name is not", "[ledger]"
)
{
    CHECK(contains(
        complaint([&] { make_sqlite_ledger(loop, params(), log); }), "another gateway named \"loa-1\""
    ));
    CHECK_NOTHROW(make_sqlite_ledger(loop, params("loa-2"), log));
    CHECK(contains(complaint([&] { make_sqlite_ledger(loop, params("../x"), log); }), "instance name"));
}

TEST_CASE_METHOD(
    ledger_stage,
    "a ledger killed in the middle of a commit is whole when it is opened again",
    "[ledger][slow]"
)
{
    sending("a", 50);
    kill();
    for (int round = 0; round != 5; ++round) {
        const auto child = ::fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            // Claims and records as fast as it can until it is killed; never returns into the test.
            try {
                boost::asio::io_context own;
                recorded_log quiet;
                auto mine = make_sqlite_ledger(own, params(), quiet);
                testing::run(own, mine->recover());
                for (;;) {
                    auto batches = testing::run(own, mine->claim("email", 8, 60s, sendable::all));
                    for (const auto& batch : *batches) {
                        auto step = ended(batch, delivery_state::in_flight);
                        step.release_for.reset();
                        testing::run(own, mine->record(step));
                        testing::run(own, mine->record(ended(batch, delivery_state::retrying)));
                    }
                }
            } catch (...) {
            }
            ::_exit(1);
        }
        std::this_thread::sleep_for(120ms);
        ::kill(child, SIGKILL);
        int how = 0;
        REQUIRE(::waitpid(child, &how, 0) == child);
        CHECK(WIFSIGNALED(how));

        open();
        const auto before = desk()->status(1)->channels[0].counts;
        CHECK(before.total() == 500);
        const auto unknown = await(store->recover());
        CHECK(unknown == before[delivery_state::in_flight]);
        const auto after = desk()->status(1)->channels[0].counts;
        CHECK(after.total() == 500);
        CHECK(after[delivery_state::in_flight] == 0);
        CHECK(after[delivery_state::unknown] == before[delivery_state::unknown] + unknown);
        kill();
    }
}

TEST_CASE_METHOD(ledger_stage, "a damaged, foreign or newer file is refused in words", "[ledger]")
{
    kill();
    const auto file = params().folder / "ledger.db";
    SECTION("bytes that are no database")
    {
        std::ofstream{file, std::ios::trunc} << std::string(10'000, 'x');
        CHECK(contains(complaint([&] { make_sqlite_ledger(loop, params(), log); }), "is damaged"));
        CHECK(contains(complaint([&] { make_sqlite_ledger(loop, params(), log); }), "backup"));
    }
    SECTION("a page overwritten")
    {
        open();
        for (int i = 0; i != 200; ++i) taken_in(notice("n" + std::to_string(i)));
        kill();
        std::fstream spoil{file, std::ios::in | std::ios::out | std::ios::binary};
        spoil.seekp(4'096 * 20);
        spoil << std::string(4'096 * 5, '\x5a');
        spoil.close();
        CHECK(contains(complaint([&] { make_sqlite_ledger(loop, params(), log); }), "is damaged"));
    }
    SECTION("another program's")
    {
        std::filesystem::remove(file);
        static constexpr const char* foreign[] = {"CREATE TABLE their_own (x INTEGER)"};
        database{file, {"diary", 7, foreign}, store_access::create}.execute("INSERT INTO their_own VALUES (1)"
        );
        CHECK(contains(complaint([&] { make_sqlite_ledger(loop, params(), log); }), "is not a ledger of Loa")
        );
    }
    SECTION("a newer one")
    {
        database{file, ledger_schema(), store_access::existing}.execute(
            "INSERT INTO schema_version VALUES (99)"
        );
        CHECK(contains(complaint([&] { make_sqlite_ledger(loop, params(), log); }), "newer Loa (schema 99"));
        CHECK(contains(complaint([&] { desk(); }), "newer Loa"));
    }
}

#include "gateway/ledger/kept_counts.hpp"
#include "tests/support/catch.hpp"

#include <future>
#include <thread>
#include <vector>

using namespace loa;
using namespace std::chrono_literals;

namespace {

/// Counts how often it had to count, which takes a while.
struct counting {
    int ask(const std::string& revision, std::int64_t basis = 0, std::int64_t lane = 1)
    {
        return *kept.get("/folder", lane, revision, basis, [&] {
            std::this_thread::sleep_for(takes);
            return ++times;
        });
    }

    kept_counts<int> kept{2};
    std::chrono::milliseconds takes{0};
    int times = 0;
};

}  // namespace

TEST_CASE_METHOD(counting, "nothing is counted again while the ledger's counters stand still", "[outcomes]")
{
    CHECK(ask("a") == 1);
    std::this_thread::sleep_for(20ms);
    CHECK(ask("a") == 1);
    CHECK(ask("b") == 2);
    CHECK(ask("b", 7) == 3);  // another directory
}

TEST_CASE_METHOD(counting, "counting what is being sent takes a twentieth of the time at most", "[outcomes]")
{
    takes = 10ms;
    const auto begun = std::chrono::steady_clock::now();
    const auto until = begun + 300ms;
    while (std::chrono::steady_clock::now() < until) {
        ask(std::to_string(std::chrono::steady_clock::now().time_since_epoch().count()));
        std::this_thread::sleep_for(1ms);
    }
    const auto took = std::chrono::steady_clock::now() - begun;
    CHECK(times <= 1 + took / (20 * takes));
    std::this_thread::sleep_for(21 * takes + 200ms);
    const auto before = times;
    ask("z");
    CHECK(times == before + 1);
}

TEST_CASE_METHOD(
    counting, "what nobody has counters for is counted again when its time is over", "[outcomes]"
)
{
    CHECK(ask("") == 1);
    std::this_thread::sleep_for(50ms);
    CHECK(ask("") == 2);
}

TEST_CASE_METHOD(counting, "only what was asked for lately is kept", "[outcomes]")
{
    takes = 2ms;
    ask("a", 0, 1);
    ask("a", 0, 2);
    ask("a", 0, 1);
    ask("a", 0, 3);  // instead of 2
    CHECK(times == 3);
    ask("a", 0, 1);
    CHECK(times == 3);
    ask("a", 0, 2);
    CHECK(times == 4);
}

TEST_CASE_METHOD(counting, "who asks for what is kept does not wait for what others count", "[outcomes]")
{
    ask("a", 0, 1);
    std::promise<void> begun, over;
    std::thread other{[&] {
        kept.get("/folder", 2, "a", 0, [&] {
            begun.set_value();
            over.get_future().wait_for(10s);
            return 0;
        });
    }};
    begun.get_future().wait();
    auto answer = std::async(std::launch::async, [&] { return ask("a", 0, 1); });
    const bool is_there = answer.wait_for(5s) == std::future_status::ready;
    over.set_value();
    other.join();
    CHECK(is_there);
    CHECK(answer.get() == 1);
}

TEST_CASE_METHOD(counting, "what several ask for at once is counted once", "[outcomes]")
{
    takes = 50ms;
    std::vector<std::future<int>> all;
    for (int i = 0; i != 4; ++i) all.push_back(std::async(std::launch::async, [&] { return ask("a"); }));
    for (auto& each : all) CHECK(each.get() == 1);
    CHECK(times == 1);
}

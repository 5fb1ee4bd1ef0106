#pragma once
/// \file
/// The intake between an inbox that is a list and a real ledger.

#include "gateway/core/task_group.hpp"
#include "gateway/ledger/sqlite_ledger.hpp"
#include "gateway/pipeline/intake.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/listed_directory.hpp"
#include "tests/support/recorded_log.hpp"
#include "tests/support/run.hpp"
#include "tests/support/scripted_channel.hpp"
#include "tests/support/temp_folder.hpp"

#include <deque>

namespace loa::testing {

/// An inbox that is a list; what is neither acknowledged nor rejected stays in it.
class listed_inbox final : public inbox {
public:
    task<std::vector<inbox_entry>> take() override
    {
        while (next.empty()) {
            timer pause{co_await boost::asio::this_coro::executor, std::chrono::milliseconds{1}};
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

inline sqlite_params stored_in(const std::filesystem::path& folder)
{
    sqlite_params out;
    out.folder = folder;
    return out;
}

struct desk {
    boost::asio::io_context loop{1};
    temp_folder folder;
    sqlite_params store = stored_in(folder.path());
    recorded_log log;
    std::unique_ptr<ledger> book = make_sqlite_ledger(loop, store, log);
    listed_directory people{10};
    scripted_channel email;
    std::vector<channel*> channels{&email};
    listed_inbox box;
    std::size_t woken = 0;

    void take_all()
    {
        const auto expected = box.next.size() + box.acknowledged.size() + box.rejected.size();
        intake taking{loop, box, *book, people, channels, log, {}, [this] { ++woken; }};
        task_group group{loop.get_executor()};
        loop.restart();
        group.spawn(taking.run());
        const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds{10};
        while (box.acknowledged.size() + box.rejected.size() < expected) {
            REQUIRE(std::chrono::steady_clock::now() < limit);
            loop.run_one_for(std::chrono::milliseconds{5});
        }
        group.cancel();
        run(loop, group.join());
    }
};

}  // namespace loa::testing

#include "gateway/pipeline/intake.hpp"

#include "gateway/core/bulletin_check.hpp"
#include "gateway/core/with_deadline.hpp"

#include <algorithm>
#include <utility>

namespace loa {
namespace {

constexpr std::chrono::seconds pause_after_trouble{1};

}  // namespace

intake::intake(
    boost::asio::io_context& loop, inbox& from, ledger& book, directory& people, std::vector<channel*> channels, logger& log,
    bulletin_limits limits, std::function<void()> stored, meter& counts, approval_rule why_approval
)
    : loop_{loop},
      inbox_{from},
      ledger_{book},
      directory_{people},
      channels_{std::move(channels)},
      log_{log},
      limits_{std::move(limits)},
      stored_{std::move(stored)},
      meter_{counts},
      why_approval_{std::move(why_approval)}
{
}

task<> intake::run()
{
    for (;;) {
        auto entries = co_await inbox_.take();
        for (auto& entry : entries)
            co_await take(std::move(entry));
    }
}

/// Until the entry is stored or refused: our own troubles are waited out, the entry stays where it is.
task<> intake::take(inbox_entry entry)
{
    for (;;) {
        const bool over = co_await store(entry);
        if (over)
            co_return;
        timer pause{loop_, pause_after_trouble};
        co_await pause.async_wait(use_task);
    }
}

task<bool> intake::store(inbox_entry& entry)
{
    auto read = parse_bulletin(entry.payload, limits_);
    if (!read) {
        co_await refuse(std::move(entry), read.error());
        co_return true;
    }

    const auto wrong = co_await check(*read);
    if (!wrong) {
        say_trouble("cannot check a bulletin: trying again", entry.id, wrong.error());
        co_return false;
    }
    if (!wrong->empty()) {
        co_await refuse(std::move(entry), *wrong);
        co_return true;
    }

    std::vector<std::string> names;
    problems none;
    for (const auto* each : channels_of(*read, channels_, none))
        names.emplace_back(each->name());
    const auto name = read->source + '/' + read->id;
    const auto version = read->version;
    const auto published_at = read->published_at;
    auto why_held = why_approval_ ? why_approval_(*read) : std::string{};
    const bool is_held = !why_held.empty();
    const auto answer = co_await ledger_.take_in(*std::move(read), std::move(names), std::move(why_held));
    if (!answer) {
        say_trouble("cannot store a bulletin: trying again", entry.id, answer.error());
        co_return false;
    }
    log_.info(
        "bulletin taken in",
        {{"bulletin", name}, {"version", version}, {"verdict", to_string(answer->verdict)}, {"broadcast", answer->broadcast}, {"entry", entry.id}}
    );
    if (is_held && answer->verdict != intake_verdict::already_known)
        log_.warn("a bulletin waits for approval", {{"bulletin", name}, {"broadcast", answer->broadcast}});
    meter_.taken_in(std::chrono::system_clock::now() - published_at, to_string(answer->verdict));
    troubled_entry_.clear();
    stored_();

    std::vector<std::string> ids{entry.id};
    const auto removed = co_await inbox_.acknowledge(std::move(ids));
    if (!removed)  // it comes again and is known then
        log_.warn("cannot acknowledge an entry", {{"entry", entry.id}, {"reason", removed.error().message()}});
    co_return true;
}

/// Once an entry, however often it is tried.
void intake::say_trouble(std::string_view what, const std::string& entry, const boost::system::error_code& why)
{
    if (std::exchange(troubled_entry_, entry) != entry)
        log_.error(what, {{"entry", entry}, {"reason", why.message()}});
}

task<> intake::refuse(inbox_entry entry, problems why)
{
    meter_.refused();
    log_.warn("bulletin refused", {{"entry", entry.id}, {"reason", to_string(why)}});
    const auto moved = co_await inbox_.reject(entry, std::move(why));
    if (!moved)  // it comes again and is refused again
        log_.warn("cannot move a refused entry out of the way", {{"entry", entry.id}, {"reason", moved.error().message()}});
}

task<result<problems>> intake::check(const bulletin& what)
{
    auto wrong = check_channels(what, channels_, log_);
    check_publisher(what, wrong);
    auto audience = what.audience;
    auto units = co_await directory_.check(std::move(audience));
    if (!units)
        co_return units.error();
    wrong.insert(wrong.end(), units->begin(), units->end());
    co_return wrong;
}

}  // namespace loa

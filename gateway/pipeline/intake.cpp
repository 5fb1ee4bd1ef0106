#include "gateway/pipeline/intake.hpp"

#include "gateway/core/with_deadline.hpp"

#include <algorithm>
#include <utility>

namespace loa {
namespace {

constexpr std::chrono::seconds pause_after_trouble{1};

}  // namespace

intake::intake(
    boost::asio::io_context& loop, inbox& from, ledger& book, directory& people, std::vector<channel*> channels, logger& log,
    bulletin_limits limits, std::function<void()> stored
)
    : loop_{loop},
      inbox_{from},
      ledger_{book},
      directory_{people},
      channels_{std::move(channels)},
      log_{log},
      limits_{std::move(limits)},
      stored_{std::move(stored)}
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
    for (const auto* each : channels_of(*read, none))
        names.emplace_back(each->name());
    const auto name = read->source + '/' + read->id;
    const auto version = read->version;
    const auto answer = co_await ledger_.take_in(*std::move(read), std::move(names));
    if (!answer) {
        say_trouble("cannot store a bulletin: trying again", entry.id, answer.error());
        co_return false;
    }
    log_.info(
        "bulletin taken in",
        {{"bulletin", name}, {"version", version}, {"verdict", to_string(answer->verdict)}, {"broadcast", answer->broadcast}, {"entry", entry.id}}
    );
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
    log_.warn("bulletin refused", {{"entry", entry.id}, {"reason", to_string(why)}});
    const auto moved = co_await inbox_.reject(entry, std::move(why));
    if (!moved)  // it comes again and is refused again
        log_.warn("cannot move a refused entry out of the way", {{"entry", entry.id}, {"reason", moved.error().message()}});
}

std::vector<channel*> intake::channels_of(const bulletin& what, problems& wrong) const
{
    if (what.channels.empty())
        return channels_;
    std::vector<channel*> out;
    for (std::size_t i = 0; i != what.channels.size(); ++i) {
        const auto at = std::find_if(channels_.begin(), channels_.end(), [&](const channel* c) { return c->name() == what.channels[i]; });
        if (at != channels_.end()) {
            out.push_back(*at);
            continue;
        }
        std::string known;
        for (const auto* each : channels_)
            known += (known.empty() ? "" : ", ") + std::string{each->name()};
        wrong.push_back({"channels[" + std::to_string(i) + ']', "unknown_channel", "must be one of the channels of this gateway: " + known});
    }
    return out;
}

/// A bulletin that breaks a channel must not break the gateway, again and again.
boost::system::result<std::unique_ptr<rendition>, problems> intake::render(channel& to, const bulletin& what)
{
    try {
        return to.render(what, 0);
    } catch (const std::exception& e) {
        log_.error("a bulletin cannot be rendered", {{"bulletin", what.source + '/' + what.id}, {"channel", to.name()}, {"reason", e.what()}});
        problems wrong;
        wrong.push_back({"", "not_renderable", "cannot be rendered for " + std::string{to.name()}});
        return wrong;
    }
}

task<result<problems>> intake::check(const bulletin& what)
{
    problems wrong;
    for (auto* each : channels_of(what, wrong)) {
        const auto rendered = render(*each, what);
        if (rendered)
            continue;
        for (const auto& problem : rendered.error())
            if (std::find(wrong.begin(), wrong.end(), problem) == wrong.end())
                wrong.push_back(problem);
    }
    auto audience = what.audience;
    auto units = co_await directory_.check(std::move(audience));
    if (!units)
        co_return units.error();
    wrong.insert(wrong.end(), units->begin(), units->end());
    co_return wrong;
}

}  // namespace loa

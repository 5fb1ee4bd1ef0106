#include "gateway/api/own_channels.hpp"

#include "gateway/core/bulletin_check.hpp"

#include <algorithm>
#include <stdexcept>

namespace loa {
namespace {

/// All that an attempt needs for as long as it runs, whoever waits for it.
struct attempt {
    std::shared_ptr<const std::vector<std::unique_ptr<channel>>>
        channels;  ///< what is rendered leans on them
    std::unique_ptr<rendition> what;
    own_channels::addressee to;
    destination where;
};

task<outcome> carry_out(std::shared_ptr<attempt> one, time_point deadline)
{
    auto delivering = one->what->deliver(std::span{&one->where, 1}, deadline);
    auto ended = co_await std::move(delivering);
    co_return std::move(ended.at(0));
}

}  // namespace

own_channels::own_channels(
    boost::asio::io_context& loop,
    std::vector<std::unique_ptr<channel>> all,
    std::vector<std::uint8_t> secret,
    logger& log
)
    : all_{std::make_shared<std::vector<std::unique_ptr<channel>>>(std::move(all))},
      secret_{std::move(secret)},
      log_{log},
      calls_{loop}
{
}

std::vector<channel*> own_channels::pointers() const
{
    std::vector<channel*> out;
    for (const auto& each : *all_) out.push_back(each.get());
    return out;
}

channel& own_channels::named(std::string_view name) const
{
    const auto found = std::ranges::find(*all_, name, [](const auto& each) { return each->name(); });
    if (found == all_->end())
        throw std::logic_error{"no such channel"};
    return **found;
}

std::vector<own_channels::entry> own_channels::of(const bulletin& what) const
{
    const auto all = pointers();
    problems none;
    std::vector<entry> out;
    for (const auto* each : channels_of(what, all, none))
        out.push_back({std::string{each->name()}, each->contact()});
    return out;
}

std::vector<std::string> own_channels::names_for(const bulletin& what) const
{
    std::vector<std::string> out;
    for (auto& each : of(what)) out.push_back(std::move(each.name));
    return out;
}

problems own_channels::check(const bulletin& what)
{
    const auto all = pointers();
    const std::scoped_lock one_at_a_time{rendering_};
    return check_channels(what, all, log_);
}

own_channels::addressee own_channels::anybody(contact by)
{
    switch (by) {
        case contact::account: return {0, "0900000000", {}};
        case contact::mailbox: return {0, "nguoi.nhan@example.vn", {}};
        case contact::unit: return {0, "don-vi|department|staff", {}};
    }
    return {};
}

destination own_channels::destination_of(
    broadcast_id broadcast, std::string_view channel, const addressee& to
) const
{
    destination out;
    out.no = to.no;
    out.address = to.address;
    out.name = to.name;
    out.key = key_maker{secret_, broadcast, channel}(to.no);
    return out;
}

boost::system::result<message_preview, problems> own_channels::preview(
    const bulletin& what, broadcast_id broadcast, std::string_view channel, const addressee& to
)
{
    const std::scoped_lock one_at_a_time{rendering_};
    const auto rendered = render_safely(named(channel), what, broadcast, log_);
    if (!rendered)
        return rendered.error();
    return (*rendered)->preview(destination_of(broadcast, channel, to));
}

outcome own_channels::send(
    const bulletin& what, std::string_view channel, const addressee& to, std::chrono::milliseconds limit
)
{
    auto one = std::make_shared<attempt>();
    one->channels = all_;
    {
        const std::scoped_lock one_at_a_time{rendering_};
        auto rendered = render_safely(named(channel), what, 0, log_);
        if (!rendered)
            return {outcome_class::content_rejected, to_string(rendered.error()), {}, false};
        one->what = std::move(*rendered);
    }
    one->to = to;
    one->where = destination_of(0, channel, one->to);
    // A key of its own: to the partner, the second test of a draft must not be a repetition of the first.
    const auto now = std::chrono::system_clock::now().time_since_epoch().count();
    one->where.key =
        key_maker{secret_, 0, std::string{channel}.append("|test|").append(std::to_string(now))}(to.no);
    auto sending = carry_out(one, std::chrono::steady_clock::now() + limit);
    // The channel keeps the limit itself; more than that, and the loop is not running any more.
    constexpr std::chrono::seconds grace{2};
    const auto until = std::chrono::steady_clock::now() + limit + grace;
    try {
        if (auto ended = calls_.wait(std::move(sending), until))
            return std::move(*ended);
    } catch (const std::exception& e) {
        log_.warn("a test could not be sent", {{"channel", channel}, {"reason", e.what()}});
    }
    return {outcome_class::unknown, "the gateway is stopping", {}, false};
}

}  // namespace loa

#include "gateway/core/report.hpp"

#include "gateway/core/local_calendar.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <set>

namespace loa {
namespace {

std::optional<double> median(std::vector<double> of)
{
    if (of.empty())
        return std::nullopt;
    const auto middle = of.begin() + static_cast<std::ptrdiff_t>(of.size() / 2);
    std::ranges::nth_element(of, middle);
    if (of.size() % 2 == 1)
        return *middle;
    return (*std::max_element(of.begin(), middle) + *middle) / 2;
}

/// A sum while it is made.
class adding {
public:
    void add(const reported_broadcast& what, const broadcast_reach& reached)
    {
        bulletins_.emplace(what.source, what.bulletin);
        ++sum_.broadcasts;
        sum_.reach += reached.reach;
        if (reached.seconds_to_95)
            seconds_.push_back(*reached.seconds_to_95);
    }

    report_sum sum()
    {
        sum_.bulletins = bulletins_.size();
        sum_.seconds_to_95 = median(std::move(seconds_));
        return sum_;
    }

private:
    report_sum sum_;
    std::set<std::pair<std::string_view, std::string_view>> bulletins_;
    std::vector<double> seconds_;
};

/// What channels come to, while it is added up.
class adding_channel {
public:
    void add(const reported_broadcast& of, const reported_channel& on)
    {
        counts_ += on.counts;
        for (const auto& [cause, count] : on.causes) causes_[cause] += count;
        if (const auto seconds = seconds_to_95(of, on))
            seconds_.push_back(*seconds);
    }

    channel_report sum(const std::string& channel)
    {
        using enum delivery_state;
        channel_report out;
        out.channel = channel;
        out.reach = reach_of(counts_);
        out.seconds_to_95 = median(std::move(seconds_));
        for (const auto state : {rejected, bounced, expired, cancelled, dead})
            if (counts_[state] != 0)
                out.missed_by_state.emplace_back(state, counts_[state]);
        std::ranges::stable_sort(out.missed_by_state, std::greater{}, [](const auto& each) {
            return each.second;
        });
        out.missed_by_cause.assign(causes_.begin(), causes_.end());
        keep_most_frequent(out.missed_by_cause);
        return out;
    }

private:
    delivery_counts counts_;
    std::map<std::string, std::uint64_t> causes_;
    std::vector<double> seconds_;
};

/// All origins, also those of which there is nothing.
std::vector<refusal_change> in_order(const std::vector<refusal_change>& of)
{
    std::vector<refusal_change> out;
    for (const auto origin : suppression_origins) {
        out.push_back({origin, 0, 0});
        for (const auto& each : of)
            if (each.origin == origin) {
                out.back().added += each.added;
                out.back().lifted += each.lifted;
            }
    }
    return out;
}

}  // namespace

void keep_most_frequent(std::vector<std::pair<std::string, std::uint64_t>>& of)
{
    std::uint64_t rest = 0;
    if (const auto at = std::ranges::find(of, other_causes, [](const auto& each) { return each.first; });
        at != of.end()) {
        rest = at->second;
        of.erase(at);
    }
    std::ranges::stable_sort(of, std::greater{}, [](const auto& each) { return each.second; });
    if (of.size() + (rest == 0 ? 0 : 1) > most_causes_told) {
        for (auto i = most_causes_told - 1; i != of.size(); ++i) rest += of[i].second;
        of.resize(most_causes_told - 1);
    }
    if (rest != 0)
        of.emplace_back(other_causes, rest);
}

std::string_view content_area_name(int area) noexcept
{
    static constexpr std::array<std::string_view, content_areas> names{
        "Cải cách thể chế",
        "Cải cách thủ tục hành chính",
        "Cải cách tổ chức bộ máy hành chính nhà nước",
        "Cải cách chế độ công vụ",
        "Cải cách tài chính công",
        "Xây dựng và phát triển Chính quyền điện tử, Chính quyền số"};
    return area >= 1 && area <= content_areas ? names[static_cast<std::size_t>(area) - 1]
                                              : std::string_view{};
}

std::optional<double> seconds_to_95(const reported_broadcast& of, const reported_channel& on)
{
    if (!on.reached_95_at || !of.first_sent_at)
        return std::nullopt;
    // A clock that was put back in between makes nobody fast.
    return std::max(0.0, std::chrono::duration<double>{*on.reached_95_at - *of.first_sent_at}.count());
}

broadcast_reach reach_of(const reported_broadcast& what)
{
    broadcast_reach out;
    bool is_far = true;
    for (const auto& each : what.channels) {
        const auto here = reach_of(each.counts);
        out.reach += here;
        if (here.destinations() == 0)
            continue;
        const auto seconds = seconds_to_95(what, each);
        is_far = is_far && seconds;
        if (seconds)
            out.seconds_to_95 = std::max(out.seconds_to_95.value_or(0), *seconds);
    }
    if (!is_far)
        out.seconds_to_95.reset();
    return out;
}

report make_report(report_material of)
{
    report out;
    adding totals;
    std::map<int, adding> areas;  // 0: none
    for (int area = 1; area <= content_areas; ++area) areas[area];
    std::map<std::string_view, adding> departments;
    std::map<urgency, adding> urgencies;
    for (const auto how : {urgency::urgent, urgency::normal, urgency::bulk}) urgencies[how];
    std::map<std::string, adding_channel> channels;
    for (const auto& each : of.broadcasts) {
        const auto reached = reach_of(each);
        const auto area = each.content_area.value_or(0);
        for (auto* sum : {&totals, &areas[area], &departments[each.department], &urgencies[each.urgency]})
            sum->add(each, reached);
        for (const auto& on : each.channels) channels[on.channel].add(each, on);
    }

    out.totals = totals.sum();
    for (auto& [area, sum] : areas)
        if (area != 0)
            out.by_content_area.emplace_back(area, sum.sum());
    if (const auto none = areas.find(0); none != areas.end())
        out.by_content_area.emplace_back(std::nullopt, none->second.sum());
    for (auto& [department, sum] : departments) out.by_department.emplace_back(department, sum.sum());
    std::ranges::stable_sort(out.by_department, std::greater{}, [](const auto& each) {
        return each.second.broadcasts;
    });
    for (auto& [how, sum] : urgencies) out.by_urgency.emplace_back(how, sum.sum());
    for (auto& [channel, sum] : channels) out.channels.push_back(sum.sum(channel));
    of.refusals = in_order(of.refusals);
    for (const auto& each : of.refusals) {
        out.refusals_added += each.added;
        out.refusals_lifted += each.lifted;
    }
    out.of = std::move(of);
    return out;
}

bool report_period::is_valid() const noexcept
{
    using std::chrono::sys_days;
    return from <= to && sys_days{to} - sys_days{from} < std::chrono::days{366};
}

report read_report(report_desk& at, const report_period& period, wall_time now)
{
    const local_calendar calendar{period.time_zone};
    const std::chrono::year_month_day after{std::chrono::sys_days{period.to} + std::chrono::days{1}};
    auto out = make_report(at.material(calendar.start(period.from), calendar.start(after)));
    out.period = period;
    out.made_at = now;
    return out;
}

}  // namespace loa

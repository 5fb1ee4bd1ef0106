#include "gateway/api/broadcast_history.hpp"

#include "gateway/core/mask.hpp"

#include <fmt/format.h>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace json = boost::json;

namespace loa {
namespace {

/// What the audit log calls it, what the history calls it.
struct change_words {
    std::string_view audited, action, vietnamese, english;
};
constexpr std::array change_texts{
    change_words{"broadcast.approve", "approved", "Đã duyệt", "Approved"},
    change_words{"broadcast.give_back", "given_back", "Trả lại người soạn", "Given back to its author"},
    change_words{"broadcast.schedule", "scheduled", "Đổi giờ bắt đầu gửi", "Given another time to start"},
    change_words{"broadcast.release", "released", "Cho gửi bản đang giữ lại", "Let go, though it was held"},
    change_words{"broadcast.pause", "paused", "Tạm dừng gửi", "Paused"},
    change_words{"broadcast.resume", "resumed", "Gửi tiếp", "Resumed"},
    change_words{
        "broadcast.cancel", "cancelled", "Hủy phần chưa gửi", "Cancelled: what was not sent stays unsent"},
    change_words{
        "broadcast.retry",
        "retried",
        "Gửi lại cho những nơi chưa nhận được",
        "Sent again to those who were missed"},
};

/// 2600000 as "2.600.000", in English "2,600,000".
std::string grouped(std::uint64_t count, language speaks)
{
    auto out = std::to_string(count);
    for (auto at = static_cast<std::ptrdiff_t>(out.size()) - 3; at > 0; at -= 3)
        out.insert(static_cast<std::size_t>(at), 1, speaks == language::english ? ',' : '.');
    return out;
}

/// As people know it.
std::string_view channel_name(std::string_view channel)
{
    return channel == "enetviet" ? "eNetViet" : channel;
}

json::object object_of(const std::string& text)
{
    boost::system::error_code error;
    auto out = json::parse(text, error);
    return !error && out.is_object() ? std::move(out.get_object()) : json::object{};
}

std::string text_at(const json::object& of, std::string_view key)
{
    const auto* found = of.if_contains(key);
    return found != nullptr && found->is_string() ? std::string{found->get_string()} : std::string{};
}

class history {
public:
    history(const broadcast_status& of, const broadcast_past& past, language speaks)
        : of_{of}, past_{past}, speaks_{speaks}
    {
    }

    std::vector<history_item> run()
    {
        beginning();
        decisions();
        if (of_.planned_at)
            add(*of_.planned_at,
                "",
                "planned",
                fmt::format("Chốt danh sách nhận: {} nơi nhận", grouped(destinations(), speaks_)),
                fmt::format("The audience is settled: {} destinations", grouped(destinations(), speaks_)));
        if (of_.quiet_override)
            add(*of_.quiet_override,
                "",
                "quiet_override",
                "Gửi trong giờ yên lặng vì là tin khẩn",
                "Sent in quiet hours, because it is urgent");
        if (of_.first_sent_at)
            add(*of_.first_sent_at, "", "first_sent", "Gửi đến nơi nhận đầu tiên", "The first was sent");
        for (const auto& [at, channel] : past_.stopped_canaries)
            add(at,
                "",
                "paused",
                fmt::format("Tự tạm dừng: nhóm gửi thử qua {} hỏng quá nhiều", channel_name(channel)),
                fmt::format("Paused by itself: too many of the first on {} failed", channel_name(channel)));
        for (const auto& each : past_.newer)
            add(each.taken_in,
                "",
                "corrected",
                fmt::format(
                    "Có phiên bản {} thay thế hoặc đính chính (đợt phát {})", each.version, each.broadcast
                ),
                fmt::format(
                    "Version {} came to replace or correct it (broadcast {})", each.version, each.broadcast
                ));
        ending();
        std::ranges::stable_sort(out_, {}, &history_item::at);
        return std::move(out_);
    }

private:
    void add(
        wall_time at, std::string who, std::string_view action, std::string vietnamese, std::string english
    )
    {
        out_.push_back(
            {at,
             std::move(who),
             std::string{action},
             speaks_ == language::english ? std::move(english) : std::move(vietnamese)}
        );
    }

    void beginning()
    {
        if (of_.submitted_by.empty())
            add(of_.taken_in,
                of_.source,
                "taken_in",
                fmt::format("Nhận phiên bản {} từ {}", of_.version, publisher()),
                fmt::format("Version {} was taken in from {}", of_.version, of_.source));
        else
            add(of_.taken_in,
                of_.submitted_by,
                "submitted",
                fmt::format("Trình phiên bản {}", of_.version),
                fmt::format("Version {} was submitted", of_.version));
        const auto needs = needed();
        if (needs == held_for::approval)
            add(of_.taken_in, "", "held", "Giữ lại, chờ người duyệt", "Held until somebody approves it");
        else if (needs == held_for::correction)
            add(of_.taken_in,
                "",
                "held",
                "Giữ lại vì đính chính một bản đã gửi, chờ người vận hành quyết định",
                "Held until somebody decides: it corrects what was sent");
    }

    /// What it is held for, or was until somebody let it go.
    held_for needed() const
    {
        for (const auto& each : past_.changes) {
            if (each.action == "broadcast.approve")
                return held_for::approval;
            if (each.action == "broadcast.release")
                return held_for::correction;
        }
        return of_.needs;
    }

    void decisions()
    {
        const auto is_approval = [](const audit_entry& each) {
            return each.action == "broadcast.approve" || each.action == "broadcast.release";
        };
        if (past_.approved_at &&
            std::ranges::none_of(past_.changes, is_approval))  // by an entry that was purged
            add(*past_.approved_at, of_.approved_by, "approved", "Đã duyệt", "Approved");
        for (const auto& each : past_.changes) change(each);
    }

    void change(const audit_entry& what)
    {
        const auto words = std::ranges::find(change_texts, what.action, &change_words::audited);
        if (words == change_texts.end()) {
            add(what.at, what.who, "changed", what.action, what.action);
            return;
        }
        std::string vietnamese{words->vietnamese}, english{words->english};
        const auto after = object_of(what.after);
        if (const auto comment = text_at(after, "comment"); !comment.empty()) {
            vietnamese.append(": ").append(comment);
            english.append(": ").append(comment);
        }
        if (words->action == "retried")
            tell_retry(after, vietnamese, english);
        add(what.at, what.who, words->action, std::move(vietnamese), std::move(english));
    }

    void tell_retry(const json::object& after, std::string& vietnamese, std::string& english) const
    {
        const auto* queued = after.if_contains("queued");
        if (queued == nullptr || !queued->is_number())
            return;
        const auto count = grouped(queued->to_number<std::uint64_t>(), speaks_);
        vietnamese = fmt::format("Gửi lại cho {} nơi chưa nhận được", count);
        english = fmt::format("Sent again to {} who were missed", count);
        if (const auto channel = text_at(after, "channel"); !channel.empty()) {
            vietnamese.append(" qua ").append(channel_name(channel));
            english.append(" on ").append(channel_name(channel));
        }
        if (const auto cause = text_at(after, "cause"); !cause.empty()) {
            vietnamese.append("; nguyên nhân: ").append(mask_text(cause));
            english.append("; cause: ").append(mask_text(cause));
        }
    }

    /// Of what was given back or replaced before anything was sent the decision says it all.
    void ending()
    {
        if (!of_.finished_at)
            return;
        if (of_.state == broadcast_state::cancelled && of_.planned_at)
            add(*of_.finished_at, "", "finished", "Đã dừng hẳn", "Nothing of it is under way any more");
        else if (of_.state == broadcast_state::finished)
            add(*of_.finished_at,
                "",
                "finished",
                "Gửi xong: mọi nơi nhận đều đã có kết quả",
                "Finished: every destination has its outcome");
    }

    /// Those with an address of their own.
    std::uint64_t destinations() const
    {
        std::uint64_t out = 0;
        for (const auto& each : of_.channels)
            out += each.counts.total() - each.counts[delivery_state::no_address] -
                   each.counts[delivery_state::covered];
        return out;
    }

    /// As the console calls it.
    std::string publisher() const
    {
        return of_.source == "portal" ? std::string{"Cổng thông tin"} : std::string{"nguồn "}.append(of_.source);
    }

    const broadcast_status& of_;
    const broadcast_past& past_;
    const language speaks_;
    std::vector<history_item> out_;
};

}  // namespace

std::vector<history_item> history_of(const broadcast_status& of, const broadcast_past& past, language speaks)
{
    return history{of, past, speaks}.run();
}

}  // namespace loa

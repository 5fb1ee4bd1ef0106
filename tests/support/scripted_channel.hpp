#pragma once
/// \file
/// A channel whose other side is a function of the test, and which remembers what arrived there.

#include "gateway/core/channel.hpp"
#include "gateway/core/with_deadline.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace loa::testing {

class scripted_channel final : public channel {
public:
    /// How the attempt at a destination ends; called once an attempt, in order. Empty: accepted.
    using script = std::function<outcome(const destination&)>;

    explicit scripted_channel(std::string name = "email", loa::contact by = loa::contact::mailbox) : name_{std::move(name)}, contact_{by} {}

    std::string_view name() const noexcept override { return name_; }
    std::size_t max_batch() const noexcept override { return most_; }
    bool has_look_up() const noexcept override { return looks_up_; }
    loa::contact contact() const noexcept override { return contact_; }

    boost::system::result<std::unique_ptr<rendition>, problems> render(const bulletin& what, broadcast_id) override
    {
        if (!refusal.empty())
            return refusal;
        return std::unique_ptr<rendition>{std::make_unique<scripted_rendition>(*this, what.id)};
    }

    void set_max_batch(std::size_t most) { most_ = most; }
    void set_look_up(bool has) { looks_up_ = has; }

    script answer;
    std::chrono::milliseconds latency{0};
    problems refusal;  ///< what render() says

    std::vector<std::string> order;               ///< "bulletin/address" in the order of arrival
    std::map<std::string, std::size_t> arrived;   ///< "bulletin/address" and how often
    std::set<std::string> keys;                   ///< idempotency keys that arrived
    std::map<std::string, std::string> key_of;    ///< "bulletin/address" and the key of its latest attempt
    std::size_t calls = 0, under_way = 0, most_under_way = 0, look_ups = 0;

private:
    /// Also counts calls that are cancelled, or end by an exception.
    class call_mark {
    public:
        explicit call_mark(scripted_channel& of) : of_{of} { of_.most_under_way = std::max(of_.most_under_way, ++of_.under_way); }
        ~call_mark() { --of_.under_way; }
        call_mark(const call_mark&) = delete;
        call_mark& operator=(const call_mark&) = delete;

    private:
        scripted_channel& of_;
    };

    class scripted_rendition final : public rendition {
    public:
        scripted_rendition(scripted_channel& of, std::string bulletin) : of_{of}, bulletin_{std::move(bulletin)} {}

        task<std::vector<outcome>> deliver(std::span<const destination> to, time_point) override
        {
            ++of_.calls;
            const call_mark mark{of_};
            std::vector<outcome> out;
            for (const auto& each : to) {
                const auto what = bulletin_ + '/' + std::string{each.address};
                of_.key_of[what] = each.key.view();
                out.push_back(of_.answer ? of_.answer(each) : outcome{});
                const auto ended = out.back().what;
                if (ended == outcome_class::accepted || (ended == outcome_class::unknown && out.back().cause == "arrived")) {
                    of_.order.push_back(what);
                    ++of_.arrived[what];
                    of_.keys.emplace(each.key.view());
                }
            }
            if (of_.latency.count() != 0) {
                timer pause{co_await boost::asio::this_coro::executor, of_.latency};
                co_await pause.async_wait(use_task);
            }
            co_return out;
        }

        task<std::vector<presence>> look_up(std::span<const destination> of, time_point) override
        {
            std::vector<presence> out;
            for (const auto& each : of) {
                ++of_.look_ups;
                out.push_back(of_.keys.contains(std::string{each.key.view()}) ? presence::present : presence::absent);
            }
            co_return out;
        }

        message_preview preview(const destination& to) const override
        {
            message_preview out;
            out.title = bulletin_;
            out.source = bulletin_ + '/' + std::string{to.address};
            return out;
        }

    private:
        scripted_channel& of_;
        std::string bulletin_;
    };

    std::string name_;
    loa::contact contact_;
    std::size_t most_ = 10;
    bool looks_up_ = false;
};

}  // namespace loa::testing

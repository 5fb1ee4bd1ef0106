#include "gateway/metrics/prometheus_meter.hpp"

#include "gateway/metrics/state_families.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <iterator>
#include <sstream>
#include <utility>

namespace loa {
namespace {

using prometheus::Counter;
using prometheus::Family;
using prometheus::Histogram;
using prometheus::Registry;
using buckets = Histogram::BucketBoundaries;

// Seconds.
const buckets commit_buckets{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10};
const buckets intake_buckets{0.1, 0.5, 1, 2, 5, 10, 30, 60, 300, 900, 3'600, 21'600};
const buckets first_buckets{1, 2, 5, 10, 30, 60, 120, 300, 900, 3'600, 21'600, 43'200};
const buckets complete_buckets{
    10, 30, 60, 120, 300, 600, 1'200, 1'800, 3'600, 7'200, 21'600, 43'200, 86'400, 259'200};

Family<Counter>& counter(Registry& in, const char* name, const char* text)
{
    return prometheus::BuildCounter().Name(name).Help(text).Register(in);
}

Family<Histogram>& histogram(Registry& in, const char* name, const char* text)
{
    return prometheus::BuildHistogram().Name(name).Help(text).Register(in);
}

double not_negative(std::chrono::duration<double> length)
{
    return std::max(0.0, length.count());  // the portal's clock and ours need not agree
}

}  // namespace

class prometheus_meter::families {
public:
    families(std::string_view version, std::string_view built_from)
    {
        prometheus::BuildGauge()
            .Name("loa_build_info")
            .Help("Always 1; what runs here.")
            .Register(registry)
            .Add({{"version", std::string{version}}, {"commit", std::string{built_from}}})
            .Set(1);
        // Rates and alerts need the zero before the first one.
        for (const auto verdict :
             {intake_verdict::stored,
              intake_verdict::already_known,
              intake_verdict::replaced,
              intake_verdict::held})
            taken_in.Add({{"verdict", std::string{to_string(verdict)}}});
        for (const auto* kind : {"delivered", "read", "failed", "unknown", "repeated", "refused"})
            receipts.Add({{"kind", kind}});
        for (const auto* urgency : {"urgent", "normal", "bulk"}) {
            first_sent.Add({{"urgency", urgency}}, first_buckets);
            finished.Add({{"urgency", urgency}}, complete_buckets);
        }
    }

    Registry registry;
    Family<Counter>& deliveries = counter(
        registry, "loa_deliveries_total", "Deliveries that came to a final state, by channel and state."
    );
    Family<Counter>& retries =
        counter(registry, "loa_delivery_retries_total", "Deliveries put off to be tried again, by channel.");
    Histogram& commit = histogram(registry, "loa_ledger_commit_seconds", "Time of one commit of the ledger.")
                            .Add({}, commit_buckets);
    Counter& jobs =
        counter(registry, "loa_ledger_jobs_total", "Changes written by these commits: several share one.")
            .Add({});
    Counter& failures =
        counter(registry, "loa_ledger_commit_failures_total", "Commits of the ledger that failed.").Add({});
    Histogram& intake_lag = histogram(
                                registry,
                                "loa_intake_lag_seconds",
                                "From the publishing of a bulletin to its being stored in the ledger."
    )
                                .Add({}, intake_buckets);
    Family<Counter>& taken_in = counter(
        registry,
        "loa_bulletins_taken_in_total",
        "Bulletins that the portal handed in, by what became of them."
    );
    Counter& refused =
        counter(
            registry, "loa_bulletins_refused_total", "Bulletins that the portal handed in and intake refused."
        )
            .Add({});
    Family<Histogram>& first_sent = histogram(
        registry,
        "loa_publish_to_first_delivery_seconds",
        "From the publishing of a bulletin to the first delivery, by urgency."
    );
    Family<Histogram>& finished = histogram(
        registry,
        "loa_publish_to_complete_seconds",
        "From the publishing of a bulletin to the end of its broadcast, by urgency."
    );
    Family<Counter>& receipts = counter(
        registry,
        "loa_receipts_total",
        "Receipts of the partner by kind; repeated and refused count messages."
    );
    Family<Counter>& unsubscribed_family =
        counter(registry, "loa_unsubscribes_total", "Refusals by the link in a mail, and those taken back.");
    Counter& unsubscribed = unsubscribed_family.Add({{"taken_back", "no"}});
    Counter& resubscribed = unsubscribed_family.Add({{"taken_back", "yes"}});
};

prometheus_meter::prometheus_meter(std::string_view version, std::string_view commit)
    : families_{std::make_unique<families>(version, commit)}
{
}

prometheus_meter::~prometheus_meter() = default;

void prometheus_meter::expect(std::string_view channel)
{
    const std::string name{channel};
    for (std::size_t i = 0; i != delivery_state_count; ++i)
        if (const auto state = static_cast<delivery_state>(i); is_final(state))
            families_->deliveries.Add({{"channel", name}, {"state", std::string{to_string(state)}}});
    families_->retries.Add({{"channel", name}});
}

void prometheus_meter::moved(
    std::string_view channel, const std::array<std::int64_t, delivery_state_count>& change
) noexcept
{
    for (std::size_t i = 0; i != change.size(); ++i) {
        const auto state = static_cast<delivery_state>(i);
        if (change[i] > 0 && is_final(state))
            families_->deliveries
                .Add({{"channel", std::string{channel}}, {"state", std::string{to_string(state)}}})
                .Increment(static_cast<double>(change[i]));
    }
}

void prometheus_meter::retried(std::string_view channel, std::uint64_t deliveries) noexcept
{
    families_->retries.Add({{"channel", std::string{channel}}}).Increment(static_cast<double>(deliveries));
}

void prometheus_meter::committed(std::chrono::duration<double> took, std::size_t jobs) noexcept
{
    families_->commit.Observe(took.count());
    families_->jobs.Increment(static_cast<double>(jobs));
}

void prometheus_meter::commit_failed() noexcept
{
    families_->failures.Increment();
}

void prometheus_meter::taken_in(
    std::chrono::duration<double> after_publishing, std::string_view verdict
) noexcept
{
    families_->intake_lag.Observe(not_negative(after_publishing));
    families_->taken_in.Add({{"verdict", std::string{verdict}}}).Increment();
}

void prometheus_meter::refused() noexcept
{
    families_->refused.Increment();
}

void prometheus_meter::first_sent(
    std::string_view urgency, std::chrono::duration<double> after_publishing
) noexcept
{
    families_->first_sent.Add({{"urgency", std::string{urgency}}}, first_buckets)
        .Observe(not_negative(after_publishing));
}

void prometheus_meter::finished(
    std::string_view urgency, std::chrono::duration<double> after_publishing
) noexcept
{
    families_->finished.Add({{"urgency", std::string{urgency}}}, complete_buckets)
        .Observe(not_negative(after_publishing));
}

void prometheus_meter::receipts(std::string_view kind, std::uint64_t count) noexcept
{
    families_->receipts.Add({{"kind", std::string{kind}}}).Increment(static_cast<double>(count));
}

void prometheus_meter::unsubscribed(bool taken_back) noexcept
{
    (taken_back ? families_->resubscribed : families_->unsubscribed).Increment();
}

std::string prometheus_meter::text(const metrics_now& now) const
{
    auto all = families_->registry.Collect();
    auto states = state_families(now);
    std::move(states.begin(), states.end(), std::back_inserter(all));
    std::ostringstream out;
    prometheus::TextSerializer{}.Serialize(out, all);
    return std::move(out).str();
}

}  // namespace loa

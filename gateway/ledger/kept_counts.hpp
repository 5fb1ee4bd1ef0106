#pragma once
/// \file
/// What was counted and is asked for again and again: kept for all threads.

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

namespace loa {

/// Counts one thing at a time, so that neither memory nor processors are asked for more than that.
template <class T>
class kept_counts {
public:
    /// \param most  the latest used are kept
    explicit kept_counts(std::size_t most) : most_{most} {}

    /// What was counted at this revision, or so lately that counting it anew would be more than a twentieth
    /// of the time. Otherwise what `count` returns. \param revision  empty: not known \param basis  with
    /// another one nothing is used again
    template <class F>
    std::shared_ptr<const T> get(
        const std::filesystem::path& folder,
        std::int64_t lane,
        std::string revision,
        std::int64_t basis,
        F count
    )
    {
        if (auto kept = find(folder, lane, revision, basis))
            return kept;
        const std::scoped_lock one_at_a_time{counting_};
        if (auto kept = find(folder, lane, revision, basis))  // who was first has counted it
            return kept;
        const auto begun = clock::now();
        auto what = std::make_shared<const T>(count());
        const auto counted = clock::now();
        const std::scoped_lock hold{lock_};
        kept_.remove_if([&](const one& each) { return each.is_of(folder, lane); });
        kept_.push_front({folder, lane, std::move(revision), basis, counted, counted - begun, what});
        if (kept_.size() > most_)
            kept_.pop_back();
        return what;
    }

private:
    using clock = std::chrono::steady_clock;
    static constexpr int twenty = 20;
    struct one {
        bool is_of(const std::filesystem::path& in, std::int64_t which) const
        {
            return folder == in && lane == which;
        }

        std::filesystem::path folder;
        std::int64_t lane = 0;
        std::string revision;
        std::int64_t basis = 0;
        clock::time_point counted;
        clock::duration cost{};
        std::shared_ptr<const T> what;
    };

    std::shared_ptr<const T> find(
        const std::filesystem::path& folder,
        std::int64_t lane,
        const std::string& revision,
        std::int64_t basis
    )
    {
        const std::scoped_lock hold{lock_};
        const auto at =
            std::ranges::find_if(kept_, [&](const one& each) { return each.is_of(folder, lane); });
        if (at == kept_.end() || at->basis != basis)
            return nullptr;
        const bool is_same = !revision.empty() && at->revision == revision;
        if (!is_same && clock::now() - at->counted >= twenty * at->cost)
            return nullptr;
        kept_.splice(kept_.begin(), kept_, at);
        return kept_.front().what;
    }

    const std::size_t most_;
    std::mutex counting_;  ///< held for as long as a count takes: never by who needs none
    std::mutex lock_;
    std::list<one> kept_;  ///< the latest used first
};

}  // namespace loa

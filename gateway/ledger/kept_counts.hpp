#pragma once
/// \file
/// What was counted and is asked for again and again: kept for all threads.

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
        const std::scoped_lock hold{lock_};
        const auto asked = std::chrono::steady_clock::now();
        for (auto at = kept_.begin(); at != kept_.end(); ++at) {
            if (at->folder != folder || at->lane != lane)
                continue;
            const bool is_same = !revision.empty() && at->revision == revision;
            if (at->basis == basis && (is_same || asked - at->counted < twenty * at->cost)) {
                kept_.splice(kept_.begin(), kept_, at);
                return kept_.front().what;
            }
            kept_.erase(at);
            break;
        }
        auto what = std::make_shared<const T>(count());
        const auto counted = std::chrono::steady_clock::now();
        kept_.push_front({folder, lane, std::move(revision), basis, counted, counted - asked, what});
        if (kept_.size() > most_)
            kept_.pop_back();
        return what;
    }

private:
    static constexpr int twenty = 20;
    struct one {
        std::filesystem::path folder;
        std::int64_t lane = 0;
        std::string revision;
        std::int64_t basis = 0;
        std::chrono::steady_clock::time_point counted;
        std::chrono::steady_clock::duration cost{};
        std::shared_ptr<const T> what;
    };

    const std::size_t most_;
    std::mutex lock_;
    std::list<one> kept_;  ///< the latest used first
};

}  // namespace loa

#pragma once
/// \file
/// Something that should work and does not: told once when it begins, once for each new reason, and once when
/// it is over.

#include "gateway/core/logger.hpp"
#include "gateway/core/time.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace loa {

class outage {
public:
    /// `what`: "reading bulletins from Redis". `log` must outlive it.
    outage(logger& log, std::string what) : log_{log}, what_{std::move(what)} {}

    void goes_on(const std::string& reason)
    {
        if (!since_)
            since_ = std::chrono::steady_clock::now();
        const bool told = std::find(told_.begin(), told_.end(), reason) != told_.end();
        if (told || told_.size() == most_reasons)
            return;
        told_.push_back(reason);
        log_.error(what_ + " fails; trying again until it works", {{"reason", reason}});
    }

    void is_over()
    {
        if (!since_)
            return;
        const auto lasted = std::chrono::steady_clock::now() - *since_;
        since_.reset();
        told_.clear();
        log_.info(
            what_ + " works again",
            {{"lasted_ms", std::chrono::duration_cast<std::chrono::milliseconds>(lasted).count()}}
        );
    }

private:
    static constexpr std::size_t most_reasons = 8;

    logger& log_;
    std::string what_;
    std::optional<time_point> since_;
    std::vector<std::string> told_;
};

}  // namespace loa

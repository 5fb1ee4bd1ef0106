#pragma once
/// \file
/// A logger that keeps what was said, for tests to look at.

#include "gateway/core/logger.hpp"

#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace loa::testing {

class recorded_log final : public logger {
public:
    struct line {
        log_level level;
        std::string message;
        std::vector<log_field> fields;
    };

    bool wants(log_level) const noexcept override { return true; }

    void write(log_level level, std::string_view message, std::span<const log_field> fields) noexcept override
    {
        const std::lock_guard hold{mutex_};
        lines_.push_back({level, std::string{message}, {fields.begin(), fields.end()}});
    }

    std::vector<line> lines() const
    {
        const std::lock_guard hold{mutex_};
        return lines_;
    }

    /// Whether a line of the level contains the text.
    bool said(log_level level, std::string_view text) const
    {
        for (const auto& l : lines())
            if (l.level == level && l.message.find(text) != std::string::npos)
                return true;
        return false;
    }

private:
    mutable std::mutex mutex_;
    std::vector<line> lines_;
};

}  // namespace loa::testing

#pragma once
/// \file
/// The sandbox partner's posts as people see them on a phone. No scripts; what was posted is sanitised again.

#include "adapters/enetviet/sandbox_tally.hpp"
#include "gateway/core/time.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace loa {

/// Goes with every page.
inline constexpr std::string_view sandbox_page_policy =
    "default-src 'none'; style-src 'self'; img-src https: http:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'";

class sandbox_pages {
public:
    sandbox_pages(std::size_t kept, std::vector<std::string> allowed_hosts)
        : kept_{kept}, allowed_hosts_{std::move(allowed_hosts)}
    {
    }

    /// Keeps the post if it is newer than all before. `content` must outlive this.
    void show(const tallied_content& content, const boost::json::object& post, wall_time at);

    std::string list() const;
    std::optional<std::string> post(std::size_t number) const;
    static std::string_view style() noexcept;

private:
    struct attachment {
        std::string name, url;
        std::uint64_t bytes = 0;
    };
    struct shown_post {
        const tallied_content* content;
        std::string summary, body_html, image, urgency;
        std::vector<attachment> attachments;
        wall_time at;
    };

    std::size_t kept_;
    std::vector<std::string> allowed_hosts_;
    std::deque<shown_post> posts_;  ///< newest first
};

}  // namespace loa

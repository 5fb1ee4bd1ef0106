#pragma once
/// \file
/// The receipts that the sandbox partner sends for what it took: as they should be, or wrong as told.

#include "adapters/enetviet/wire.hpp"
#include "gateway/core/time.hpp"

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace loa {

class sandbox_receipts {
public:
    enum class manner : std::uint8_t { right, repeated, reversed, wrong_signature, stale };

    /// `{"url": "http://127.0.0.1:8088/hooks/enetviet", "kind": "da_nhan", "how": "repeated", "per_message":
    /// 500}`.
    struct order {
        enetviet_origin to;  ///< its prefix is the path
        std::string kind = "da_nhan";
        manner how = manner::right;
        std::size_t per_message = 500;
    };
    /// Throws std::invalid_argument with a sentence for people.
    static order read_order(std::string_view json);

    /// Empty secret: nothing is kept.
    sandbox_receipts(std::string app_id, std::string secret);

    /// The partner took a delivery of a broadcast. Of very many, the latest are kept.
    void note(std::string_view broadcast, std::string_view key);
    std::size_t kept() const noexcept { return taken_.size(); }

    /// Whole HTTP requests with receipts for all that is kept, in the order in which they are sent.
    std::vector<std::string> compose(const order& what, wall_time now) const;

private:
    struct delivery {
        std::string broadcast, key;
    };
    static constexpr std::size_t most_kept = 20'000;

    const std::string app_id_, secret_;
    std::deque<delivery> taken_;
};

}  // namespace loa

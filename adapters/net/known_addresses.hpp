#pragma once
/// \file
/// What is known of a host's addresses, and when to ask again. Decides; asks nobody.

#include "gateway/core/error.hpp"
#include "gateway/core/time.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <chrono>
#include <vector>

namespace loa {

using address_list = std::vector<boost::asio::ip::tcp::endpoint>;

class known_addresses {
public:
    static constexpr std::chrono::seconds good_for{60};
    /// After a failed refresh the old addresses do for so long: a name server that is away must not stop
    /// connections to a host that is there.
    static constexpr std::chrono::seconds again_after{5};

    bool fresh(time_point now) const noexcept { return now < good_until_; }
    void keep(address_list found, time_point until);
    void learn(address_list found, time_point now) { keep(std::move(found), now + good_for); }
    void fail(boost::system::error_code why, time_point now);

    /// Also the ones that are not fresh, if asking again failed; the error if there were never any.
    result<address_list> get() const;

private:
    address_list list_;
    boost::system::error_code error_;
    time_point good_until_{};
};

}  // namespace loa

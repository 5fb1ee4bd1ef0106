#include "adapters/net/known_addresses.hpp"

#include <boost/asio/error.hpp>

#include <utility>

namespace loa {

void known_addresses::keep(address_list found, time_point until)
{
    list_ = std::move(found);
    error_ = {};
    good_until_ = until;
}

void known_addresses::fail(boost::system::error_code why, time_point now)
{
    error_ = why;
    if (!list_.empty())
        good_until_ = now + again_after;
}

result<address_list> known_addresses::get() const
{
    if (!list_.empty())
        return list_;
    if (!error_)
        return boost::system::error_code{boost::asio::error::host_not_found};
    return error_;
}

}  // namespace loa

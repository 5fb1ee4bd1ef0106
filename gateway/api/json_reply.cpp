#include "gateway/api/json_reply.hpp"

#include <boost/json/serialize.hpp>

namespace loa {

http_reply json_reply(const boost::json::value& what, unsigned status)
{
    http_reply out;
    out.status = status;
    out.headers = {{"Content-Type", "application/json"}};
    out.body = boost::json::serialize(what);
    return out;
}

boost::json::value json_time(std::optional<wall_time> when)
{
    if (!when)
        return nullptr;
    return boost::json::string{format_rfc3339(*when)};
}

}  // namespace loa

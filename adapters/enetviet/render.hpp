#pragma once
/// \file
/// From a bulletin to what eNetViet shows. Pure.

#include "adapters/enetviet/enetviet_params.hpp"
#include "gateway/core/broadcast.hpp"
#include "gateway/core/bulletin.hpp"

#include <boost/system/result.hpp>

#include <string>

namespace loa {

/// What people see, within the partner's lengths.
struct enetviet_post {
    std::string category, title, summary, body_html, image, link, urgency;
    std::vector<bulletin_attachment>
        attachments;  ///< of the kinds that eNetViet shows; the others are links in the body
};

/// Problems: a title of nothing, a link outside params.allowed_hosts (body, image, attachment or the
/// bulletin's own).
boost::system::result<enetviet_post, problems> render_enetviet_post(
    const enetviet_params& params, const bulletin& what
);

/// The post as the body of a request, with a gap for whom it is for.
struct enetviet_request_body {
    std::string before, after;
};
/// \param broadcast  what receipts of it are counted for: ma_dot
enetviet_request_body to_request_body(
    const enetviet_params& params, const enetviet_post& post, broadcast_id broadcast
);

}  // namespace loa

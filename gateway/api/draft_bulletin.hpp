#pragma once
/// \file
/// A draft as a bulletin.

#include "gateway/api/call.hpp"
#include "gateway/api/own_channels.hpp"
#include "gateway/core/directory_desk.hpp"
#include "gateway/core/draft_desk.hpp"

#include <boost/system/result.hpp>

#include <optional>

namespace loa {

struct api_parts;

/// The draft's content with all that an editor need not give. Source, id, version and published_at are the
/// gateway's own, whatever the draft says of them, and approved_by is for who approves; url and author have
/// defaults. Problems as at intake.
boost::system::result<bulletin, problems> bulletin_of(
    const draft& what, const api_parts& with, wall_time now
);

/// What is written so far, for checks while somebody writes: what is still missing is stood in for. Nothing:
/// what is there is against the contract itself.
std::optional<bulletin> bulletin_so_far(const draft& what, const api_parts& with, wall_time now);

/// The same as bulletin_of; throws api_problem 422 "draft_not_ready" with what is wrong.
bulletin must_be_bulletin(const draft& what, const api_parts& with, wall_time now);

/// All that stands in the way of submitting it: as at intake, the contract, its audience and its rendering on
/// each channel.
problems check_bulletin(const bulletin& what, directory_desk& directory, own_channels& channels);

/// What is allowed, but should not go out without a second look. Codes: title_cut, missing_alt,
/// asks_for_secret.
problems warnings_of(const bulletin& what, own_channels& channels, language speaks);

}  // namespace loa

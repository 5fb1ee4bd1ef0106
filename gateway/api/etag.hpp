#pragma once
/// \file
/// Which revision of a thing a caller has seen.

#include "gateway/api/call.hpp"

#include <cstdint>
#include <string>

namespace loa {

/// "\"7\"", for the ETag header of what has a revision.
std::string etag(std::uint64_t revision);

/// The revision that a change is meant for, by If-Match. Throws api_problem 428 without one, 412 if it cannot
/// be one of ours.
std::uint64_t expected_revision(const api_call& of);

/// 412 "changed" unless the caller has seen this revision.
void must_match(const api_call& of, std::uint64_t revision);

}  // namespace loa

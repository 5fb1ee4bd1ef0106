#pragma once
/// \file
/// Freezes an audience: cuts it into batches and signs it with a hash.

#include "gateway/core/broadcast.hpp"
#include "gateway/core/directory.hpp"

#include <cstddef>
#include <memory>
#include <string>

namespace loa {

/// Cuts members into batches of batch_size ascending numbers; those without an address or covered by another start final. Those in
/// `had_enough` have batches of their own, for tomorrow. Cheap enough to be called on the sending loop: about 20 ms for 2.6 million.
channel_plan cut_into_batches(const audience_members& who, std::string channel, contact by, const number_set& had_enough = {});

}  // namespace loa

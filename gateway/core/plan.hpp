#pragma once
/// \file
/// Freezes an audience: cuts it into batches and signs it with a hash.

#include "gateway/core/broadcast.hpp"
#include "gateway/core/directory.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace loa {

/// Whether a few go first, and who.
struct canary_params {
    bool enabled = false;
    unsigned percent = 1;            ///< of those who can be reached, spread over all of them
    std::vector<std::string> seeds;  ///< references of people who go first wherever they are in the audience
    canary_rule rule;
};

/// Who of the audience goes first: at least as many as the rule needs to judge. Empty: the audience is too small for a canary.
number_set pick_canary(const audience_members& who, const canary_params& how, const number_set& seeds);

/// Cuts members into batches of batch_size ascending numbers; those without an address or covered by another start final. Those in
/// `had_enough` have batches of their own, for tomorrow. Those in `first`, if there are any, come first, and all others wait for them. Cheap enough to be called on the sending loop: about 20 ms for 2.6 million.
channel_plan cut_into_batches(
    const audience_members& who, std::string channel, contact by, const number_set& had_enough = {}, const number_set& first = {}
);

}  // namespace loa

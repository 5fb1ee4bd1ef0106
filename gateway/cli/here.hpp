#pragma once
/// \file
/// Who sits at this machine.

#include "gateway/core/actor.hpp"

namespace loa::cli {

/// Who gives the order, for the record: "cli:lan".
actor here();

}  // namespace loa::cli

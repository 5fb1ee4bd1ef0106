#include "gateway/core/bulletin.hpp"

namespace loa {
}  // namespace loa

#include "gateway/core/receipt_desk.hpp"

namespace loa {

std::string_view to_string(receipt_kind what) noexcept
{
    switch (what) {
        case receipt_kind::delivered: return "delivered";
        case receipt_kind::read: return "read";
        case receipt_kind::failed: return "failed";
    }
    return "";
}

}  // namespace loa

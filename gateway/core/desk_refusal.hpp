#pragma once
/// \file
/// Why a desk does not do what it was asked to.

#include "gateway/core/error.hpp"

#include <stdexcept>
#include <string>
#include <utility>

namespace loa {

class desk_refusal : public std::runtime_error {
public:
    enum class kind : std::uint8_t {
        not_found,    ///< there is no such thing
        not_allowed,  ///< somebody else may, or nobody: an author approving what he wrote
        conflict,     ///< not in the state it is in now, or changed since it was read
        invalid,      ///< wrong in itself; see problems
    };
    /// \param code  stable word for programs, e.g. "own_draft"
    /// \param sentence  English, for people: what is wrong and what would be right
    desk_refusal(kind what, std::string code, const std::string& sentence, loa::problems list = {})
        : std::runtime_error{sentence}, kind_{what}, code_{std::move(code)}, problems_{std::move(list)}
    {
    }

    kind what_kind() const noexcept { return kind_; }
    const std::string& code() const noexcept { return code_; }
    const loa::problems& problems() const noexcept { return problems_; }

private:
    kind kind_;
    std::string code_;
    loa::problems problems_;
};

}  // namespace loa

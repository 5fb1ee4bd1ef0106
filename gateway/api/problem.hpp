#pragma once
/// \file
/// What went wrong, as problem details (RFC 9457).

#include "gateway/api/call.hpp"
#include "gateway/core/error.hpp"

#include <stdexcept>
#include <string>

namespace loa {

/// Thrown by a handler; becomes the reply.
class api_problem : public std::runtime_error {
public:
    /// \param with_code  stable word: the last part of the problem's `type`, and the key of its texts in both
    /// languages (problem_texts.cpp)
    /// \param sentence  for this one case, in English; empty: the code's own text
    api_problem(
        unsigned with_status,
        std::string with_code,
        const std::string& sentence = {},
        loa::problems errors = {}
    )
        : std::runtime_error{sentence.empty() ? with_code : sentence},
          status{with_status},
          code{std::move(with_code)},
          detail{sentence},
          list{std::move(errors)}
    {
    }

    unsigned status;
    std::string code;
    std::string detail;
    loa::problems list;
    http_fields headers;  ///< e.g. Retry-After
};

/// Throws api_problem 422 with all of them, if there are any.
void refuse_if(problems list);

/// application/problem+json: type, title and detail in the language, status, instance = request id, errors =
/// list.
http_reply to_reply(const api_problem& what, const http_request& of, language speaks);

/// The language of the first of vi, en in Accept-Language (RFC 9110 section 12.5.4); Vietnamese if there is
/// none.
language accepted_language(const http_request& of) noexcept;

}  // namespace loa

#pragma once
/// \file
/// Drafts as the API shows and takes them.

#include "gateway/api/call.hpp"
#include "gateway/core/draft_desk.hpp"

#include <boost/json/object.hpp>

namespace loa {

boost::json::object to_json(const draft& what, bool with_content);
/// With its ETag.
http_reply draft_reply(const draft& what, unsigned status = 200);

/// Lays what the body says over the draft: `content` (any object, however incomplete) and `start_at` (a time
/// or null). Throws api_problem 422.
void read_draft(const boost::json::object& body, std::size_t most_bytes, draft& into);

/// Problems and warnings in lists; the sentences in the language where there is one.
boost::json::array to_json(const problems& list, language speaks);

/// The draft, or desk_refusal "not_found".
draft find_draft(api_call& of);
/// The same, if the caller wrote it; else 403 "not_your_draft".
draft own_draft(api_call& of);

}  // namespace loa

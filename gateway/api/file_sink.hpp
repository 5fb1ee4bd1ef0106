#pragma once
/// \file
/// A body on its way into a file.

#include "gateway/api/call.hpp"
#include "gateway/api/handler_pool.hpp"
#include "gateway/core/directory_imports.hpp"
#include "gateway/http/http_message.hpp"

#include <memory>
#include <string>
#include <system_error>

namespace loa {

/// Writes on the pool's threads, because a disk may take its time.
class file_sink final : public body_sink {
public:
    file_sink(handler_pool& on, std::shared_ptr<incoming_file> to);

    task<bool> take(std::string some) override;

    const std::shared_ptr<incoming_file>& file() const noexcept { return state_->file; }
    /// Why it took no more.
    const std::error_code& error() const noexcept { return state_->error; }

private:
    struct state {
        std::shared_ptr<incoming_file> file;
        std::error_code error;
    };

    handler_pool& on_;
    const std::shared_ptr<state> state_;  ///< shared with what is being written
};

/// The file that the body of a route with open_file went into. Throws api_problem 507 or 503 if it did not
/// whole.
const std::shared_ptr<incoming_file>& uploaded(api_call& call);

/// Throws api_problem: 507 "disk_full" if that is what it is, otherwise 503.
[[noreturn]] void refuse_upload(api_call& call, const std::error_code& why);

}  // namespace loa

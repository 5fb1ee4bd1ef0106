#pragma once
/// \file
/// One connection to Redis. Several commands may be in flight: replies match by order.

#include "gateway/core/error.hpp"
#include "gateway/core/task.hpp"
#include "gateway/core/time.hpp"
#include "queue/redis_params.hpp"
#include "queue/redis_url.hpp"
#include "queue/resp.hpp"
#include "queue/transport.hpp"
#include "queue/turn.hpp"

#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace loa {

/// Commands to be sent in one write.
class request {
public:
    request& add(std::span<const std::string_view> command)
    {
        bytes_ += format(command);
        ++size_;
        return *this;
    }
    template <class... Arguments>
    request& add(std::string_view name, const Arguments&... arguments)
    {
        const std::array<std::string_view, 1 + sizeof...(arguments)> command{
            name, std::string_view{arguments}...};
        return add(std::span<const std::string_view>{command});
    }

    std::size_t size() const noexcept { return size_; }
    const std::string& bytes() const noexcept { return bytes_; }

private:
    std::string bytes_;
    std::size_t size_ = 0;
};

/// Not thread-safe: one loop. Several calls of `ask` may be under way at once. Must outlive its calls.
class redis_connection {
public:
    /// `purpose` ends the name that operators see in CLIENT LIST. Throws std::invalid_argument when
    /// params.url is not a Redis URL.
    redis_connection(
        const executor& on, const redis_params& params, std::string_view purpose, reply_limits limits = {}
    );
    ~redis_connection();

    /// Connects, verifies, signs in, selects the database; from then on is_open(). Must not be called twice
    /// at once.
    task<result<>> open(time_point deadline);
    bool is_open() const noexcept { return transport_ != nullptr && !broken_; }
    void close() noexcept;

    /// Sends the commands and returns their replies in order; an error reply is a reply. When it fails, is
    /// cancelled or runs past the deadline the connection is closed, because whose the next reply is would
    /// not be known; other calls under way fail then, too. Whether Redis carried the commands out is not
    /// known after an error.
    task<result<std::vector<reply>>> ask(request what, time_point deadline);

    /// What went wrong last, with the place: a sentence for people without secrets.
    const std::string& trouble() const noexcept { return trouble_; }

private:
    task<result<>> dial();
    task<result<std::vector<reply>>> exchange(request what);
    task<result<reply>> read_reply(std::shared_ptr<transport> from);
    boost::system::error_code broke(boost::system::error_code error, std::string_view what);
    void say(std::string_view what);

    executor executor_;
    redis_address address_;
    std::string username_, password_, ca_file_, name_;
    std::shared_ptr<transport> transport_;  ///< shared with calls under way, which may outlast it by a step
    bool broken_ = false;
    const reply_limits limits_;
    reply_reader reader_{limits_};
    std::vector<char> buffer_;
    turn::queue writers_, readers_;
    std::string trouble_;
};

/// The first error reply, if any.
const reply* first_error(const std::vector<reply>& replies) noexcept;

}  // namespace loa

#pragma once
/// \file
/// The API's own instance of each channel, apart from those that send broadcasts: for checks, previews and
/// test sends.

#include "gateway/core/channel.hpp"
#include "gateway/core/logger.hpp"
#include "gateway/core/loop_calls.hpp"

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace loa {

/// Thread-safe.
class own_channels {
public:
    /// \param loop  the one that the channels were made on, run by somebody else; outlives this
    /// \param secret  of the ledger: idempotency keys are those of a broadcast
    own_channels(
        boost::asio::io_context& loop,
        std::vector<std::unique_ptr<channel>> all,
        std::vector<std::uint8_t> secret,
        logger& log
    );

    /// Nobody waits for a test send any more; what becomes of it is not known.
    void stop() noexcept { calls_.stop(); }

    struct entry {
        std::string name;
        loa::contact contact = loa::contact::account;
    };
    /// Those that the bulletin is for.
    std::vector<entry> of(const bulletin& what) const;
    std::vector<std::string> names_for(const bulletin& what) const;

    /// What stands in the way on any of them.
    problems check(const bulletin& what);

    /// Whom a preview or test is for, in the form of the channel's contact.
    struct addressee {
        std::uint32_t no = 0;
        std::string address, name;
    };
    /// Nobody in particular: for looking at what is not personal.
    static addressee anybody(contact by);
    /// Byte for byte what the broadcast sends to this addressee. \param broadcast  0: there is none yet
    boost::system::result<message_preview, problems> preview(
        const bulletin& what, broadcast_id broadcast, std::string_view channel, const addressee& to
    );
    /// One attempt. Waits for its end, not on the loop's own thread. A content that cannot be rendered is
    /// content_rejected.
    outcome send(
        const bulletin& what, std::string_view channel, const addressee& to, std::chrono::milliseconds limit
    );

private:
    channel& named(std::string_view name) const;
    std::vector<channel*> pointers() const;
    destination destination_of(broadcast_id broadcast, std::string_view channel, const addressee& to) const;

    const std::shared_ptr<const std::vector<std::unique_ptr<channel>>> all_;
    const std::vector<std::uint8_t> secret_;
    logger& log_;
    std::mutex rendering_;
    loop_calls calls_;
};

}  // namespace loa

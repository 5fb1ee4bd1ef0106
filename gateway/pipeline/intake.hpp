#pragma once
/// \file
/// From the inbox into the ledger.

#include "gateway/core/bulletin.hpp"
#include "gateway/core/channel.hpp"
#include "gateway/core/directory.hpp"
#include "gateway/core/inbox.hpp"
#include "gateway/core/ledger.hpp"
#include "gateway/core/logger.hpp"
#include "gateway/core/meter.hpp"

#include <boost/asio/io_context.hpp>

#include <functional>
#include <string>
#include <span>
#include <vector>

namespace loa {

/// Takes published bulletins, refuses with reasons what cannot be sent, stores the rest, and acknowledges only what is stored.
class intake {
public:
    /// Why a bulletin must be approved before it starts; empty: it need not.
    using approval_rule = std::function<std::string(const bulletin&)>;

    /// \param stored  called after a bulletin was stored: there is something to plan
    /// \param why_approval  null: everything starts by itself
    /// All references must outlive the intake.
    intake(
        boost::asio::io_context& loop, inbox& from, ledger& book, directory& people, std::vector<channel*> channels, logger& log,
        bulletin_limits limits, std::function<void()> stored, meter& counts = no_meter(), approval_rule why_approval = {}
    );

    /// Runs until cancelled.
    task<> run();

    /// What is wrong with a bulletin as far as can be told before it is sent: the contract, its audience, its rendering on each channel
    /// it is for. Fails only when the directory cannot be read.
    task<result<problems>> check(const bulletin& what);

private:
    task<> take(inbox_entry entry);
    task<bool> store(inbox_entry& entry);
    task<> refuse(inbox_entry entry, problems why);
    void say_trouble(std::string_view what, const std::string& entry, const boost::system::error_code& why);

    boost::asio::io_context& loop_;
    inbox& inbox_;
    ledger& ledger_;
    directory& directory_;
    std::vector<channel*> channels_;
    logger& log_;
    bulletin_limits limits_;
    std::function<void()> stored_;
    meter& meter_;
    approval_rule why_approval_;
    std::string troubled_entry_;  ///< of which trouble was logged
};

}  // namespace loa

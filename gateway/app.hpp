#pragma once
/// \file
/// The running gateway: builds and owns everything. The order of its members is the order of life; it has no behaviour of its own.

#include "config/settings.hpp"
#include "gateway/core/logger.hpp"

#include <memory>

namespace loa {

class app {
public:
    /// Opens the stores and makes the channels. Throws std::runtime_error with a sentence for people if that cannot be done.
    /// `log` must outlive the app.
    app(settings how, logger& log);
    ~app();

    /// Takes in, plans and sends until SIGTERM or SIGINT; then finishes what is in flight, within the drain limit. A second signal ends
    /// the process at once, as a kill would. Returns the exit code of the process.
    int serve();

private:
    class body;
    std::unique_ptr<body> body_;
};

}  // namespace loa

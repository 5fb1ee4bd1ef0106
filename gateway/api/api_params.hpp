#pragma once
/// \file
/// How the API behaves; where it listens is http_server_params.

#include "gateway/core/time.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

namespace loa {

struct api_params {
    std::size_t threads = 4;    ///< handlers at once
    std::uint64_t import_bytes = 512 * 1024 * 1024;  ///< most of a file of the directory
    std::size_t waiting = 256;  ///< requests that may wait for a thread; more are answered 503
    std::string public_url;  ///< "https://loa.hcm.edu.vn": what links in mail and pages start with; empty: no
                             ///< unsubscribe links
    std::string home_page = "https://hcm.edu.vn/";  ///< where an editor's bulletin is read whole that names no address
    std::filesystem::path console;  ///< folder of the built console; empty: none is served
    std::chrono::seconds session_idle{
        std::chrono::hours{1}};  ///< a session ends when nobody used it for so long
    std::chrono::seconds session_most{std::chrono::hours{12}};  ///< or after this, whatever happens
    std::chrono::seconds recallable_for{60};                    ///< between approval and the first delivery
    bool open_metrics = true;  ///< /metrics needs no sign-in from this machine
    std::function<wall_time()> now = {};  ///< by which sessions and keys end; empty: the system's clock. For tests
};

}  // namespace loa

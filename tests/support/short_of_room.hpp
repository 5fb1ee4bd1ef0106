#pragma once
/// \file
/// A full disk that needs no disk.

#include <sys/resource.h>

#include <csignal>

namespace loa::testing {

/// No file of this process can grow past `most` bytes: a full disk that needs no disk.
class short_of_room {
public:
    explicit short_of_room(rlim_t most)
    {
        old_action_ = std::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &old_);
        rlimit now = old_;
        now.rlim_cur = most;
        ::setrlimit(RLIMIT_FSIZE, &now);
    }
    ~short_of_room()
    {
        ::setrlimit(RLIMIT_FSIZE, &old_);
        std::signal(SIGXFSZ, old_action_);
    }
    short_of_room(const short_of_room&) = delete;
    short_of_room& operator=(const short_of_room&) = delete;

private:
    rlimit old_{};
    void (*old_action_)(int) = nullptr;
};

}  // namespace loa::testing

#pragma once
/// \file
/// Threads that sign messages, so that the loop goes on sending meanwhile: a signature by RSA takes longer
/// than all else about a message together. Within the folder.

#include "adapters/email/dkim_signer.hpp"
#include "gateway/core/task.hpp"
#include "gateway/core/time.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace loa {

/// Messages on their way through the pool. They belong to it, so that whoever gave them may be gone before
/// they are signed. On the loop only; when it goes, those that are not signed yet are left.
class messages_to_sign {
public:
    virtual ~messages_to_sign() = default;

    /// Until all are signed, or the deadline. Says why they are not; empty: they are.
    virtual task<std::string_view> wait(time_point deadline) = 0;

    /// Only once all are signed.
    virtual void append(std::string& out, std::size_t index) const = 0;
};

class signing_pool {
public:
    /// As many threads as there are cores, but no more than one loop can keep busy. The loop must outlive the
    /// pool, and the pool what it signs.
    signing_pool(const executor& on, dkim_params params);
    ~signing_pool();
    signing_pool(const signing_pool&) = delete;
    signing_pool& operator=(const signing_pool&) = delete;

    /// \param messages  as email_template::append writes them
    std::unique_ptr<messages_to_sign> sign(std::vector<std::string> messages);

    /// Bytes that signing adds to a message, at most.
    std::size_t added() const noexcept;

private:
    class body;
    std::unique_ptr<body> body_;
};

}  // namespace loa

#pragma once
/// \file
/// Which entries were handed out and are neither acknowledged nor moved. Pure.

#include "gateway/core/inbox.hpp"

#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

namespace loa {

class in_hand {
public:
    /// A read of entries that may have been handed out before is under way. What Redis sends may be older
    /// than what it told us meanwhile on another connection, so whatever is let go until then is kept in mind
    /// until the next begin or fresh.
    void begin_read()
    {
        forget();
        reading_ = true;
    }

    /// What came and is in nobody's hands. It is, from now on.
    std::vector<inbox_entry> fresh(std::vector<inbox_entry> read)
    {
        std::erase_if(read, [this](const inbox_entry& each) { return !ids_.insert(each.id).second; });
        forget();
        return read;
    }

    /// It is done with: it will not come again.
    void let_go(const std::string& id)
    {
        if (reading_)
            let_go_.push_back(id);
        else
            ids_.erase(id);
    }

    /// It was not done with: let it come again.
    void give_back(const std::string& id) { ids_.erase(id); }

private:
    void forget()
    {
        for (const auto& id : let_go_) ids_.erase(id);
        let_go_.clear();
        reading_ = false;
    }

    std::unordered_set<std::string> ids_;
    std::vector<std::string> let_go_;
    bool reading_ = false;
};

}  // namespace loa

#pragma once
/// \file
/// A message as a mail client reads it, by GMime.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace loa::testing {

class received_mail {
public:
    /// \param sent  as it stands between DATA's 354 and its end: dots stuffed, ".\r\n" included
    explicit received_mail(std::string_view sent);

    std::string header(const std::string& name
    ) const;  ///< decoded; of an address header as people see it; empty if absent
    std::size_t header_count(const std::string& name) const;
    std::vector<std::string> recipients() const;  ///< addresses in To
    std::vector<std::string> types() const;       ///< media types, depth first
    std::string charset(std::size_t part) const;
    std::string text() const { return decoded(0); }  ///< "\n" ends lines
    std::string html() const { return decoded(1); }

private:
    std::string decoded(std::size_t part) const;

    std::shared_ptr<void> message_;  // GMimeMessage; shared: copied with the mail
};

/// What python3's email package reads of each message: subject, recipient, number of defects, text part, each
/// behind a line break. Empty if there is no python3.
std::vector<std::string> read_by_python(const std::vector<std::string>& sent);

}  // namespace loa::testing

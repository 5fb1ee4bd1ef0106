#pragma once
/// \file
/// The eNetViet partner's contract as far as it is an assumption (docs/enetviet.md): all of it adjustable without a rebuild.

#include "gateway/core/outcome.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace loa {

enum class enetviet_addressing : std::uint8_t { accounts, audience };

struct enetviet_params {
    std::string base_url = "https://api.enetviet.com";  ///< scheme, host, port, path prefix
    std::string ca_file;                                ///< PEM; empty: the system's
    /// Holds the token. Read again when the partner refuses it (401, 403).
    std::filesystem::path token_file;
    std::string token_header = "Authorization";
    std::string token_value = "{token}";  ///< template

    enetviet_addressing addressing = enetviet_addressing::accounts;
    std::string post_audience_path = "/ThongBao/GuiThongBao";
    std::string post_accounts_path = "/ThongBao/GuiThongBaoTaiKhoan";
    std::string look_up_path = "/ThongBao/TraCuu";

    std::string sender_unit = "sgddt-hcm";   ///< ma_so
    std::map<std::string, std::string> categories;  ///< bulletin category -> danh_muc_tin_tuc_id
    std::string default_category = "1";
    std::vector<std::string> allowed_hosts{"hcm.edu.vn"};

    std::size_t title_limit = 150;    ///< graphemes
    std::size_t summary_limit = 300;  ///< graphemes
    std::size_t body_limit = 20'000;  ///< bytes of HTML

    std::size_t accounts_per_request = 500;
    std::size_t connections = 8;
    std::size_t answer_limit = 1 << 20;  ///< bytes of one answer's body
    std::chrono::seconds connect_limit{10};
};

}  // namespace loa

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/bank_ws/signature.hpp"
#include "formats/model/date.hpp"

namespace airut::bank_ws {

enum class Operation { upload_file, download_file_list, download_file, delete_file, get_user_info };

// "UploadFile", as Command has it.
std::string_view command_text(Operation operation);

// What a bank is asked for (ApplicationRequest.xsd). Texts are UTF-8; what is empty is left out.
struct ApplicationRequest {
  std::string customer_id;  // at most 16
  Operation operation = Operation::get_user_info;
  model::Instant timestamp{};  // never the same twice for one customer
  std::optional<model::Date> start, end;
  std::string status;  // NEW, DLD, ALL
  std::string service_id;
  bool test = false;
  std::vector<std::string> file_references;
  std::string user_filename;  // at most 80
  std::string target_id;
  bool compressed = false;  // content is put into gzip (RFC 1952)
  std::string software_id;
  std::string file_type;
  std::optional<std::string> content;  // as it is, neither packed nor encoded
};

// Signed over the whole document.
std::string write(ApplicationRequest const& request, Keys const& keys, Style const& style);

}  // namespace airut::bank_ws

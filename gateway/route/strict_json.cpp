#include "gateway/route/strict_json.hpp"

#include <algorithm>
#include <set>

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/parse.hpp>
#include <fmt/format.h>

namespace airut::gateway {

namespace json = boost::json;

namespace {

constexpr std::size_t depth_max = 32;

// Watches the parse for a key that an object has twice: Boost.JSON's values keep the last silently.
class DuplicateWatch {
 public:
  static constexpr std::size_t max_object_size = std::size_t(-1);
  static constexpr std::size_t max_array_size = std::size_t(-1);
  static constexpr std::size_t max_key_size = 256;
  static constexpr std::size_t max_string_size = std::size_t(-1);

  std::string duplicate;

  bool on_document_begin(json::error_code&) { return true; }
  bool on_document_end(json::error_code&) { return true; }
  bool on_object_begin(json::error_code&) {
    keys_.emplace_back();
    return true;
  }
  bool on_object_end(std::size_t, json::error_code&) {
    keys_.pop_back();
    return true;
  }
  bool on_array_begin(json::error_code&) { return true; }
  bool on_array_end(std::size_t, json::error_code&) { return true; }
  bool on_key_part(json::string_view part, std::size_t, json::error_code&) {
    key_.append(part.data(), part.size());
    return true;
  }
  bool on_key(json::string_view rest, std::size_t, json::error_code&) {
    key_.append(rest.data(), rest.size());
    if (!keys_.back().insert(key_).second) duplicate = key_;
    key_.clear();
    return true;
  }
  bool on_string_part(json::string_view, std::size_t, json::error_code&) { return true; }
  bool on_string(json::string_view, std::size_t, json::error_code&) { return true; }
  bool on_number_part(json::string_view, json::error_code&) { return true; }
  bool on_int64(std::int64_t, json::string_view, json::error_code&) { return true; }
  bool on_uint64(std::uint64_t, json::string_view, json::error_code&) { return true; }
  bool on_double(double, json::string_view, json::error_code&) { return true; }
  bool on_bool(bool, json::error_code&) { return true; }
  bool on_null(json::error_code&) { return true; }
  bool on_comment_part(json::string_view, json::error_code&) { return true; }
  bool on_comment(json::string_view, json::error_code&) { return true; }

 private:
  std::vector<std::set<std::string>> keys_;
  std::string key_;
};

std::string duplicate_key(std::string_view bytes, json::parse_options const& options) {
  json::basic_parser<DuplicateWatch> parser{options};
  json::error_code error;
  parser.write_some(false, bytes.data(), bytes.size(), error);
  return parser.handler().duplicate;
}

model::Findings one_finding(std::string code, std::string pointer, std::string detail) {
  model::Finding finding;
  finding.code = std::move(code);
  finding.pointer = std::move(pointer);
  finding.detail = std::move(detail);
  return {std::move(finding)};
}

}  // namespace

tl::expected<json::object, model::Findings> parse_object(std::string_view bytes) {
  json::parse_options options;
  options.max_depth = depth_max;
  json::error_code error;
  auto value = json::parse(bytes, error, {}, options);
  if (error)
    return tl::unexpected{
        one_finding("json-syntax", "", "The body is not JSON: " + error.message() + ".")};
  if (!value.is_object())
    return tl::unexpected{one_finding("wrong-type", "", "The body must be a JSON object.")};
  if (auto const key = duplicate_key(bytes, options); !key.empty())
    return tl::unexpected{
        one_finding("duplicate-member", "/" + key, "The member \"" + key + "\" is given twice.")};
  return std::move(value.get_object());
}

ObjectReader::ObjectReader(json::object const& object, std::string pointer,
                           model::Findings& findings)
    : object_(object), pointer_(std::move(pointer)), findings_(findings) {}

json::value const* ObjectReader::take(std::string_view name) {
  taken_.emplace_back(name);
  return object_.if_contains(name);
}

bool ObjectReader::has(std::string_view name) const { return object_.contains(name); }

std::string ObjectReader::pointer_of(std::string_view name) const {
  return pointer_ + "/" + std::string{name};
}

void ObjectReader::wrong(std::string_view name, std::string code, std::string detail) {
  auto finding = one_finding(std::move(code), pointer_of(name), std::move(detail));
  findings_.push_back(std::move(finding.front()));
}

std::string ObjectReader::text(std::string_view name, std::size_t length) {
  auto const* value = take(name);
  if (value == nullptr) return {};
  if (!value->is_string()) {
    wrong(name, "wrong-type", fmt::format("\"{}\" must be a text.", name));
    return {};
  }
  std::string text{value->get_string()};
  if (text.size() > length)
    wrong(name, "too-long", fmt::format("\"{}\" has more than {} bytes.", name, length));
  if (std::any_of(text.begin(), text.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t';
      }))
    wrong(name, "control-character", fmt::format("\"{}\" holds a control character.", name));
  return text;
}

std::string ObjectReader::needed_text(std::string_view name, std::size_t length) {
  auto value = text(name, length);
  if (!object_.contains(name) || value.empty())
    wrong(name, "missing", fmt::format("\"{}\" must be given.", name));
  return value;
}

bool ObjectReader::flag(std::string_view name, bool otherwise) {
  auto const* value = take(name);
  if (value == nullptr) return otherwise;
  if (value->is_bool()) return value->get_bool();
  wrong(name, "wrong-type", fmt::format("\"{}\" must be true or false.", name));
  return otherwise;
}

std::vector<std::string> ObjectReader::texts(std::string_view name, std::size_t count) {
  auto const* value = take(name);
  if (value == nullptr) return {};
  std::vector<std::string> list;
  if (!value->is_array() || value->get_array().size() > count) {
    wrong(name, "wrong-type",
          fmt::format("\"{}\" must be a list of at most {} texts.", name, count));
    return list;
  }
  for (auto const& item : value->get_array()) {
    if (item.is_string() && item.get_string().size() <= 512)
      list.emplace_back(item.get_string());
    else
      wrong(name, "wrong-type", fmt::format("\"{}\" must hold texts only.", name));
  }
  return list;
}

json::object const* ObjectReader::object(std::string_view name) {
  auto const* value = take(name);
  if (value == nullptr) return nullptr;
  if (value->is_object()) return &value->get_object();
  wrong(name, "wrong-type", fmt::format("\"{}\" must be an object.", name));
  return nullptr;
}

void ObjectReader::finish() {
  for (auto const& member : object_) {
    std::string_view const key{member.key()};
    if (std::find(taken_.begin(), taken_.end(), key) == taken_.end())
      wrong(key, "unknown-member", fmt::format("\"{}\" is not a member here.", key));
  }
}

}  // namespace airut::gateway

// pugixml doing the same: pugixml_peer WORK FOLDER N. To write, the
// elements of invoice.xml are made one by one from a list of what stands in it, and saved.
#include <cstdlib>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include <pugixml.hpp>

namespace {

struct Step {
  std::string name, text;
  std::vector<std::pair<std::string, std::string>> attributes;
  std::vector<Step> inside;
};

Step steps_of(pugi::xml_node node) {
  Step step{node.name(), node.text().get(), {}, {}};
  for (auto const& one : node.attributes()) step.attributes.emplace_back(one.name(), one.value());
  for (auto const& one : node.children())
    if (one.type() == pugi::node_element) step.inside.push_back(steps_of(one));
  return step;
}

void make(pugi::xml_node above, Step const& step, std::string const* number) {
  auto node = above.append_child(step.name.c_str());
  for (auto const& [name, value] : step.attributes)
    node.append_attribute(name.c_str()) = value.c_str();
  if (step.inside.empty()) {
    auto const& text = number && step.name == "cbc:ID" ? *number : step.text;
    node.append_child(pugi::node_pcdata).set_value(text.c_str());
  }
  // Only the invoice's own number changes.
  bool const root = above.type() == pugi::node_document;
  for (auto const& one : step.inside) make(node, one, root ? number : nullptr);
}

struct Text final : pugi::xml_writer {
  std::string bytes;
  void write(void const* data, std::size_t size) override {
    bytes.append(static_cast<char const*>(data), size);
  }
};

std::size_t write(Step const& root, long times) {
  std::size_t size = 0;
  for (long i = 0; i < times; ++i) {
    auto const number = "B-" + std::to_string(i);
    pugi::xml_document document;
    make(document, root, &number);
    Text text;
    document.save(text, "", pugi::format_raw);
    size = text.bytes.size();
  }
  return size;
}

std::size_t read(std::string const& bytes, long times) {
  std::size_t read = 0;
  for (long i = 0; i < times; ++i) {
    pugi::xml_document document;
    read += document.load_buffer(bytes.data(), bytes.size()) ? 1 : 0;
  }
  return read;
}

}  // namespace

int main(int count, char** words) {
  if (count != 4) return 2;
  std::string const work = words[1], file = std::string{words[2]} + "/invoice.xml";
  auto const times = std::atol(words[3]);
  pugi::xml_document document;
  if (!document.load_file(file.c_str())) return 1;
  std::ostringstream text;
  document.save(text, "", pugi::format_raw);
  if (work == "ubl_write") std::cout << write(steps_of(document.document_element()), times);
  if (work == "tree_read") std::cout << read(text.str(), times);
  std::cout << '\n';
}

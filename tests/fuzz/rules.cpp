#include "tests/fuzz/rules.hpp"

#include <filesystem>
#include <stdexcept>
#include <string>

#include <sys/mman.h>
#include <unistd.h>

#include "formats/schematron/program.hpp"
#include "formats/xml/tree.hpp"

namespace airut::fuzz {
namespace {

constexpr std::string_view invoice =
    "<Invoice xmlns='urn:i' xmlns:c='urn:c' kind='380'><c:ID>A-1</c:ID><c:Date>2026-11-22</c:Date>"
    "<c:Line n='1'><c:Sum currency='EUR'>10.50</c:Sum><c:Name>Työ</c:Name></c:Line>"
    "<c:Line n='2'><c:Sum currency='EUR'>-3</c:Sum><c:Name/></c:Line></Invoice>";

// A file that lives in memory, as the compiler reads files.
class MemoryFile {
 public:
  explicit MemoryFile(std::string_view text) : number_(::memfd_create("rules", 0)) {
    bool const kept = number_ >= 0 && ::write(number_, text.data(), text.size()) ==
                                          static_cast<ssize_t>(text.size());
    if (!kept) throw std::runtime_error{"no memory file"};
  }
  ~MemoryFile() { ::close(number_); }
  MemoryFile(MemoryFile const&) = delete;
  MemoryFile& operator=(MemoryFile const&) = delete;
  std::filesystem::path path() const { return "/proc/self/fd/" + std::to_string(number_); }

 private:
  int number_;
};

}  // namespace

void compile_and_run(std::string_view schema) {
  static auto const document = xml::Tree::parse(invoice);
  MemoryFile const file{schema};
  auto const program = schematron::Program::load({file.path()});
  if (program) program->run(*document);
}

}  // namespace airut::fuzz

#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

#include "formats/schematron/characters.hpp"
#include "formats/schematron/compile_rules.hpp"
#include "formats/schematron/instructions.hpp"
#include "formats/schematron/operators.hpp"
#include "formats/schematron/program_body.hpp"
#include "formats/schematron/sources.hpp"

namespace airut::schematron {
namespace {

// One rule file with its includes: what is declared at the top, then the patterns.
class SchemaCompiler {
 public:
  SchemaCompiler(ProgramBody& body, Program::Options const& options)
      : body_(body),
        options_(options),
        scope_(*body.scopes.emplace_back(std::make_unique<Scope>(body.parts))) {}

  void run(std::filesystem::path const& path) {
    auto const root = sources_.open(path);
    if (!root.is_rule("schema")) throw ParseFault{"this is not an ISO Schematron schema"};
    check_query_binding(root);
    auto const folder = path.parent_path();
    scope_.constant_file = [this, folder](std::string const& name) -> xml::Tree const& {
      auto const relative = std::filesystem::path{name}.lexically_normal();
      bool const inside = !relative.is_absolute() && !relative.empty() &&
                          *relative.begin() != ".." && name.find("://") == std::string::npos;
      if (!inside) throw ParseFault{fmt::format("{}: is not beside the rules", name)};
      return *sources_.open(folder / relative).file;
    };
    auto const declarations = sources_.children(root);
    auto const phase = default_phase(root, declarations);
    bind_prefixes(declarations);
    std::vector<std::pair<Source, UserFunction*>> functions;
    for (auto const& one : declarations) {
      if (one.is(xslt_uri, "function")) {
        functions.emplace_back(one, &declare_function(scope_, *one.file, one.element));
      }
    }
    for (auto const& one : declarations) {
      if (one.is(xslt_uri, "key")) declare_key(one);
    }
    bind_variables(declarations, phase);
    for (auto const& one : declarations) {
      if (one.is(xslt_uri, "key")) compile_key(one);
      if (one.is(xslt_uri, "include") || one.is(xslt_uri, "import")) {
        refuse(*one.file, one.element, "style sheets cannot be included");
      }
    }
    for (auto const& [source, function] : functions) {
      compile_function(scope_, *source.file, source.element, *function);
    }
    compile_patterns(declarations, phase, path.filename().string());
    scope_.constant_file = nullptr;
  }

 private:
  // XPath 1.0 compares and converts otherwise; a file that asks for it would give other answers.
  // One that asks for nothing is taken as XPath 2.0.
  static void check_query_binding(Source const& root) {
    auto const binding = optional_attribute(*root.file, root.element, "queryBinding");
    constexpr std::array<std::string_view, 6> known = {"",       "xslt2",  "xslt3",
                                                       "xpath2", "xpath3", "xpath31"};
    if (std::find(known.begin(), known.end(), lower_case(binding)) != known.end()) return;
    refuse(
        *root.file, root.element,
        fmt::format("the query binding {} is not supported; for rules that are meant as XPath 2.0 "
                    "it is xslt2",
                    binding));
  }

  // The phase that is run where none is asked for; nothing: all patterns.
  std::optional<Source> default_phase(Source const& root, std::vector<Source> const& declarations) {
    auto const id = optional_attribute(*root.file, root.element, "defaultPhase");
    if (id.empty() || id == "#ALL") return std::nullopt;
    for (auto const& one : declarations) {
      if (one.is_rule("phase") && optional_attribute(*one.file, one.element, "id") == id)
        return one;
    }
    refuse(*root.file, root.element, fmt::format("the phase {} is not there", id));
  }

  // Schematron's own ns comes before the declarations of the XML.
  void bind_prefixes(std::vector<Source> const& declarations) {
    for (auto const& one : declarations) {
      if (!one.is_rule("ns")) continue;
      scope_.prefixes.emplace(required_attribute(*one.file, one.element, "prefix"),
                              required_attribute(*one.file, one.element, "uri"));
    }
    for (auto const& file : sources_.files()) {
      for (auto const& one : file.tree.declarations()) {
        if (!one.prefix.empty()) scope_.prefixes.emplace(one.prefix, one.uri);
      }
    }
    scope_.prefixes.emplace("xs", "http://www.w3.org/2001/XMLSchema");
    scope_.prefixes.emplace("fn", "http://www.w3.org/2005/xpath-functions");
  }

  // In XSLT such variables may use each other in any order: those that fail wait for the others.
  void bind_variables(std::vector<Source> const& declarations, std::optional<Source> const& phase) {
    std::vector<Source> waiting;
    for (auto const& one : phase ? sources_.children(*phase) : std::vector<Source>{}) {
      if (one.is_rule("let")) waiting.push_back(one);
    }
    for (auto const& one : declarations) {
      if (one.is_rule("let") || one.is(xslt_uri, "variable") || one.is(xslt_uri, "param")) {
        waiting.push_back(one);
      }
    }
    while (!waiting.empty()) {
      std::vector<Source> still;
      std::optional<ParseFault> fault;
      for (auto const& one : waiting) {
        try {
          bind_shared(scope_, one, {});
        } catch (ParseFault const& why) {
          if (!fault) fault = why;
          still.push_back(one);
        }
      }
      if (still.size() == waiting.size()) throw *fault;
      waiting = std::move(still);
    }
  }

  void declare_key(Source const& one) {
    scope_.keys.try_emplace(required_attribute(*one.file, one.element, "name"));
  }

  void compile_key(Source const& one) {
    auto& key = scope_.keys.find(required_attribute(*one.file, one.element, "name"))->second;
    auto const framed = [&](std::string_view attribute) {
      scope_.slots = 0;
      auto parsed = parse_at(scope_, *one.file, one.element,
                             required_attribute(*one.file, one.element, attribute));
      return std::make_unique<Framed>(scope_.slots, std::move(parsed));
    };
    auto use = framed("use");
    std::vector<Step> everywhere;
    everywhere.push_back({Axis::descendant_or_self, {}, {}});
    auto all = std::make_unique<Path>(Path::Start::document, nullptr, std::move(everywhere));
    auto nodes = std::make_unique<Slash>(std::move(all), framed("match"));
    key.push_back({std::move(nodes), std::move(use)});
  }

  bool is_active(Source const& pattern, std::optional<Source> const& phase) {
    if (!phase) return true;
    auto const id = optional_attribute(*pattern.file, pattern.element, "id");
    auto const inside = sources_.children(*phase);
    return std::any_of(inside.begin(), inside.end(), [&](Source const& one) {
      return one.is_rule("active") && required_attribute(*one.file, one.element, "pattern") == id;
    });
  }

  void compile_patterns(std::vector<Source> const& declarations, std::optional<Source> const& phase,
                        std::string const& file) {
    auto const abstract_rules = abstract_rules_of(declarations);
    for (auto const& one : declarations) {
      if (!one.is_rule("pattern") || !is_active(one, phase)) continue;
      auto const& tree = *one.file;
      if (optional_attribute(tree, one.element, "abstract") == "true") continue;
      RuleCompiler rules{body_, scope_, sources_, options_, file, abstract_rules};
      auto const is_a = optional_attribute(tree, one.element, "is-a");
      if (is_a.empty()) {
        rules.pattern(one, {});
      } else {
        rules.pattern(abstract_pattern(declarations, one, is_a), parameters(one));
      }
    }
  }

  // Those of all patterns: some files extend what another pattern declares.
  AbstractRules abstract_rules_of(std::vector<Source> const& declarations) {
    AbstractRules all;
    for (auto const& pattern : declarations) {
      if (!pattern.is_rule("pattern")) continue;
      for (auto& [id, rule] : abstract_rules_in(sources_.children(pattern))) {
        all.try_emplace(id, rule);
      }
    }
    return all;
  }

  Source abstract_pattern(std::vector<Source> const& declarations, Source const& user,
                          std::string const& id) {
    for (auto const& one : declarations) {
      if (one.is_rule("pattern") && optional_attribute(*one.file, one.element, "id") == id) {
        return one;
      }
    }
    refuse(*user.file, user.element, fmt::format("the abstract pattern {} is not there", id));
  }

  Parameters parameters(Source const& pattern) {
    Parameters all;
    for (auto const& one : sources_.children(pattern)) {
      if (!one.is_rule("param")) continue;
      all.emplace_back(trim_blanks(required_attribute(*one.file, one.element, "name")),
                       required_attribute(*one.file, one.element, "value"));
    }
    // The longest name first: $Invoice_line before $Invoice.
    std::sort(all.begin(), all.end(),
              [](auto const& a, auto const& b) { return a.first.size() > b.first.size(); });
    return all;
  }

  ProgramBody& body_;
  Program::Options const& options_;
  Scope& scope_;
  Sources sources_;
};

}  // namespace

model::Result<Program> Program::load(std::vector<std::filesystem::path> const& files) {
  return load(files, {});
}

model::Result<Program> Program::load(std::vector<std::filesystem::path> const& files,
                                     Options const& options) {
  auto body = std::make_shared<ProgramBody>();
  for (auto const& file : files) {
    try {
      SchemaCompiler{*body, options}.run(file);
    } catch (ParseFault const& fault) {
      return tl::unexpected(model::Problem{
          model::Fault::unsupported, fmt::format("{}: {}", file.filename().string(), fault.text)});
    }
  }
  body->arrange();
  return Program{std::move(body)};
}

std::vector<AssertionFacts> const& Program::assertions() const { return body_->facts; }

}  // namespace airut::schematron

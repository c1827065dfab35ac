#pragma once

#include "formats/schematron/scope.hpp"
#include "formats/xml/tree.hpp"

namespace airut::schematron {

inline constexpr std::string_view xslt_uri = "http://www.w3.org/1999/XSL/Transform";

// The instructions of XSLT 2.0 that stand inside an element, from the child `first` on, as one
// expression: variable, sequence, value-of, text, choose, if, for-each. Throws ParseFault for
// others, and for what is wrong in an expression.
ExpressionPtr compile_instructions(Scope& scope, xml::Tree const& file, xml::NodeId element);

// The value of xsl:variable or xsl:param, from "select" or from what is inside, as "as" says.
ExpressionPtr compile_binding(Scope& scope, xml::Tree const& file, xml::NodeId element);

// Adds to the scope what an xsl:function declares, without its body; then the body.
UserFunction& declare_function(Scope& scope, xml::Tree const& file, xml::NodeId element);
void compile_function(Scope& scope, xml::Tree const& file, xml::NodeId element,
                      UserFunction& function);

// The attribute, or a ParseFault that names the element.
std::string required_attribute(xml::Tree const& file, xml::NodeId element, std::string_view name);
std::string optional_attribute(xml::Tree const& file, xml::NodeId element, std::string_view name);
// parse_expression() with the line of the element in the fault.
ExpressionPtr parse_at(Scope& scope, xml::Tree const& file, xml::NodeId element,
                       std::string_view text);
[[noreturn]] void refuse(xml::Tree const& file, xml::NodeId element, std::string const& why);
// "{uri}local" of a name as written in an attribute.
std::string qualified(Scope& scope, xml::Tree const& file, xml::NodeId element,
                      std::string const& name);

}  // namespace airut::schematron

#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace airut::ledger {

// Our statements are written as SQLite takes them; PostgreSQL takes the same but for what is
// translated here. Quoted text and comments are left alone.

// Parameters: ? is the one after the highest so far, ?3 the third; $1 ... there.
std::string postgres_statement(std::string_view sql);

// The statements of a text, each for itself, without comments.
std::vector<std::string> split_statements(std::string_view text);

// The statements of a step of the schema: types of columns, the order of texts (by bytes, as
// SQLite's), and what only SQLite has. What a step does to rows is left out: a database on
// PostgreSQL begins with the newest tables, and has none then. A step that comes later than
// PostgreSQL did keeps what it does to rows.
enum class Rows { left_out, kept };
std::vector<std::string> postgres_tables(std::string_view text, Rows rows);

}  // namespace airut::ledger

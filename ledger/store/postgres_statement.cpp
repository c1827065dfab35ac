#include "ledger/store/postgres_statement.hpp"

#include <stdexcept>

#include <fmt/format.h>
#include <libpq-fe.h>

#include "ledger/journal/text.hpp"
#include "ledger/store/store.hpp"

namespace airut::ledger {
namespace {

// Types of pg_type.dat that we meet.
constexpr PostgresType bool_type = 16, bytea_type = 17, int8_type = 20, int2_type = 21,
                       int4_type = 23, text_type = 25, numeric_type = 1700;

PostgresType postgres_type(ValueKind kind) {
  switch (kind) {
    case ValueKind::number:
      return int8_type;
    case ValueKind::text:
      return text_type;
    case ValueKind::blob:
      return bytea_type;
  }
  throw std::logic_error{"a value of no kind"};
}

std::uint64_t big_endian(char const* bytes, std::size_t size) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < size; ++i) value = value << 8 | static_cast<unsigned char>(bytes[i]);
  return value;
}

std::int64_t two_bytes(char const* bytes) {
  return static_cast<std::int16_t>(big_endian(bytes, 2));
}

// A sum of whole numbers: digits to the base 10,000, the first of weight 10,000^weight.
std::int64_t whole_numeric(char const* bytes) {
  constexpr int base = 10000, negative = 0x4000;
  auto const digits = two_bytes(bytes), weight = two_bytes(bytes + 2);
  auto const sign = big_endian(bytes + 4, 2);
  std::int64_t value = 0;
  for (std::int64_t i = 0; i <= weight; ++i) {
    auto const digit = i < digits ? two_bytes(bytes + 8 + 2 * i) : 0;
    if (__builtin_mul_overflow(value, base, &value) || __builtin_add_overflow(value, digit, &value))
      throw StoreLost{"a sum is beyond all money"};
  }
  return sign == negative ? -value : value;
}

}  // namespace

PostgresStatement::~PostgresStatement() { leave_wire(); }

void PostgresStatement::leave_wire() {
  if (connection_.stepped_ == this) connection_.stepped_ = nullptr;
}

PostgresStatement::Kept& PostgresStatement::put(int at, ValueKind kind) {
  auto const place = static_cast<std::size_t>(at);
  if (values_.types.size() <= place) {
    values_.types.resize(place + 1);
    values_.bytes.resize(place + 1);
    values_.lengths.resize(place + 1);
    values_.formats.resize(place + 1, 1);
    kept_.resize(place + 1);
  }
  if (values_.types[place] != postgres_type(kind)) {
    values_.types[place] = postgres_type(kind);
    prepared_ = nullptr;
  }
  return kept_[place];
}

void PostgresStatement::put_number(int at, std::int64_t value) {
  auto& kept = put(at, ValueKind::number).number;
  auto rest = static_cast<std::uint64_t>(value);
  for (std::size_t i = kept.size(); i-- > 0; rest >>= 8)
    kept.at(i) = static_cast<char>(rest & 0xff);
  values_.bytes[static_cast<std::size_t>(at)] = kept.data();
  values_.lengths[static_cast<std::size_t>(at)] = static_cast<int>(kept.size());
}

void PostgresStatement::put_text(int at, std::string_view text) {
  auto& kept = put(at, ValueKind::text);
  if (!is_utf8(text)) text = kept.text = scrubbed(text);
  values_.bytes[static_cast<std::size_t>(at)] = text.empty() ? "" : text.data();
  values_.lengths[static_cast<std::size_t>(at)] = static_cast<int>(text.size());
}

void PostgresStatement::put_blob(int at, std::string_view bytes) {
  put(at, ValueKind::blob);
  values_.bytes[static_cast<std::size_t>(at)] = bytes.empty() ? "" : bytes.data();
  values_.lengths[static_cast<std::size_t>(at)] = static_cast<int>(bytes.size());
}

void PostgresStatement::put_null(int at, ValueKind kind) {
  put(at, kind);
  values_.bytes[static_cast<std::size_t>(at)] = nullptr;
  values_.lengths[static_cast<std::size_t>(at)] = 0;
}

PostgresPrepared& PostgresStatement::prepared() {
  if (prepared_ == nullptr) prepared_ = &connection_.prepared(sql_, values_.types);
  return *prepared_;
}

void PostgresStatement::run() {
  connection_.yield_wire();
  connection_.send(prepared(), values_);
}

bool PostgresStatement::next() {
  if (state_ == State::done) return false;
  if (state_ == State::idle) {
    connection_.yield_wire();
    connection_.send(prepared(), values_);
    connection_.begin_rows(*this);
    state_ = State::stepping;
  }
  if (state_ == State::stepping) {
    if (connection_.stepped_ != this) throw StoreLost{"a statement's rows were lost on their way"};
    if (read_row()) return true;
  } else if (!rows_.empty()) {
    row_ = std::move(rows_.front());
    rows_.pop_front();
    return true;
  }
  row_.reset();
  state_ = State::done;
  return false;
}

bool PostgresStatement::read_row() {
  auto& wire = *connection_.wire_;
  row_ = wire.next();
  if (row_ && PQresultStatus(row_.get()) == PGRES_SINGLE_TUPLE) return true;
  for (; row_; row_ = wire.next()) connection_.note(row_, sql_);
  connection_.stepped_ = nullptr;
  connection_.pending_.pop_front();
  connection_.reach(0);  // the sync behind it
  connection_.throw_if_failed();
  return false;
}

void PostgresStatement::gather() {
  auto shown = std::move(row_);
  while (read_row()) rows_.push_back(std::move(row_));
  row_ = std::move(shown);
  state_ = State::gathered;
}

void PostgresStatement::reset() {
  if (state_ == State::stepping && connection_.stepped_ == this) {
    try {
      while (read_row()) {
      }
    } catch (std::exception const&) {
      // Nobody asks for these rows any more; a lost connection shows at its next use.
      leave_wire();
    }
  }
  rows_.clear();
  row_.reset();
  state_ = State::idle;
}

std::int64_t PostgresStatement::number(int column) {
  if (PQgetisnull(row_.get(), 0, column) == 1) return 0;
  auto const* bytes = PQgetvalue(row_.get(), 0, column);
  switch (PQftype(row_.get(), column)) {
    case int8_type:
      return static_cast<std::int64_t>(big_endian(bytes, 8));
    case int4_type:
      return static_cast<std::int32_t>(big_endian(bytes, 4));
    case int2_type:
      return two_bytes(bytes);
    case bool_type:
      return *bytes == 0 ? 0 : 1;
    case numeric_type:
      return whole_numeric(bytes);
    default:
      throw std::logic_error{fmt::format("column {} of {} is no number", column, sql_)};
  }
}

std::string_view PostgresStatement::view(int column) {
  if (PQgetisnull(row_.get(), 0, column) == 1) return {};
  return {PQgetvalue(row_.get(), 0, column),
          static_cast<std::size_t>(PQgetlength(row_.get(), 0, column))};
}

bool PostgresStatement::is_null(int column) { return PQgetisnull(row_.get(), 0, column) == 1; }

}  // namespace airut::ledger

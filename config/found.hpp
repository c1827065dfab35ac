#pragma once

#include <chrono>
#include <string>

#include <tl/expected.hpp>

// What a dated table answers.
namespace airut::config {

using Day = std::chrono::sys_days;

// The error is a sentence for the operator.
template <class T>
using Found = tl::expected<T, std::string>;

}  // namespace airut::config

#pragma once

#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

namespace airut::pdf {

// The fault is the PDF's and not the disk's.
class UnsoundPdf : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// One PDF of the pages of many, for a printer: written to a file as they come, so that a hundred
// thousand letters take no more memory than one. What they share (fonts, logo) is written once.
// Their structure, metadata and enclosures stay behind: paper has no use for them.
class PageBundle {
 public:
  // Throws std::runtime_error when the file cannot be made.
  explicit PageBundle(std::filesystem::path const& file);
  ~PageBundle();
  PageBundle(PageBundle const&) = delete;
  PageBundle& operator=(PageBundle const&) = delete;

  // The number of its pages. Throws UnsoundPdf when it is no sound PDF, another std::runtime_error
  // when the disk does not take it.
  int add(std::string_view pdf);
  // The id: 32 hex digits. Throws as add().
  void finish(std::string const& id);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace airut::pdf

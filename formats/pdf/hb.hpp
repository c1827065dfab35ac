#pragma once

#include <memory>

#include <hb-subset.h>
#include <hb.h>

// HarfBuzz's objects with owners; for the sources of this room only.
namespace airut::pdf {

template <auto Destroy>
struct Free {
  template <class T>
  void operator()(T* one) const {
    Destroy(one);
  }
};
using Blob = std::unique_ptr<hb_blob_t, Free<hb_blob_destroy>>;
using HbFace = std::unique_ptr<hb_face_t, Free<hb_face_destroy>>;
using HbFont = std::unique_ptr<hb_font_t, Free<hb_font_destroy>>;
using Input = std::unique_ptr<hb_subset_input_t, Free<hb_subset_input_destroy>>;
using Buffer = std::unique_ptr<hb_buffer_t, Free<hb_buffer_destroy>>;

}  // namespace airut::pdf

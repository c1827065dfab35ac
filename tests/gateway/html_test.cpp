#include <doctest/doctest.h>

#include "gateway/html/text.hpp"

namespace html = airut::gateway::html;

TEST_SUITE("gateway/html") {
  TEST_CASE("nothing in a text is markup, in an element or in an attribute") {
    CHECK(html::text("<script>alert('x')</script> & \"y\"") ==
          "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;y&quot;");
    CHECK(html::text("Čáhcegáisá Oy") == "Čáhcegáisá Oy");
    CHECK(html::text("") == "");
  }

  TEST_CASE("running text keeps its lines") {
    CHECK(html::lines("a\n<b>") == "a<br>\n&lt;b&gt;");
    CHECK(html::text("a\nb") == "a\nb");
  }
}

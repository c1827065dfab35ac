#include <doctest/doctest.h>

#include "formats/paper/write.hpp"
#include "gateway/dispatch/render.hpp"

using namespace airut;

TEST_SUITE("dispatch/letter_job") {
  TEST_CASE("an urgent invoice goes by priority post, unless its postage says else") {
    struct Row {
      bool urgent;
      char const *postage, *document;
      bool priority;
    };
    for (auto const& row :
         {Row{false, "", "invoice", false}, Row{true, "", "invoice", true},
          Row{true, "economy", "invoice", false}, Row{false, "priority", "invoice", true},
          Row{true, "", "reminder", false}}) {
      CAPTURE(row.postage);
      CAPTURE(row.document);
      model::Submission submission;
      submission.distribution.priority_high = row.urgent;
      submission.distribution.print_postage = row.postage;
      config::Client const client;
      paper::Drawn const document;
      CHECK(gateway::letter_job(submission, client, row.document, document).priority ==
            row.priority);
    }
  }
}

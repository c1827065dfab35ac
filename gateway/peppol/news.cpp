#include "gateway/peppol/news.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "gateway/dispatch/said.hpp"

namespace airut::gateway {

namespace ar = application_response;
using channels::Evidence;

News news_of(ar::Mls const& status) {
  News news;
  news.excerpt = status.text;
  for (auto const& issue : status.issues) {
    news.excerpt += fmt::format("\n{} {}: {}", issue.reason, issue.place, issue.text);
  }
  switch (status.code) {
    case ar::MlsCode::accepted:
      news.native_code = "MLS AP";
      news.evidence = Evidence::delivered_to_recipient;
      return news;
    case ar::MlsCode::acknowledged:
      news.native_code = provider_took_it;
      news.evidence = Evidence::accepted_by_operator;
      return news;
    case ar::MlsCode::rejected:
      break;
  }
  bool const content =
      std::any_of(status.issues.begin(), status.issues.end(),
                  [](ar::MlsIssue const& one) { return one.reason == "BV" || one.reason == "SV"; });
  news.native_code = content ? "MLS RE" : "MLS RE FD";
  news.code = content ? "peppol.mls_rejected_content" : "peppol.mls_forward_failed";
  return news;
}

News news_of(ar::InvoiceResponse const& response) {
  News news;
  news.excerpt = ar::reasons_text(response);
  switch (response.says) {
    case ar::BuyerSays::acknowledged:
      news.native_code = "IMR AB";
      news.evidence = Evidence::delivered_to_recipient;
      break;
    case ar::BuyerSays::in_process:
      news.native_code = "IMR IP";
      news.evidence = Evidence::acknowledged_by_buyer;
      break;
    case ar::BuyerSays::accepted:
      news.native_code = "IMR AP";
      news.evidence = Evidence::acknowledged_by_buyer;
      news.is_decided = true;
      break;
    case ar::BuyerSays::paid:
      news.native_code = "IMR PD";
      news.evidence = Evidence::acknowledged_by_buyer;
      news.is_decided = true;
      break;
    case ar::BuyerSays::under_query:
      news.native_code = "IMR UQ";
      news.code = "buyer.under_query";
      break;
    case ar::BuyerSays::conditionally_accepted:
      news.native_code = "IMR CA";
      news.code = "buyer.under_query";
      break;
    case ar::BuyerSays::rejected:
      news.native_code = "IMR RE";
      news.code = "buyer.rejected";
      break;
  }
  return news;
}

}  // namespace airut::gateway

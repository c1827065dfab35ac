// What eFaktura answers to the calls around the document, each once: the expectations stand here,
// so that a row of the shipped table that is changed or added is met by a case of its own.
#include <algorithm>
#include <array>

#include "tests/consumer/efaktura_house.hpp"

using namespace airut;
using tests::as;
using tests::EfakturaHouse;
using tests::run_to_end;
using tests::with_both;

namespace {

// how: as efaktura_peer.py behaves.
struct Refusal {
  std::string_view how, code;
};

std::string native_of(std::string_view how) { return std::string{how.substr(how.find(':') + 1)}; }

// Every row of the call but the one for all others is among the cases.
template <class Cases>
void covers_efaktura(std::string_view call, Cases const& cases) {
  for (auto const& row : tests::shipped_answers().all()) {
    if (row.service != "efaktura" || row.call != call) continue;
    bool const match = row.native.find('_') != std::string::npos || row.native == "BLOCKED";
    if (row.native == "*" || row.native == "200" || match) continue;
    CAPTURE(row.native);
    CHECK(std::any_of(cases.begin(), cases.end(),
                      [&](auto const& one) { return native_of(one.how) == row.native; }));
  }
}

std::size_t asked(EfakturaHouse const& house, std::string_view operation) {
  auto const log = house.peer.log();
  return static_cast<std::size_t>(std::count_if(log.begin(), log.end(), [&](auto const& one) {
    return one.at("operation").as_string() == operation;
  }));
}

std::string_view name_of_add(EfakturaHouse const& house) {
  return house.flow == config::EfakturaFlow::combo ? "addShipment" : "addInvoices";
}

void efaktura_behaves(EfakturaHouse& house, std::string_view call, std::string_view how) {
  house.peer.behave(fmt::format(R"("{}":"{}")", call, how));
}

}  // namespace

TEST_CASE("eFaktura: each answer to the look-up is obeyed before anything is added") {
  constexpr std::array refusals{Refusal{"fault:5003", "efaktura.recipient_unknown"},
                                Refusal{"fault:5004", "efaktura.recipient_unknown"},
                                Refusal{"fault:5008", "transport.not_authorised"},
                                Refusal{"fault:5009", "efaktura.request_invalid"},
                                Refusal{"fault:5010", "efaktura.request_invalid"},
                                Refusal{"http:400", "efaktura.request_invalid"},
                                Refusal{"http:401", "transport.not_authorised"},
                                Refusal{"http:403", "transport.not_authorised"}};
  covers_efaktura("recipient", refusals);
  with_both([&](EfakturaHouse& house) {
    for (auto const& one : refusals) {
      CAPTURE(one.how);
      efaktura_behaves(house, "lookup", one.how);
      auto const outcome = house.send();
      CHECK(as<channels::Refused>(outcome).trace.code == one.code);
      CHECK(as<channels::Refused>(outcome).trace.native_code.find(native_of(one.how)) !=
            std::string::npos);
    }
    for (auto const* how : {"fault:9999", "http:429", "http:500", "http:503", "cut", "cut_before",
                            "hang", "garbage"}) {
      CAPTURE(how);
      efaktura_behaves(house, "lookup", how);
      CHECK(as<channels::Deferred>(house.send()).trace.code == "transport.unreachable");
    }
    CHECK(asked(house, name_of_add(house)) == 0);
    CHECK(house.peer.documents().empty());
  });
}

TEST_CASE("eFaktura: what it does not know is lost, and any other answer about it is no news") {
  constexpr std::array lost{Refusal{"fault:201", "efaktura.lost"},
                            Refusal{"fault:5004", "efaktura.lost"}};
  covers_efaktura("status", lost);
  with_both([&](EfakturaHouse& house) {
    as<channels::HandedOver>(house.send());
    for (auto const& one : lost) {
      CAPTURE(one.how);
      house.peer.behave(fmt::format(R"("status":"{0}","shipment":"{0}")", one.how));
      auto const seen = house.look().value();
      CHECK(seen.trace.code == one.code);
      CHECK_FALSE(seen.evidence);
      CHECK_FALSE(seen.final);
      CHECK(run_to_end(house.channel.ask(house.parcel())) == channels::Arrival::not_arrived);
    }
    for (auto const* how : {"fault:202", "fault:5008", "http:401", "http:403", "http:500",
                            "http:503", "cut", "hang", "late", "garbage"}) {
      CAPTURE(how);
      efaktura_behaves(house, "status", how);
      CHECK_FALSE(house.look());
      CHECK(run_to_end(house.channel.ask(house.parcel())) == channels::Arrival::no_answer);
    }
  });
}

TEST_CASE("eFaktura: what has no state yet is asked for by what brought it") {
  using channels::Arrival;
  struct Case {
    std::string_view behaviour, code;  // of what is seen
    Arrival arrival;
    bool is_final;
  };
  constexpr std::string_view lost = "efaktura.lost";
  constexpr std::array cases{
      Case{R"("shipped":"IN_PROGRESS")", "", Arrival::arrived, false},
      Case{R"("shipped":"SOMETHING_NEW")", "", Arrival::arrived, false},
      Case{R"("shipped":"PROCESSED")", lost, Arrival::arrived, false},
      Case{R"("shipped":"STOPPED")", "efaktura.rejected", Arrival::arrived, true},
      Case{R"("shipment":"fault:201")", lost, Arrival::not_arrived, false},
      Case{R"("shipment":"fault:5004")", lost, Arrival::not_arrived, false}};
  with_both([&](EfakturaHouse& house) {
    as<channels::HandedOver>(house.send());
    for (auto const& one : cases) {
      CAPTURE(one.behaviour);
      house.peer.behave(fmt::format(R"("unseen":true,{})", one.behaviour));
      auto const seen = house.look().value();
      CHECK(seen.trace.code == one.code);
      CHECK(seen.final == one.is_final);
      bool const under_way = one.behaviour.find("IN_PROGRESS") != std::string_view::npos;
      CHECK((seen.evidence == channels::Evidence::accepted_by_operator) == under_way);
      CHECK(run_to_end(house.channel.ask(house.parcel())) == one.arrival);
      // The same sent again is there already: ours, where what brought it is known.
      auto const again = house.send();
      if (one.arrival == Arrival::arrived) {
        as<channels::HandedOver>(again);
      } else {
        CHECK(as<channels::Refused>(again).trace.code == "efaktura.id_taken");
      }
    }
    for (auto const* how : {"fault:202", "fault:5008", "http:401", "http:503", "hang", "garbage"}) {
      CAPTURE(how);
      house.peer.behave(fmt::format(R"("unseen":true,"shipment":"{}")", how));
      CHECK_FALSE(house.look());
      CHECK(run_to_end(house.channel.ask(house.parcel())) == Arrival::no_answer);
      CHECK(as<channels::Unsure>(house.send()).trace.code == "transport.no_answer");
    }
    CHECK(house.peer.documents().size() == 1);
  });
}

TEST_CASE("eFaktura: each answer to the wish to cancel means what is documented") {
  using channels::Withdrawal;
  struct Case {
    std::string_view how;
    Withdrawal what;
    std::string_view code;
  };
  constexpr std::string_view refused = "efaktura.cancel_refused";
  constexpr std::array cases{
      Case{"fault:201", Withdrawal::done, ""},
      Case{"fault:205", Withdrawal::done, ""},
      Case{"fault:5004", Withdrawal::done, ""},
      Case{"fault:5006", Withdrawal::done, ""},
      Case{"fault:5005", Withdrawal::too_late, "efaktura.too_late_to_cancel"},
      Case{"fault:202", Withdrawal::refused, refused},
      Case{"fault:5008", Withdrawal::refused, refused},
      Case{"fault:5009", Withdrawal::refused, refused},
      Case{"fault:5010", Withdrawal::refused, refused},
      Case{"http:400", Withdrawal::refused, refused},
      Case{"http:401", Withdrawal::refused, refused},
      Case{"http:403", Withdrawal::refused, refused},
      Case{"http:429", Withdrawal::no_answer, ""},
      Case{"http:500", Withdrawal::no_answer, ""},
      Case{"http:503", Withdrawal::no_answer, ""},
      Case{"fault:9999", Withdrawal::no_answer, ""},
      Case{"garbage", Withdrawal::no_answer, ""},
      Case{"hang", Withdrawal::no_answer, ""},
      Case{"cut_before", Withdrawal::no_answer, ""},
  };
  covers_efaktura("cancel", cases);
  with_both([&](EfakturaHouse& house) {
    as<channels::HandedOver>(house.send());
    for (auto const& one : cases) {
      CAPTURE(one.how);
      efaktura_behaves(house, "cancel", one.how);
      auto const answer = house.withdraw();
      CHECK(answer.what == one.what);
      CHECK(answer.trace.code == one.code);
    }
    CHECK(house.look().value().evidence == channels::Evidence::delivered_to_recipient);
  });
}

TEST_CASE("eFaktura: a look-up or a cancellation that is answered late is asked for again") {
  with_both([](EfakturaHouse& house) {
    efaktura_behaves(house, "lookup", "late");
    CHECK(as<channels::Deferred>(house.send()).trace.code == "transport.unreachable");
    CHECK(house.peer.documents().empty());
    house.peer.behave({});
    as<channels::HandedOver>(house.send());
    CHECK(house.peer.documents().size() == 1);
    efaktura_behaves(house, "cancel", "late");
    CHECK(house.withdraw().what == channels::Withdrawal::no_answer);
    CHECK(house.peer.documents().begin()->value().at("cancelled").as_bool());
    house.peer.behave({});
    auto const again = house.withdraw();
    CHECK(again.what == channels::Withdrawal::done);
    CHECK(again.trace.native_code == "5006");
  });
}

TEST_CASE("eFaktura: what answers a call a second time is no answer to the next one") {
  with_both([](EfakturaHouse& house) {
    for (auto const* how : {"twice", "again"}) {
      CAPTURE(how);
      // The look-up's answer, which comes once more, is no receipt of a document that is refused.
      house.peer.behave(fmt::format(R"("lookup":"{}","add":"fault:5003")", how));
      auto const outcome = house.send();
      CHECK(as<channels::Refused>(outcome).trace.code == "efaktura.recipient_unknown");
    }
    CHECK(house.peer.documents().empty());
    house.peer.behave({});
    as<channels::HandedOver>(house.send(1));
    as<channels::HandedOver>(house.send(2));
    // Nor does the end of one document, told again, end another.
    house.peer.behave(R"("status":"again","state":"DELETED")");
    CHECK(house.look(1).value().trace.code == "efaktura.deleted_by_recipient");
    house.peer.behave({});
    auto const other = house.look(2).value();
    CHECK(other.trace.code.empty());
    CHECK(other.evidence == channels::Evidence::delivered_to_recipient);
    // Nor is one that was cancelled the answer to the wish to cancel another.
    efaktura_behaves(house, "cancel", "again");
    CHECK(house.withdraw(1).what == channels::Withdrawal::done);
    efaktura_behaves(house, "cancel", "fault:5005");
    CHECK(house.withdraw(2).what == channels::Withdrawal::too_late);
    auto const documents = house.peer.documents();
    CHECK(std::count_if(documents.begin(), documents.end(), [](auto const& one) {
            return one.value().at("cancelled").as_bool();
          }) == 1);
  });
}
